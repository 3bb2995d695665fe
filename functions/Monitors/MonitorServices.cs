using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Monitors;

public static class MonitorServices
{
    /// <summary>Adds <see cref="Monitors"/> and what runs them. Needs storage, questions, datasets and webhooks.</summary>
    public static IServiceCollection AddMonitors(this IServiceCollection services)
    {
        services.AddSingleton(provider => new DueList<MonitorKey>(provider.GetRequiredService<PlatformStorage>(), "MonitorDue", key => key.Id));
        services.AddSingleton<MonitorStore>();
        services.AddSingleton<PointStore>();
        services.AddSingleton<Metrics>();
        services.AddSingleton<MonitorRuns>();
        services.AddSingleton<DueMonitors>();
        services.AddSingleton<Monitors>();
        return services;
    }
}
