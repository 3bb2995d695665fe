using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Connections;

public static class ConnectionServices
{
    /// <summary>Adds <see cref="Connections"/> and <see cref="DataWorkspaces"/>. Needs storage, secrets and the connectors.</summary>
    public static IServiceCollection AddConnections(this IServiceCollection services)
    {
        services.AddOptions<ConnectionOptions>().BindConfiguration(ConnectionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ConnectionStore>();
        services.AddSingleton<SchemaCache>();
        services.AddSingleton<DataWorkspaces>();
        services.AddSingleton<Connections>();
        return services;
    }
}
