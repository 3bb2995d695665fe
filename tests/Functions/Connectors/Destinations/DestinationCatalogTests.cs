using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Connectors.Destinations;

public sealed class DestinationCatalogTests
{
    [Theory]
    [InlineData("postgresql", "PostgreSQL", 5432)]
    [InlineData("mysql", "MySQL", 3306)]
    [InlineData("mariadb", "MariaDB", 3306)]
    [InlineData("sqlserver", "SQL Server", 1433)]
    [InlineData("sqlite", "SQLite", null)]
    [InlineData("duckdb", "DuckDB", null)]
    public void Every_database_is_a_destination(string type, string title, int? port)
    {
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddConnectors().BuildServiceProvider();

        Assert.True(services.GetRequiredService<DestinationCatalog>().TryGet(type, out var destination));
        Assert.Equal(title, destination.Definition.Title);
        Assert.Equal(port, destination.Definition.ConfigurationSchema["properties"]!["port"]?["default"]?.GetValue<int>());
    }
}
