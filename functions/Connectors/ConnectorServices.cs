using FunctionsPlatform.Connectors.DuckDb;
using FunctionsPlatform.Connectors.PostgreSql;
using FunctionsPlatform.Connectors.Sqlite;
using FunctionsPlatform.Connectors.SqlServer;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPlatform.Connectors;

public static class ConnectorServices
{
    public static IServiceCollection AddConnectors(this IServiceCollection services)
    {
        services.AddOptions<LocalFilesOptions>().BindConfiguration(LocalFilesOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddAddressPolicy();
        services.AddSingleton<LocalFiles>();
        services.AddSingleton<IConnector, PostgreSqlConnector>();
        foreach (var type in new[] { "mysql", "mariadb" })
            services.AddSingleton<IConnector>(provider => ActivatorUtilities.CreateInstance<MySql.MySqlConnector>(provider, type));
        services.AddSingleton<IConnector, SqlServerConnector>();
        services.AddSingleton<IConnector, SqliteConnector>();
        services.AddSingleton<IConnector, DuckDbConnector>();
        services.AddSingleton<ConnectorCatalog>();
        return services;
    }
}
