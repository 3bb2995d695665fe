using Fixtures.Servers;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.PostgreSql;
using Npgsql;

namespace FunctionsPlatform.Tests.Sql;

public sealed class HostilePostgreSqlTests(HostilePostgreSqlTests.Database target) : HostileStatements(target), IClassFixture<HostilePostgreSqlTests.Database>
{
    public sealed class Database : HostileTarget
    {
        private NpgsqlConnectionStringBuilder _superuser = null!;

        public override IConnector Connector { get; } = new PostgreSqlConnector(AnyAddress, TimeProvider.System);

        public override IReadOnlyDictionary<string, ConnectionSettings> Users => new Dictionary<string, ConnectionSettings>
        {
            ["superuser"] = Superuser,
            ["reader"] = Superuser with { Username = $"{_superuser.Database}_reader", Password = "reader-Pa55word" },
        };

        private ConnectionSettings Superuser => new(_superuser.Database!, _superuser.Host, _superuser.Port, _superuser.Username, _superuser.Password);

        protected override IReadOnlyList<string> State =>
        [
            "SELECT last_value, is_called FROM victims_seq",
            "SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_largeobject_metadata), (SELECT count(*) FROM pg_extension)",
            "SELECT (SELECT count(*) FROM pg_replication_slots), (SELECT count(*) FROM pg_file_settings), (SELECT count(*) FROM pg_db_role_setting)",
            "SELECT relacl FROM pg_class WHERE relname = 'victims'",
        ];

        public override async Task InitializeAsync()
        {
            _superuser = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
            var reader = $"{_superuser.Database}_reader";
            await PostgresServer.ExecuteAsync(
                _superuser,
                [.. Victims, "CREATE SEQUENCE victims_seq", $"CREATE ROLE {reader} LOGIN PASSWORD 'reader-Pa55word'", $"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}"]);
        }

        public override async Task<long> RunningAsync()
        {
            await using var connection = new NpgsqlConnection(_superuser.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND datname = current_database() AND pid <> pg_backend_pid()", connection);
            return (long)(await command.ExecuteScalarAsync())!;
        }

        public override Task DisposeAsync() => Task.CompletedTask;
    }
}
