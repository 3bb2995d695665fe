using System.Globalization;
using Fixtures.Servers;
using FunctionsPlatform.Connectors;
using MySqlConnector;

namespace FunctionsPlatform.Tests.Connectors;

public sealed class MariaDbDatabase : SourceDatabase
{
    private MySqlConnectionStringBuilder? _root;

    private MySqlConnectionStringBuilder Root
    {
        get
        {
            Skip.If(_root is null, MariaDbServer.Missing);
            return _root;
        }
    }

    public override IConnector Connector { get; } = new FunctionsPlatform.Connectors.MySql.MySqlConnector("mariadb", AnyAddress, TimeProvider.System);

    public override ConnectionSettings Settings => new(Root.Database, Root.Server, (int)Root.Port, $"{Root.Database}_owner", "0wner-Pa55word");

    public override ConnectionSettings Unreachable => Settings with { Port = 1 };

    public override string? DefaultSchema => Root.Database;

    public override string Numbers(long count) => $"SELECT seq AS i FROM seq_1_to_{count}";

    public override string Slow(string marker) => $"SELECT /* {marker} */ sum(a.seq * b.seq) FROM seq_1_to_1000000 a, seq_1_to_1000000 b";

    public override IReadOnlyList<string> Writes =>
    [
        .. base.Writes,
        "TRUNCATE orders",
        "REPLACE INTO countries (code, name) VALUES ('ES', 'changed')",
        "SELECT * FROM countries INTO OUTFILE '/tmp/countries.txt'",
        "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE countries",
        "CREATE TABLE created AS SELECT * FROM orders",
    ];

    public override IReadOnlyList<string> StackedWrites => [.. base.StackedWrites, "SET SESSION TRANSACTION READ WRITE; COMMIT; DELETE FROM orders"];

    public override Task ExecuteAsync(params string[] statements) => MariaDbServer.ExecuteAsync(Root, statements);

    public override async Task<long?> RunningAsync(string marker)
    {
        await using var connection = new MySqlConnection(Root.ConnectionString);
        await connection.OpenAsync();
        await using var command = new MySqlCommand(
            "SELECT count(*) FROM information_schema.processlist WHERE info LIKE @marker AND command IN ('Query', 'Execute') AND id <> connection_id()", connection);
        command.Parameters.AddWithValue("@marker", $"%{marker}%");
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public async Task KillAsync(string marker)
    {
        await using var connection = new MySqlConnection(Root.ConnectionString);
        await connection.OpenAsync();
        await using var find = new MySqlCommand("SELECT id FROM information_schema.processlist WHERE info LIKE @marker AND id <> connection_id()", connection);
        find.Parameters.AddWithValue("@marker", $"%{marker}%");
        // Between two statements a connection shows none.
        var id = await Eventually.ValueAsync(async () => await find.ExecuteScalarAsync());
        await MariaDbServer.ExecuteAsync(Root, string.Create(CultureInfo.InvariantCulture, $"KILL CONNECTION {id}"));
    }

    public override async Task InitializeAsync()
    {
        if (!MariaDbServer.IsInstalled)
            return;
        _root = await (await MariaDbServer.SharedAsync()).CreateDatabaseAsync();
        var owner = $"{_root.Database}_owner";
        await ExecuteAsync($"CREATE USER {owner}@'127.0.0.1' IDENTIFIED BY '0wner-Pa55word'", $"GRANT ALL ON {_root.Database}.* TO {owner}@'127.0.0.1'");
        await base.InitializeAsync();
        await ExecuteAsync(
            "SET sql_mode = ''; CREATE TABLE days (id bigint unsigned PRIMARY KEY COMMENT 'Its number', born timestamp NULL, day date, lasts time, is_free tinyint(1)) COMMENT 'Of a year'; "
            + "INSERT INTO days VALUES (18446744073709551615, '2024-01-02 03:04:05', '0000-00-00', '838:59:59', 1)");
    }

    public override Task DisposeAsync()
    {
        MySqlConnection.ClearAllPools();
        return Task.CompletedTask;
    }
}
