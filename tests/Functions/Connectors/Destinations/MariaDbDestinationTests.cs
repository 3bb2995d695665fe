using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.MySql;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Tests.Connectors.Destinations;

public sealed class MariaDbDestinationDatabase : DestinationDatabase
{
    private readonly MariaDbDatabase _source = new();

    public override SourceDatabase Source => _source;

    public override IDestination Destination => new MySqlDestination((FunctionsPlatform.Connectors.MySql.MySqlConnector)_source.Connector, TimeProvider.System);

    public override string Stream(string table) => table;

    public override IReadOnlyList<(string Type, object Value, object? Read)> Values =>
    [
        ("tinyint", -128L, null),
        ("tinyint(1)", true, null),
        ("int", 2147483647L, null),
        ("bigint", long.MinValue, null),
        ("bigint unsigned", 18446744073709551615m, null),
        ("bit(8)", 255L, null),
        ("year", 2024L, null),
        ("decimal(10, 2)", -12345678.90m, null),
        ("decimal(40, 0)", "12345678901234567890123456789012345", null),
        ("float", 1.5, null),
        ("double", -1.7976931348623157E+308, null),
        ("varchar(50)", "žluťoučký 🐎\t\\N\r\n'\"\0", null),
        ("text", "", null),
        ("char(4)", "ab", null),
        ("enum('sad', 'it''s ok')", "it's ok", null),
        ("date", new DateOnly(1000, 1, 1), null),
        ("date", "0000-00-00", null),
        ("time(6)", new TimeOnly(23, 59, 59, 123, 456), null),
        ("time", -new TimeSpan(838, 59, 59), null),
        ("datetime(6)", new DateTime(1969, 12, 31, 23, 59, 59, 999, 999), null),
        ("timestamp(6) NULL", new DateTimeOffset(2024, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(5.5)), new DateTimeOffset(2024, 1, 1, 21, 34, 5, 678, TimeSpan.Zero)),
        ("blob", new byte[] { 0, 255, 10 }, null),
        ("varbinary(3)", new byte[] { 0, 39, 92 }, null),
    ];

    /// <summary>Of the writer's own user, who may not cancel what runs as another.</summary>
    public override IReadOnlyList<string> Slow(string table) =>
    [
        $"CREATE DEFINER = {Source.Settings.Username}@'127.0.0.1' TRIGGER slow_{table} BEFORE INSERT ON {table} FOR EACH ROW SET @slept = IF(NEW.id = 500, SLEEP(60), '{table}')",
    ];

    public override Task BreakAsync(string marker) => _source.KillAsync(marker);
}

public sealed class MariaDbDestinationTests(MariaDbDestinationDatabase database) : DestinationConformance(database), IClassFixture<MariaDbDestinationDatabase>
{
    [SkippableFact]
    public async Task A_zero_is_no_next_number_and_a_change_of_case_is_a_change()
    {
        var table = NewTable();
        await Database.ExecuteAsync($"CREATE TABLE {table} (id integer PRIMARY KEY AUTO_INCREMENT, code varchar(10))");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code");

        for (var time = 0; time < 2; time++)
            Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, [[0L, time == 0 ? "a" : "A"]]));

        Assert.Equal([[0L, "A"]], await ReadAsync($"SELECT id, code FROM {table}"));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData(", UNIQUE (other)")] // through a temporary table
    public async Task Texts_that_the_collation_holds_for_one_key_are_one(string otherKey)
    {
        var table = NewTable();
        await Database.ExecuteAsync($"CREATE TABLE {table} (code varchar(10) PRIMARY KEY, other integer, v varchar(10){otherKey})");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["code"], "code", "v");

        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, [["a", "1"], ["b", "2"], ["A", "3"]]));
        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, [["B", "4"]]));

        Assert.Equal([["a", "3"], ["b", "4"]], await ReadAsync($"SELECT code, v FROM {table} ORDER BY code"));
    }

    [SkippableFact]
    public async Task Tables_without_transactions_are_no_streams_and_the_beginning_of_a_text_is_no_key()
    {
        var (table, old) = (NewTable(), NewTable());
        await Database.ExecuteAsync(
            $"CREATE TABLE {table} (id integer AUTO_INCREMENT PRIMARY KEY, code varchar(50) NOT NULL COMMENT 'Its code', price decimal(8, 3) unsigned, size enum('s', '', 'it''s, x') , UNIQUE (code(5)))",
            $"CREATE TABLE {old} (id integer PRIMARY KEY) ENGINE = MyISAM");

        var streams = await Database.Destination.DiscoverAsync(Database.Settings, CancellationToken.None);

        Assert.DoesNotContain(streams, found => found.Name == old);
        var stream = streams.Single(found => found.Name == table);
        Assert.Equal([["id"]], stream.Keys);
        Assert.Equal([false, true, false, false], stream.Fields.Select(field => field.IsRequired));
        Assert.Equal(("Its code", 50), (stream.Fields[1].Description, stream.Fields[1].MaxLength));
        Assert.Equal((8, 3), (stream.Fields[2].Precision, stream.Fields[2].Scale));
        Assert.Equal(["s", "", "it's, x"], stream.Fields[3].AllowedValues);
        Assert.Equal("destination_stream_missing", Refusal(await Database.Destination.OpenAsync(
            Database.Settings, new WriteTarget(stream with { Name = old }, [new ResultColumn("id", ColumnKind.Integer)], ["id"], RowOperations.Upsert), CancellationToken.None)).Code);
    }

    [SkippableFact]
    public async Task A_row_that_the_server_would_not_receive_is_rejected_and_large_ones_arrive()
    {
        var table = NewTable();
        await Database.ExecuteAsync($"CREATE TABLE {table} (id integer PRIMARY KEY, note longtext)");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "note");
        var large = new string('x', 400_000);

        var rejected = await WriteAsync(writer, RowOperations.Upsert, [.. Enumerable.Range(1, 8).Select(id => new object?[] { (long)id, large }), [9L, new string('x', 17_000_000)], [10L, "y"]]);

        Assert.Equal([(8, "value_too_long")], rejected.Select(row => (row.Row, row.Code)));
        Assert.Equal([[9L, 3_200_001m]], await ReadAsync($"SELECT count(*), sum(length(note)) FROM {table}"));
    }

    [SkippableFact]
    public async Task A_trigger_can_refuse_a_row()
    {
        var table = await KeyedTableAsync();
        await Database.ExecuteAsync($"CREATE TRIGGER refuse_{table} BEFORE INSERT ON {table} FOR EACH ROW BEGIN IF NEW.id = 2 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Not on Sundays.'; END IF; END");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code");

        Assert.Equal([new RowRejection(1, "row_refused", "Not on Sundays.")], await WriteAsync(writer, RowOperations.Upsert, [[1L, "a"], [2L, "b"], [3L, "c"]]));
    }
}
