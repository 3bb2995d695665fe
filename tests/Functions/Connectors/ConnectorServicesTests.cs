using FunctionsPlatform.Connectors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Connectors;

public sealed class ConnectorServicesTests
{
    [Theory]
    [InlineData("postgresql", "postgresql")]
    [InlineData("Postgres", "postgresql")]
    [InlineData("mysql", "mysql")]
    [InlineData("mariadb", "mariadb")]
    [InlineData("sqlserver", "sqlserver")]
    [InlineData("mssql", "sqlserver")]
    [InlineData("sqlite", "sqlite")]
    [InlineData("duckdb", "duckdb")]
    public void Every_word_finds_its_connector(string word, string type)
    {
        var catalog = Services().GetRequiredService<ConnectorCatalog>();

        Assert.True(catalog.TryGet(word, out var connector));
        Assert.Equal(type, connector.Type);
    }

    [Fact]
    public void An_unknown_word_finds_none() => Assert.False(Services().GetRequiredService<ConnectorCatalog>().TryGet("oracle", out _));

    [Fact]
    public void A_named_root_opens_its_own_files_alone()
    {
        var root = Directory.CreateTempSubdirectory("named-").FullName;
        File.WriteAllText(Path.Combine(root, "shop.db"), "");
        var files = Services(services => services.Configure<LocalFilesOptions>(options => options.NamedRoots["demo"] = root)).GetRequiredService<LocalFiles>();

        Assert.Equal(Path.Combine(root, "shop.db"), files.Resolve(new ConnectionSettings("demo:shop.db")));
        Assert.Equal(ConnectorFailure.Unreachable, Assert.Throws<ConnectorException>(() => files.Resolve(new ConnectionSettings("shop.db"))).Failure);
        foreach (var name in new[] { "other:shop.db", "demo:../shop.db", "demo:/etc/passwd", ":shop.db" })
            Assert.Equal(ConnectorFailure.AccessDenied, Assert.Throws<ConnectorException>(() => files.Resolve(new ConnectionSettings(name))).Failure);

        Directory.Delete(root, recursive: true);
    }

    private static ServiceProvider Services(Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddConnectors();
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
