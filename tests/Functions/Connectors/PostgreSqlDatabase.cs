using System.Globalization;
using Fixtures.Servers;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.PostgreSql;
using Npgsql;

namespace FunctionsPlatform.Tests.Connectors;

public sealed class PostgreSqlDatabase : SourceDatabase
{
    private NpgsqlConnectionStringBuilder _superuser = null!;

    public override IConnector Connector { get; } = new PostgreSqlConnector(AnyAddress, TimeProvider.System);

    public override ConnectionSettings Settings =>
        new(_superuser.Database!, _superuser.Host, _superuser.Port, $"{_superuser.Database}_owner", "0wner-Pa55word");

    public override ConnectionSettings Unreachable => Settings with { Port = 1 };

    public override string? DefaultSchema => "public";

    public override string Numbers(long count) => $"SELECT generate_series(1, {count}::bigint) AS i";

    public override string Slow(string marker) => $"SELECT /* {marker} */ count(*) FROM generate_series(1, 10000000000)";

    public override IReadOnlyList<string> Writes =>
    [
        .. base.Writes,
        "TRUNCATE orders",
        "SELECT * INTO created FROM orders",
        "WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone",
        "COPY orders FROM STDIN",
        "SELECT set_config('transaction_read_only', 'off', false)",
        "SELECT nextval('counter')",
        "SET TRANSACTION READ WRITE; DELETE FROM orders",
    ];

    public override Task ExecuteAsync(params string[] statements) =>
        PostgresServer.ExecuteAsync(_superuser, [$"SET ROLE {_superuser.Database}_owner", .. statements]);

    public async override Task<long?> RunningAsync(string marker)
    {
        await using var connection = new NpgsqlConnection(_superuser.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = $"%{marker}%" });
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public async Task TerminateAsync(string marker) => await PostgresServer.ExecuteAsync(
        _superuser, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%{marker}%' AND pid <> pg_backend_pid()");

    public override async Task InitializeAsync()
    {
        _superuser = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var owner = $"{_superuser.Database}_owner";
        await PostgresServer.ExecuteAsync(_superuser, $"CREATE ROLE {owner} LOGIN PASSWORD '0wner-Pa55word'", $"GRANT ALL ON SCHEMA public TO {owner}");
        await base.InitializeAsync();
        await ExecuteAsync(
            "CREATE SEQUENCE counter",
            "CREATE TYPE mood AS ENUM ('sad', 'happy')",
            "CREATE DOMAIN email AS varchar(80)",
            "CREATE TABLE people (id bigserial PRIMARY KEY, mood mood, mail email, born timestamp(0) with time zone, tags text[])",
            "COMMENT ON TABLE people IS 'Who we know'",
            "COMMENT ON COLUMN people.mood IS 'On an average day'",
            "INSERT INTO people (mood, mail) VALUES ('happy', 'a@example.com')",
            "CREATE TABLE parts (id integer, at date) PARTITION BY RANGE (at)",
            "CREATE TABLE parts_2024 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
            "ANALYZE people");
    }

    public override Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return Task.CompletedTask;
    }
}
