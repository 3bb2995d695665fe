using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Dashboards;

public static class DashboardServices
{
    /// <summary>Adds <see cref="Dashboards"/>. Needs storage, questions, connections, datasets, predictions and webhooks.</summary>
    public static IServiceCollection AddDashboards(this IServiceCollection services)
    {
        services.AddOptions<DashboardOptions>().BindConfiguration(DashboardOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DashboardStore>();
        services.AddSingleton<DashboardFiles>();
        services.AddSingleton<DashboardShares>();
        services.AddSingleton<DashboardReports>();
        services.AddSingleton<DashboardSnapshots>();
        services.AddSingleton<ReportQueue>();
        services.AddSingleton<ReportRuns>();
        services.AddSingleton<WidgetCache>();
        services.AddSingleton<ModelRows>();
        services.AddSingleton<WidgetReader>();
        services.AddSingleton<DashboardReader>();
        services.AddSingleton<Dashboards>();
        return services;
    }
}
