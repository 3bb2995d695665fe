using DuckDB.NET.Data;
using Fixtures.Servers;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.DuckDb;
using FunctionsPlatform.Connectors.PostgreSql;
using FunctionsPlatform.Connectors.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using MySqlConnector;
using Npgsql;

namespace FunctionsPlatform.Tests.Translation.Embedded.Servers;

public sealed class PostgreSqlShop : ServerShop
{
    private NpgsqlConnectionStringBuilder _owner = null!;

    public override IConnector Connector { get; } = new PostgreSqlConnector(AnyAddress, TimeProvider.System);

    public override ConnectionSettings Settings => new(_owner.Database!, _owner.Host, _owner.Port, _owner.Username, _owner.Password);

    protected override (string, string) Types => ("TIMESTAMP", "TIMESTAMP WITH TIME ZONE");

    protected override async Task<bool> CreateAsync()
    {
        _owner = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        return true;
    }

    protected override Task ExecuteAsync(string[] statements) => PostgresServer.ExecuteAsync(_owner, ["SET TimeZone = 'UTC'", .. statements]);
}

public sealed class MariaDbShop : ServerShop
{
    private MySqlConnectionStringBuilder? _owner;

    public override IConnector Connector { get; } = new FunctionsPlatform.Connectors.MySql.MySqlConnector("mariadb", AnyAddress, TimeProvider.System);

    public override ConnectionSettings Settings
    {
        get
        {
            Skip.If(_owner is null, MariaDbServer.Missing);
            return new ConnectionSettings(_owner.Database, _owner.Server, (int)_owner.Port, _owner.UserID, _owner.Password);
        }
    }

    protected override (string, string) Types => ("DATETIME", "TIMESTAMP");

    protected override async Task<bool> CreateAsync()
    {
        _owner = MariaDbServer.IsInstalled ? await (await MariaDbServer.SharedAsync()).CreateDatabaseAsync() : null;
        return _owner is not null;
    }

    protected override Task ExecuteAsync(string[] statements) => MariaDbServer.ExecuteAsync(_owner!, ["SET time_zone = '+00:00'", .. statements]);
}

public sealed class DuckDbShop : ServerShop
{
    private readonly string _root = Directory.CreateTempSubdirectory("shop-").FullName;

    public override IConnector Connector => new DuckDbConnector(new LocalFiles(Options.Create(new LocalFilesOptions { Root = _root })), TimeProvider.System);

    public override ConnectionSettings Settings => new("shop.duckdb");

    protected override (string, string) Types => ("TIMESTAMP", "TIMESTAMPTZ");

    protected override Task<bool> CreateAsync() => Task.FromResult(true);

    protected override async Task ExecuteAsync(string[] statements)
    {
        await using var connection = new DuckDBConnection($"Data Source={Path.Combine(_root, "shop.duckdb")}");
        await connection.RunAsync(["SET TimeZone = 'UTC'", .. statements]);
    }

    public override Task DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }
}

public sealed class SqliteShop : ServerShop
{
    private readonly string _root = Directory.CreateTempSubdirectory("shop-").FullName;

    public override IConnector Connector => new SqliteConnector(new LocalFiles(Options.Create(new LocalFilesOptions { Root = _root })), TimeProvider.System);

    public override ConnectionSettings Settings => new("shop.db");

    protected override Task<bool> CreateAsync() => Task.FromResult(true);

    protected override async Task ExecuteAsync(string[] statements)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_root, "shop.db")};Pooling=false");
        await connection.RunAsync(statements);
    }

    public override Task DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }
}
