using FunctionsPlatform.Connectors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Demo;

public static class DemoServices
{
    /// <summary>Adds the demo where the setting <c>Demo:Enabled</c> is true; otherwise nothing.</summary>
    public static IServiceCollection AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(DemoOptions.Section);
        if (!section.GetValue<bool>(nameof(DemoOptions.Enabled)))
            return services;
        services.AddOptions<DemoOptions>().Bind(section);
        services.AddOptions<LocalFilesOptions>().Configure<IOptions<DemoOptions>>((files, demo) => files.NamedRoots[ShopDatabases.Root] = demo.Value.Directory);
        services.AddSingleton<ShopDatabases>();
        services.AddSingleton<CrmDatabase>();
        services.AddSingleton<DemoSyncs>();
        services.AddSingleton<DemoDashboard>();
        services.AddSingleton<DemoSales>();
        services.AddSingleton<DemoWorkflow>();
        services.AddSingleton<DemoPredictions>();
        services.AddSingleton<DemoWorkspace>();
        services.AddSingleton<DemoData>();
        services.AddHostedService<DemoStartup>();
        return services;
    }
}
