using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Tests.Connectors;

public sealed class MariaDbConnectorTests(MariaDbDatabase database) : SourceConformance(database), IClassFixture<MariaDbDatabase>
{
    public static TheoryData<string, ColumnKind, object?> Values => new()
    {
        { "CAST(NULL AS signed)", ColumnKind.Integer, null },
        { "9223372036854775807", ColumnKind.Integer, long.MaxValue },
        { "CAST(18446744073709551615 AS unsigned)", ColumnKind.Integer, 18446744073709551615m },
        { "CAST(5 AS unsigned)", ColumnKind.Integer, 5L },
        { "b'101' + 0", ColumnKind.Integer, 5L },
        { "CAST(1.50 AS decimal(10, 2))", ColumnKind.Decimal, 1.50m },
        { "CAST('12345678901234567890123456789012345' AS decimal(40, 0))", ColumnKind.Decimal, "12345678901234567890123456789012345" },
        { "CAST(1.5 AS double)", ColumnKind.Float, 1.5 },
        { "'žluťoučký 🐎'", ColumnKind.Text, "žluťoučký 🐎" },
        { "''", ColumnKind.Text, "" },
        { "CAST('2024-02-29' AS date)", ColumnKind.Date, new DateOnly(2024, 2, 29) },
        { "CAST('23:59:59.123456' AS time(6))", ColumnKind.Time, new TimeOnly(23, 59, 59, 123, 456) },
        { "CAST('-838:59:59' AS time)", ColumnKind.Time, -new TimeSpan(838, 59, 59) },
        { "CAST('2024-01-02 03:04:05.123456' AS datetime(6))", ColumnKind.Timestamp, new DateTime(2024, 1, 2, 3, 4, 5, 123, 456) },
        { "x'00ff'", ColumnKind.Binary, new byte[] { 0, 255 } },
    };

    [SkippableTheory]
    [MemberData(nameof(Values))]
    public Task Values_come_in_the_type_of_their_kind(string expression, ColumnKind kind, object? expected) => AssertValueAsync(expression, kind, expected);

    [SkippableFact]
    public async Task Zero_dates_instants_booleans_and_long_times_come_through()
    {
        var (columns, rows) = await ReadAllAsync("SELECT * FROM days");

        Assert.Equal([ColumnKind.Integer, ColumnKind.TimestampTz, ColumnKind.Date, ColumnKind.Time, ColumnKind.Boolean], columns.Select(column => column.Kind));
        Assert.Equal(
            [18446744073709551615m, new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero), "0000-00-00", new TimeSpan(838, 59, 59), true],
            Assert.Single(rows));
    }

    [SkippableFact]
    public async Task Discovery_tells_comments_and_types()
    {
        var catalog = await Database.Connector.DiscoverAsync(Database.Settings, DiscoveryLimits.Default, CancellationToken.None);

        var days = catalog.Tables.Single(table => table.Name == "days");
        Assert.Equal(("Of a year", "Its number"), (days.Description, days.Columns[0].Description));
        Assert.Equal(
            [ColumnKind.Integer, ColumnKind.TimestampTz, ColumnKind.Date, ColumnKind.Time, ColumnKind.Boolean],
            days.Columns.Select(column => column.Kind));
    }

    [SkippableFact]
    public async Task A_backslash_escapes_whatever_mode_the_server_has()
    {
        var (_, rows) = await ReadAllAsync("""SELECT 'it\'s', @@sql_mode LIKE '%NO_BACKSLASH_ESCAPES%' OR @@sql_mode LIKE '%ANSI%'""");

        Assert.Equal(["it's", 0L], Assert.Single(rows));
    }

    [SkippableFact]
    public async Task A_server_that_ends_the_connection_while_rows_are_read_is_a_lost_connection()
    {
        const string marker = "to_be_killed";
        await using var reader = await Database.Connector.ReadAsync(
            Database.Settings, Database.Statement($"SELECT /* {marker} */ repeat('x', 1000) FROM seq_1_to_10000000"), Limits with { MaxRows = long.MaxValue }, CancellationToken.None);
        Assert.NotNull(await reader.ReadAsync(CancellationToken.None));

        await ((MariaDbDatabase)Database).KillAsync(marker);

        var failure = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            while (await reader.ReadAsync(CancellationToken.None) is not null)
            {
            }
        });
        Assert.Equal(ConnectorFailure.ConnectionLost, failure.Failure);
    }

    [SkippableFact]
    public async Task A_database_that_is_not_there_is_access_denied()
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => Database.Connector.CheckAsync(Database.Settings with { Database = "absent" }, CancellationToken.None));

        Assert.Equal(ConnectorFailure.AccessDenied, failure.Failure);
    }
}
