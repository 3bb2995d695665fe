using DuckDB.NET.Data;
using Fixtures.Servers;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.DuckDb;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Connectors;

public sealed class DuckDbDatabase : SourceDatabase
{
    public string Root { get; } = Directory.CreateTempSubdirectory("duckdb-").FullName;

    public DuckDbDatabase() => Connector = new DuckDbConnector(new LocalFiles(Options.Create(new LocalFilesOptions { Root = Root })), TimeProvider.System);

    public override IConnector Connector { get; }

    public override ConnectionSettings Settings => new("shop.duckdb");

    public override ConnectionSettings? WrongPassword => null;

    public override ConnectionSettings Unreachable => new("absent.duckdb");

    public override string? DefaultSchema => "main";

    public override string Numbers(long count) => $"SELECT range + 1 AS i FROM range({count})";

    public override string Slow(string marker) => $"SELECT /* {marker} */ sum(a.range * b.range) FROM range(1000000) a, range(1000000) b";

    public override IReadOnlyList<string> Writes =>
    [
        .. base.Writes,
        "CREATE TEMP TABLE created (id integer)",
        "COPY orders TO 'orders.csv'",
        "ATTACH 'other.duckdb'",
        "SET threads = 1",
        "PRAGMA enable_profiling",
        "INSTALL httpfs",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        "FROM '/etc/passwd'",
        "CHECKPOINT",
    ];

    public override async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new DuckDBConnection($"Data Source={Path.Combine(Root, "shop.duckdb")}");
        await connection.RunAsync(statements);
    }

    public override Task DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }
}
