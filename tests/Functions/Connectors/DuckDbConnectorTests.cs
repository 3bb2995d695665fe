using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Tests.Connectors;

public sealed class DuckDbConnectorTests(DuckDbDatabase database) : SourceConformance(database), IClassFixture<DuckDbDatabase>
{
    public static TheoryData<string, ColumnKind, object?> Values => new()
    {
        { "NULL::INTEGER", ColumnKind.Integer, null },
        { "255::UTINYINT", ColumnKind.Integer, 255L },
        { "9223372036854775807", ColumnKind.Integer, long.MaxValue },
        { "18446744073709551615::UBIGINT", ColumnKind.Integer, 18446744073709551615m },
        { "sum(line) FROM orders", ColumnKind.Integer, 4L },
        { "170141183460469231731687303715884105727::HUGEINT", ColumnKind.Integer, "170141183460469231731687303715884105727" },
        { "1.50::DECIMAL(10, 2)", ColumnKind.Decimal, 1.50m },
        { "12345678901234567890123456789012345678::DECIMAL(38, 0)", ColumnKind.Decimal, "12345678901234567890123456789012345678" },
        { "1.5::FLOAT", ColumnKind.Float, 1.5 },
        { "'nan'::DOUBLE", ColumnKind.Float, double.NaN },
        { "true", ColumnKind.Boolean, true },
        { "'žluťoučký 🐎'", ColumnKind.Text, "žluťoučký 🐎" },
        { "'a'::ENUM ('a', 'b')", ColumnKind.Text, "a" },
        { "DATE '2024-02-29'", ColumnKind.Date, new DateOnly(2024, 2, 29) },
        { "'infinity'::DATE", ColumnKind.Date, "infinity" },
        { "'0044-03-15 (BC)'::DATE", ColumnKind.Date, "0044-03-15 (BC)" },
        { "TIME '23:59:59.123456'", ColumnKind.Time, new TimeOnly(23, 59, 59, 123, 456) },
        { "'24:00:00'::TIME", ColumnKind.Time, "24:00:00" },
        { "TIMESTAMP '2024-01-02 03:04:05.123456'", ColumnKind.Timestamp, new DateTime(2024, 1, 2, 3, 4, 5, 123, 456) },
        { "'2024-01-02 03:04:05'::TIMESTAMP_S", ColumnKind.Timestamp, new DateTime(2024, 1, 2, 3, 4, 5) },
        { "'2024-01-02 03:04:05.123456789'::TIMESTAMP_NS", ColumnKind.Timestamp, "2024-01-02 03:04:05.123456789" },
        { "'-infinity'::TIMESTAMP", ColumnKind.Timestamp, "-infinity" },
        { "'2024-01-02 03:04:05+05:30'::TIMESTAMPTZ", ColumnKind.TimestampTz, new DateTimeOffset(2024, 1, 1, 21, 34, 5, TimeSpan.Zero) },
        { "'6f9619ff-8b86-d011-b42d-00cf4fc964ff'::UUID", ColumnKind.Uuid, new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff") },
        { "'{\"a\":1}'::JSON", ColumnKind.Json, "{\"a\":1}" },
        { "[1, NULL, 3]", ColumnKind.Json, "[1,null,3]" },
        { "{'a': 1, 'b': [DATE '2024-01-01']}", ColumnKind.Json, "{\"a\":1,\"b\":[\"2024-01-01\"]}" },
        { "MAP {'k': 1}", ColumnKind.Json, "{\"k\":1}" },
        { "'\\x00\\xFF'::BLOB", ColumnKind.Binary, new byte[] { 0, 255 } },
        { "INTERVAL '1 month 2 days'", ColumnKind.Other, "1 month 2 days" },
        { "'101'::BIT", ColumnKind.Other, "101" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public Task Values_come_in_the_type_of_their_kind(string expression, ColumnKind kind, object? expected) => AssertValueAsync(expression, kind, expected);

    [Fact]
    public async Task Converted_columns_keep_their_names_and_order()
    {
        var (columns, rows) = await ReadAllAsync("SELECT id AS x, [id] AS x, amount FROM orders ORDER BY amount DESC -- last words");

        Assert.Equal(["x", "x", "amount"], columns.Select(column => column.Name));
        Assert.Equal([10.50m, 0.01m, -99999999.99m], rows.Select(row => row[2]));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told_without_its_place()
    {
        var root = ((DuckDbDatabase)Database).Root;
        await File.WriteAllTextAsync(Path.Combine(root, "text.duckdb"), new string('x', 9000));

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => Database.Connector.CheckAsync(new ConnectionSettings("text.duckdb"), CancellationToken.None));

        Assert.Equal(ConnectorFailure.Unreachable, failure.Failure);
        Assert.DoesNotContain(root, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_syntax_error_tells_the_position()
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAllAsync("SELECT id FRM orders x"));

        Assert.Equal(ConnectorFailure.StatementFailed, failure.Failure);
        Assert.Contains("(at character 15)", failure.Message, StringComparison.Ordinal);
    }
}
