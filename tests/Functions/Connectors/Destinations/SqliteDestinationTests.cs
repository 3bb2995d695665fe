using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Sqlite;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Tests.Connectors.Destinations;

public sealed class SqliteDestinationDatabase : DestinationDatabase
{
    private readonly SqliteDatabase _source = new();

    public override SourceDatabase Source => _source;

    public override IDestination Destination => new SqliteDestination((SqliteConnector)_source.Connector, TimeProvider.System);

    public override string Stream(string table) => table;

    public override bool HoldsToTypes => false;

    public override IReadOnlyList<(string Type, object Value, object? Read)> Values =>
    [
        ("integer", long.MinValue, null),
        ("decimal(10, 2)", -12345678.90m, null),
        ("decimal(20, 0)", 123456789012345678m, null),
        ("real", 1.5, null),
        ("double", double.NegativeInfinity, null),
        ("boolean", true, null),
        ("text", "žluťoučký 🐎\t\\N\r\n'\"\0", null),
        ("varchar(20)", "", null),
        ("date", new DateOnly(1, 1, 1), null),
        ("time", new TimeOnly(23, 59, 59, 123, 456), null),
        ("timestamp", new DateTime(1969, 12, 31, 23, 59, 59, 999, 999), null),
        ("timestamp with time zone", new DateTimeOffset(2024, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(5.5)), new DateTimeOffset(2024, 1, 1, 21, 34, 5, 678, TimeSpan.Zero)),
        ("uuid", new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff"), null),
        ("json", "{\"a\": [1, null]}", null),
        ("blob", new byte[] { 0, 255, 10 }, null),
    ];
}

public sealed class SqliteDestinationTests(SqliteDestinationDatabase database) : DestinationConformance(database), IClassFixture<SqliteDestinationDatabase>
{
    [Fact]
    public async Task What_a_table_was_made_to_do_with_conflicts_replaces_no_other_row()
    {
        var table = NewTable();
        await Database.ExecuteAsync($"CREATE TABLE {table} (id INTEGER PRIMARY KEY, code TEXT COLLATE NOCASE UNIQUE ON CONFLICT REPLACE)", $"INSERT INTO {table} VALUES (1, 'one')");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code");

        var rejected = await WriteAsync(writer, RowOperations.Upsert, [[2L, "One"], [1L, "ONE"]]);

        Assert.Equal([(0, "unique_violation")], rejected.Select(row => (row.Row, row.Code)));
        Assert.Equal([[1L, "ONE"]], await ReadAsync($"SELECT id, code FROM {table}"));
    }

    [Fact]
    public async Task The_row_that_breaks_a_deferred_constraint_is_found()
    {
        var table = NewTable();
        await Database.ExecuteAsync($"CREATE TABLE {table} (id INTEGER PRIMARY KEY, country TEXT REFERENCES countries (code) DEFERRABLE INITIALLY DEFERRED)");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "country");

        var rejected = await WriteAsync(writer, RowOperations.Upsert, [[1L, "ES"], [2L, "XX"], [3L, "JP"], [4L, null]]);

        Assert.Equal([(1, "foreign_key_violation")], rejected.Select(row => (row.Row, row.Code)));
        Assert.Equal([[1L], [3L], [4L]], await ReadAsync($"SELECT id FROM {table} ORDER BY id"));
    }

    [Fact]
    public async Task Digits_that_would_be_lost_are_a_rejection()
    {
        var table = NewTable();
        await Database.ExecuteAsync($"CREATE TABLE {table} (id INTEGER PRIMARY KEY, n DECIMAL(30, 10), r REAL)");
        await using var writer = await OpenAsync(table, RowOperations.Append, [], "id", "n", "r");

        var rejected = await WriteAsync(writer, RowOperations.Append,
            [[1L, 123456789012.345m, 1.0], [2L, 1234567890123.4567m, 1.0], [3L, 9223372036854775807m, 1.0], [4L, 1m, double.NaN], [5L, "99999999999999999999999999999999", 1.0]]);

        Assert.Equal([(1, "value_out_of_range"), (3, "value_invalid"), (4, "value_out_of_range")], rejected.Select(row => (row.Row, row.Code)));
        Assert.Equal([[123456789012.345m], [9223372036854775807m]], await ReadAsync($"SELECT n FROM {table} ORDER BY id"));
    }

    [Fact]
    public async Task Keys_are_row_numbers_unique_columns_and_no_expressions()
    {
        var table = NewTable();
        await Database.ExecuteAsync(
            $"CREATE TABLE {table} (id INTEGER NOT NULL PRIMARY KEY, a TEXT NOT NULL, b TEXT, UNIQUE (b, a))", $"CREATE UNIQUE INDEX {table}_a ON {table} (lower(a))",
            $"CREATE UNIQUE INDEX {table}_b ON {table} (b) WHERE b <> ''", $"CREATE TABLE {table}_strict (id INT PRIMARY KEY, v INT) STRICT, WITHOUT ROWID");

        var streams = await Database.Destination.DiscoverAsync(Database.Settings, CancellationToken.None);

        var stream = streams.Single(found => found.Name == table);
        Assert.Equal([["id"], ["b", "a"]], stream.Keys);
        Assert.Equal([false, true, false], stream.Fields.Select(field => field.IsRequired)); // the row's number is given
        Assert.True(streams.Single(found => found.Name == $"{table}_strict").Fields[0].IsRequired);
    }

    [Fact]
    public async Task Only_files_of_the_deployment_are_written()
    {
        var target = await TargetAsync(await KeyedTableAsync(), RowOperations.Append, [], "id");
        foreach (var name in new[] { "../shop.db", "/etc/passwd" })
        {
            var failure = await Assert.ThrowsAsync<ConnectorException>(() => Database.Destination.OpenAsync(
                new DestinationSettings(new() { ["database"] = name }), target, CancellationToken.None));
            Assert.Equal(ConnectorFailure.AccessDenied, failure.Failure);
        }
        await Assert.ThrowsAsync<ConnectorException>(() => Database.Destination.OpenAsync(new DestinationSettings(new() { ["database"] = "new.db" }), target, CancellationToken.None));
        Assert.False(File.Exists(Path.Combine(((SqliteDatabase)Database.Source).Root, "new.db")));
    }
}
