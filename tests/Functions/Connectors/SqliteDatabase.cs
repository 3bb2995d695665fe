using Fixtures.Servers;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Connectors;

public sealed class SqliteDatabase : SourceDatabase
{
    public string Root { get; } = Directory.CreateTempSubdirectory("sqlite-").FullName;

    public override IConnector Connector => ConnectorOver(Root);

    public static SqliteConnector ConnectorOver(string root) => new(new LocalFiles(Options.Create(new LocalFilesOptions { Root = root })), TimeProvider.System);

    public override ConnectionSettings Settings => new("shop.db");

    public override ConnectionSettings? WrongPassword => null;

    public override ConnectionSettings Unreachable => new("absent.db");

    public override string? DefaultSchema => null;

    public override string Numbers(long count) => $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n";

    public override string Slow(string marker) => $"SELECT /* {marker} */ count(*) FROM ({Numbers(10_000_000_000)})";

    public override IReadOnlyList<string> Writes =>
    [
        .. base.Writes,
        "CREATE TEMP TABLE created (id integer)",
        "PRAGMA query_only = OFF",
        "PRAGMA user_version = 5",
        "ATTACH ':memory:' AS other",
        "VACUUM INTO 'copy.db'",
        "SELECT load_extension('x')",
        "SELECT * FROM pragma_database_list",
    ];

    public override async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Root, "shop.db")};Pooling=false");
        await connection.RunAsync(statements);
    }

    public override Task DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }
}
