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
        if (!configuration.GetValue<bool>("Demo:Enabled"))
            return services;
        services.AddOptions<DemoOptions>().Bind(configuration.GetSection("Demo"));
        services.AddOptions<LocalFilesOptions>().Configure<IOptions<DemoOptions>>((files, demo) => files.NamedRoots[ShopDatabases.Root] = demo.Value.Directory);
        services.AddSingleton<ShopDatabases>();
        services.AddSingleton<DemoWorkspace>();
        services.AddSingleton<DemoData>();
        services.AddHostedService<DemoStartup>();
        return services;
    }
}
