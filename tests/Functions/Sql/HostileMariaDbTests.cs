using Fixtures.Servers;
using FunctionsPlatform.Connectors;
using MySqlConnector;

namespace FunctionsPlatform.Tests.Sql;

public sealed class HostileMariaDbTests(HostileMariaDbTests.Database target) : HostileStatements(target), IClassFixture<HostileMariaDbTests.Database>
{
    protected override string? SkipReason => MariaDbServer.IsInstalled ? null : MariaDbServer.Missing;

    public sealed class Database : HostileTarget
    {
        private MySqlConnectionStringBuilder _root = null!;

        public override IConnector Connector { get; } = new FunctionsPlatform.Connectors.MySql.MySqlConnector("mariadb", AnyAddress, TimeProvider.System);

        public override IReadOnlyDictionary<string, ConnectionSettings> Users => new Dictionary<string, ConnectionSettings>
        {
            ["root"] = Root,
            ["reader"] = Root with { Username = $"{_root.Database}_reader", Password = "reader-Pa55word" },
        };

        private ConnectionSettings Root => new(_root.Database, _root.Server, (int)_root.Port, _root.UserID, _root.Password);

        protected override IReadOnlyList<string> State =>
        [
            "SELECT next_not_cached_value FROM victims_seq",
            "SELECT count(*) FROM mysql.global_priv UNION ALL SELECT count(*) FROM mysql.func UNION ALL SELECT count(*) FROM mysql.plugin",
            "SELECT @@global.general_log, @@global.max_statement_time",
        ];

        public override async Task InitializeAsync()
        {
            if (!MariaDbServer.IsInstalled)
                return;
            _root = await (await MariaDbServer.SharedAsync()).CreateDatabaseAsync();
            var reader = $"{_root.Database}_reader";
            await MariaDbServer.ExecuteAsync(
                _root,
                [.. Victims, "CREATE SEQUENCE victims_seq", $"CREATE USER {reader}@'%' IDENTIFIED BY 'reader-Pa55word'", $"GRANT SELECT ON {_root.Database}.* TO {reader}@'%'"]);
        }

        public override async Task<long> RunningAsync()
        {
            await using var connection = new MySqlConnection(_root.ConnectionString);
            await connection.OpenAsync();
            await using var command = new MySqlCommand(
                $"SELECT count(*) FROM information_schema.processlist WHERE db = '{_root.Database}' AND command <> 'Sleep' AND id <> connection_id()", connection);
            return (long)(await command.ExecuteScalarAsync())!;
        }

        public override Task DisposeAsync() => Task.CompletedTask;
    }
}
