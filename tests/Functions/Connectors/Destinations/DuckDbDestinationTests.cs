using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.DuckDb;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Tests.Connectors.Destinations;

public sealed class DuckDbDestinationDatabase : DestinationDatabase
{
    private readonly DuckDbDatabase _source = new();

    public override SourceDatabase Source => _source;

    public override IDestination Destination => new DuckDbDestination((DuckDbConnector)_source.Connector, TimeProvider.System);

    /// <summary>By the connector, which may have the file open for reading.</summary>
    public override async Task ExecuteAsync(params string[] statements)
    {
        await using var session = await ((DuckDbConnector)_source.Connector).ConnectToWriteAsync(_source.Settings, CancellationToken.None);
        foreach (var statement in statements)
        {
            await using var command = session.Connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }

    public override string Stream(string table) => $"main.{table}";

    public override IReadOnlyList<(string Type, object Value, object? Read)> Values =>
    [
        ("tinyint", -128L, null),
        ("bigint", long.MinValue, null),
        ("ubigint", 18446744073709551615m, null),
        ("hugeint", "170141183460469231731687303715884105727", null),
        ("decimal(10, 2)", -12345678.90m, null),
        ("decimal(38, 0)", "12345678901234567890123456789012345678", null),
        ("float", 1.5, null),
        ("double", double.NegativeInfinity, null),
        ("boolean", true, null),
        ("varchar", "žluťoučký 🐎\t\\N\r\n'\"", null),
        ("varchar(20)", "", null),
        ("enum('sad', 'it''s ok')", "it's ok", null),
        ("date", new DateOnly(1, 1, 1), null),
        ("date", "infinity", null),
        ("time", new TimeOnly(23, 59, 59, 123, 456), null),
        ("timestamp", new DateTime(1969, 12, 31, 23, 59, 59, 999, 999), null),
        ("timestamptz", new DateTimeOffset(2024, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(5.5)), new DateTimeOffset(2024, 1, 1, 21, 34, 5, 678, TimeSpan.Zero)),
        ("uuid", new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff"), null),
        ("json", "{\"a\": [1, null]}", null),
        ("integer[]", "[1,null,3]", null),
        ("struct(a integer, b varchar[])", "{\"a\":1,\"b\":[\"x\"]}", null),
        ("map(varchar, integer)", "{\"k\":1}", null),
        ("blob", new byte[] { 0, 255, 10 }, null),
        ("interval", "1 month 2 days", null),
        ("bit", "101", null),
    ];
}

public sealed class DuckDbDestinationTests(DuckDbDestinationDatabase database) : DestinationConformance(database), IClassFixture<DuckDbDestinationDatabase>
{
    protected override string Stored => "";

    [Fact]
    public async Task Columns_with_indexes_are_upserted_and_keys_may_have_odd_names()
    {
        var table = NewTable();
        await Database.ExecuteAsync(
            $"CREATE TABLE {table} (id integer, \"a \"\"b, c\" integer NOT NULL, v integer, u integer UNIQUE)", $"CREATE INDEX {table}_v ON {table} (v)",
            $"CREATE UNIQUE INDEX {table}_id ON {table} (id)", $"CREATE UNIQUE INDEX {table}_e ON {table} ((v + 1))");
        var stream = (await Database.Destination.DiscoverAsync(Database.Settings, CancellationToken.None)).Single(found => found.Name == $"main.{table}");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "a \"b, c", "v", "u");

        Assert.Equal([["u"], ["id"]], stream.Keys);
        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, [[1L, 1L, 1L, 1L], [2L, 2L, 2L, 2L]]));
        Assert.Empty(await WriteAsync(writer, RowOperations.Upsert, [[1L, 10L, 10L, 10L], [3L, 3L, 3L, 3L]]));

        Assert.Equal([[1L, 10L], [2L, 2L], [3L, 3L]], await ReadAsync($"SELECT id, u FROM {table} ORDER BY id"));
    }

    [Fact]
    public async Task A_file_that_is_being_written_can_be_read_and_only_read()
    {
        var table = await KeyedTableAsync();
        await Database.ExecuteAsync($"CREATE SEQUENCE numbers_of_{table}");
        await using var writer = await OpenAsync(table, RowOperations.Upsert, ["id"], "id", "code", "amount");
        await WriteAsync(writer, RowOperations.Upsert, Rows(1, 5));

        Assert.Equal([[5L]], await ReadAsync($"SELECT count(*) FROM {table}"));
        foreach (var write in Database.Source.Writes.Append($"SELECT nextval('numbers_of_{table}')"))
            await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(write));
        await WriteAsync(writer, RowOperations.Upsert, Rows(6, 5));
        await Database.ExecuteAsync($"ALTER TABLE {table} DROP COLUMN code");

        // What was known of a statement is not taken for what holds of it now.
        Assert.Equal(2, (await ReadAsync($"SELECT * FROM {table}"))[0].Length);
        Assert.Equal([[10L]], await ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task A_writer_waits_for_readers_and_tells_when_they_take_too_long()
    {
        var table = await KeyedTableAsync();
        var target = await TargetAsync(table, RowOperations.Upsert, ["id"], "id", "code");
        var connector = Database.Source.Connector;
        var numbers = Database.Source.Statement(Database.Source.Numbers(10_000_000));
        var limits = new ReadLimits(TimeSpan.FromSeconds(20), long.MaxValue);

        await using (var reader = await connector.ReadAsync(Database.Source.Settings, numbers, limits, CancellationToken.None))
        {
            var failure = await Assert.ThrowsAsync<ConnectorException>(() => Database.Destination.OpenAsync(Database.Settings, target, CancellationToken.None));
            Assert.Equal((ConnectorFailure.Busy, true), (failure.Failure, failure.IsTransient));
            Assert.NotNull(await reader.ReadAsync(CancellationToken.None));
        }
        var second = await connector.ReadAsync(Database.Source.Settings, numbers, limits, CancellationToken.None);
        var opening = Database.Destination.OpenAsync(Database.Settings, target, CancellationToken.None);
        await Task.Delay(100);
        Assert.False(opening.IsCompleted);
        await second.DisposeAsync();

        Assert.True((await opening).Succeeded(out var writer, out _));
        await writer.DisposeAsync();
    }
}
