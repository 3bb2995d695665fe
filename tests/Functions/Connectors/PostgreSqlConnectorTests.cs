using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.PostgreSql;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Connectors;

public sealed class PostgreSqlConnectorTests(PostgreSqlDatabase database) : SourceConformance(database), IClassFixture<PostgreSqlDatabase>
{
    public static TheoryData<string, ColumnKind, object?> Values => new()
    {
        { "NULL::int", ColumnKind.Integer, null },
        { "32767::smallint", ColumnKind.Integer, 32767L },
        { "9223372036854775807", ColumnKind.Integer, long.MaxValue },
        { "4294967295::oid", ColumnKind.Integer, 4294967295L },
        { "1.50::numeric(10,2)", ColumnKind.Decimal, 1.50m },
        { "'NaN'::numeric", ColumnKind.Decimal, "NaN" },
        { "10 ^ 40::numeric", ColumnKind.Decimal, "10000000000000000000000000000000000000000" },
        { "0.1234567890123456789012345678901234567890", ColumnKind.Decimal, "0.1234567890123456789012345678901234567890" },
        { "1.5::real", ColumnKind.Float, 1.5 },
        { "'-Infinity'::float8", ColumnKind.Float, double.NegativeInfinity },
        { "true", ColumnKind.Boolean, true },
        { "'žluťoučký 🐎'::text", ColumnKind.Text, "žluťoučký 🐎" },
        { "''::varchar", ColumnKind.Text, "" },
        { "'ab'::char(4)", ColumnKind.Text, "ab  " },
        { "'x'::\"char\"", ColumnKind.Text, "x" },
        { "'happy'::mood", ColumnKind.Text, "happy" },
        { "'a@b'::email", ColumnKind.Text, "a@b" },
        { "'2024-02-29'::date", ColumnKind.Date, new DateOnly(2024, 2, 29) },
        { "'infinity'::date", ColumnKind.Date, "infinity" },
        { "'0044-03-15 BC'::date", ColumnKind.Date, "0044-03-15 BC" },
        { "'23:59:59.123456'::time", ColumnKind.Time, new TimeOnly(23, 59, 59, 123, 456) },
        { "'24:00'::time", ColumnKind.Time, "24:00:00" },
        { "'2024-01-02 03:04:05.123456'::timestamp", ColumnKind.Timestamp, new DateTime(2024, 1, 2, 3, 4, 5, 123, 456) },
        { "'infinity'::timestamp", ColumnKind.Timestamp, "infinity" },
        { "'2024-01-02 03:04:05+05:30'::timestamptz AT TIME ZONE 'UTC'", ColumnKind.Timestamp, new DateTime(2024, 1, 1, 21, 34, 5) },
        { "'2024-01-02 03:04:05Z'::timestamptz", ColumnKind.TimestampTz, new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero) },
        { "'-infinity'::timestamptz", ColumnKind.TimestampTz, "-infinity" },
        { "'6f9619ff-8b86-d011-b42d-00cf4fc964ff'::uuid", ColumnKind.Uuid, new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff") },
        { "'{\"a\": [1, null]}'::jsonb", ColumnKind.Json, "{\"a\": [1, null]}" },
        { "'{\"a\":1}'::json", ColumnKind.Json, "{\"a\":1}" },
        { "'\\x00ff'::bytea", ColumnKind.Binary, new byte[] { 0, 255 } },
        { "ARRAY[1, NULL, 3]", ColumnKind.Other, "{1,NULL,3}" },
        { "int4range(1, 5)", ColumnKind.Other, "[1,5)" },
        { "interval '1 mon 2 days 03:04:05'", ColumnKind.Other, "1 mon 2 days 03:04:05" },
        { "ROW(1, 'a')", ColumnKind.Other, "(1,a)" },
        { "'10.0.0.0/8'::inet", ColumnKind.Other, "10.0.0.0/8" },
        { "B'101'", ColumnKind.Other, "101" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public Task Values_come_in_the_type_of_their_kind(string expression, ColumnKind kind, object? expected) => AssertValueAsync(expression, kind, expected);

    [Fact]
    public async Task Discovery_tells_comments_enums_domains_and_leaves_partitions_out()
    {
        var catalog = await Database.Connector.DiscoverAsync(Database.Settings, DiscoveryLimits.Default, CancellationToken.None);

        var people = catalog.Tables.Single(table => table.Name == "people");
        Assert.Equal(("Who we know", 1L), (people.Description, people.RowEstimate));
        Assert.Equal("On an average day", people.Columns[1].Description);
        Assert.Equal(["bigint", "enum mood", "character varying(80)", "timestamp(0) with time zone", "text[]"], people.Columns.Select(column => column.DatabaseType));
        Assert.Equal([ColumnKind.Integer, ColumnKind.Text, ColumnKind.Text, ColumnKind.TimestampTz, ColumnKind.Other], people.Columns.Select(column => column.Kind));
        Assert.Equal(["happy"], people.Columns[1].Values);
        Assert.Contains(catalog.Tables, table => table.Name == "parts");
        Assert.DoesNotContain(catalog.Tables, table => table.Name == "parts_2024");
    }

    [Fact]
    public async Task A_failed_statement_tells_the_position()
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAllAsync("SELECT id FROM orders WHERE wrong = 1"));

        Assert.Contains("(at character 29)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_ends_the_connection_while_rows_are_read_is_a_lost_connection()
    {
        const string marker = "to_be_terminated";
        await using var reader = await Database.Connector.ReadAsync(
            Database.Settings, Database.Statement($"SELECT /* {marker} */ repeat('x', 1000) FROM generate_series(1, 10000000)"), Limits with { MaxRows = long.MaxValue }, CancellationToken.None);
        Assert.NotNull(await reader.ReadAsync(CancellationToken.None));

        await ((PostgreSqlDatabase)Database).TerminateAsync(marker);

        var failure = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            while (await reader.ReadAsync(CancellationToken.None) is not null)
            {
            }
        });
        Assert.Equal(ConnectorFailure.ConnectionLost, failure.Failure);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_access_denied()
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => Database.Connector.CheckAsync(Database.Settings with { Database = "absent" }, CancellationToken.None));

        Assert.Equal(ConnectorFailure.AccessDenied, failure.Failure);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    public async Task A_private_address_is_refused_where_the_deployment_does_not_allow_it(string host)
    {
        var connector = new PostgreSqlConnector(new AddressPolicy(Options.Create(new OutgoingOptions())), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => connector.CheckAsync(Database.Settings with { Host = host }, CancellationToken.None));

        Assert.Equal(ConnectorFailure.Unreachable, failure.Failure);
        Assert.Contains("does not connect to", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/var/run/postgresql", 5432, "host")]
    [InlineData("a,b", 5432, "host")]
    [InlineData(null, 5432, "host")]
    [InlineData("db.example.com", 70000, "port")]
    public void Settings_that_lead_elsewhere_are_refused(string? host, int port, string path) =>
        Assert.Equal(path, Assert.Single(Database.Connector.Validate(Database.Settings with { Host = host, Port = port })).Path);

    [Fact]
    public void An_unknown_ssl_mode_is_refused() =>
        Assert.Equal("ssl_mode", Assert.Single(Database.Connector.Validate(Database.Settings with { SslMode = "off" })).Path);
}
