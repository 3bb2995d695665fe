using FunctionsPlatform.Connectors.BlobFiles;
using FunctionsPlatform.Connectors.DuckDb;
using FunctionsPlatform.Connectors.Http;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.PostgreSql;
using FunctionsPlatform.Connectors.Sqlite;
using FunctionsPlatform.Connectors.SqlServer;
using FunctionsPlatform.Connectors.Writing;
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
        services.AddDatabase<PostgreSqlConnector, PostgreSqlDestination>();
        foreach (var type in new[] { "mysql", "mariadb" })
            services.AddDatabase<MySql.MySqlConnector, MySql.MySqlDestination>(type);
        services.AddDatabase<SqlServerConnector, SqlServerDestination>();
        services.AddDatabase<SqliteConnector, SqliteDestination>();
        services.AddDatabase<DuckDbConnector, DuckDbDestination>();
        services.AddSingleton<ConnectorCatalog>();
        services.AddHttpDestinations().AddManifestDestinations().AddBlobFileDestination();
        services.AddSingleton<DestinationCatalog>();
        return services;
    }

    /// <summary>A database that is read and written. Both go through the one connector, since a file that it has open for reading is not open to others.</summary>
    private static void AddDatabase<TConnector, TDestination>(this IServiceCollection services, params object[] arguments)
        where TConnector : class, IConnector
        where TDestination : class, IDestination
    {
        var key = (typeof(TConnector), arguments.FirstOrDefault());
        services.AddKeyedSingleton(key, (provider, _) => ActivatorUtilities.CreateInstance<TConnector>(provider, arguments));
        services.AddSingleton<IConnector>(provider => provider.GetRequiredKeyedService<TConnector>(key));
        services.AddSingleton<IDestination>(provider => ActivatorUtilities.CreateInstance<TDestination>(provider, provider.GetRequiredKeyedService<TConnector>(key)));
    }
}
