using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Tests.Connectors;

public sealed class SqliteConnectorTests(SqliteDatabase database) : SourceConformance(database), IClassFixture<SqliteDatabase>
{
    [Theory]
    [InlineData("9223372036854775807", ColumnKind.Integer, 9223372036854775807)]
    [InlineData("1.5", ColumnKind.Float, 1.5)]
    [InlineData("'text'", ColumnKind.Text, "text")]
    [InlineData("NULL", ColumnKind.Text, null)]
    [InlineData("x'00ff'", ColumnKind.Binary, new byte[] { 0, 255 })]
    [InlineData("count(*) FROM orders", ColumnKind.Integer, 3L)]
    public Task Expressions_have_the_kind_of_their_value(string expression, ColumnKind kind, object? expected) => AssertValueAsync(expression, kind, expected);

    [Fact]
    public async Task Declared_types_guide_the_kind_of_columns()
    {
        await Database.ExecuteAsync(
            "CREATE TABLE typed (b BOOLEAN, d DATE, t TIME, ts DATETIME, tz TIMESTAMP, n NUMERIC(20,4), u UUID, j JSON, r REAL)",
            "INSERT INTO typed VALUES (1, '2024-02-29', '23:59:59.5', '2024-01-02 03:04:05.678', '2024-01-02T03:04:05Z', 12345.6789, '6f9619ff-8b86-d011-b42d-00cf4fc964ff', '{}', 2)",
            "INSERT INTO typed VALUES (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");

        var (columns, rows) = await ReadAllAsync("SELECT * FROM typed");

        Assert.Equal(
            [ColumnKind.Boolean, ColumnKind.Date, ColumnKind.Time, ColumnKind.Timestamp, ColumnKind.TimestampTz, ColumnKind.Decimal, ColumnKind.Uuid, ColumnKind.Json, ColumnKind.Float],
            columns.Select(column => column.Kind));
        Assert.Equal(
            [
                true, new DateOnly(2024, 2, 29), new TimeOnly(23, 59, 59, 500), new DateTime(2024, 1, 2, 3, 4, 5, 678), new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero),
                12345.6789m, new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff"), "{}", 2.0,
            ],
            rows[0]);
        Assert.All(rows[1], Assert.Null);
    }

    [Fact]
    public async Task A_column_whose_values_are_not_what_it_declares_is_told_as_what_they_are()
    {
        await Database.ExecuteAsync(
            "CREATE TABLE dynamic (d DATE, i INTEGER, e DATETIME)",
            "INSERT INTO dynamic VALUES ('2024-01-01', 1, 1700000000), ('soon', 'many', 1700000001)");

        var (columns, rows) = await ReadAllAsync("SELECT * FROM dynamic");

        Assert.Equal([ColumnKind.Text, ColumnKind.Text, ColumnKind.Integer], columns.Select(column => column.Kind));
        Assert.Equal([["2024-01-01", 1L, 1700000000L], ["soon", "many", 1700000001L]], rows);
    }

    [Theory]
    [InlineData("hex(zeroblob(10000000))")]
    [InlineData("zeroblob(20000000)")]
    public async Task A_value_too_long_to_answer_is_refused(string value)
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAllAsync($"SELECT {value} AS v"));

        Assert.Equal(ConnectorFailure.StatementFailed, failure.Failure);
        Assert.Contains("16,777,216", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sort_of_more_than_memory_may_hold_ends_and_fills_no_disk()
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAllAsync(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) SELECT i, hex(zeroblob(1000 + i % 7)) AS x FROM n ORDER BY x DESC, i"));

        Assert.Equal(ConnectorFailure.StatementFailed, failure.Failure);
        Assert.Contains("memory", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3L, (await ReadAllAsync("SELECT count(*) FROM orders")).Rows[0][0]);
    }

    [Theory]
    [InlineData("../shop.db")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../shop.db")]
    [InlineData("demo:shop.db")]
    [InlineData("file:shop.db")]
    [InlineData("shop.db?mode=rw")]
    public async Task A_file_outside_the_root_is_not_opened(string name)
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => Database.Connector.CheckAsync(new ConnectionSettings(name), CancellationToken.None));

        Assert.Equal(ConnectorFailure.AccessDenied, failure.Failure);
    }

    [Fact]
    public async Task A_link_out_of_the_root_is_not_followed_and_one_inside_is()
    {
        var root = Directory.CreateTempSubdirectory("links-").FullName;
        File.CreateSymbolicLink(Path.Combine(root, "out.db"), Path.Combine(((SqliteDatabase)Database).Root, "shop.db"));
        Directory.CreateSymbolicLink(Path.Combine(root, "dir"), ((SqliteDatabase)Database).Root);
        File.Copy(Path.Combine(((SqliteDatabase)Database).Root, "shop.db"), Path.Combine(root, "real.db"));
        File.CreateSymbolicLink(Path.Combine(root, "in.db"), "real.db");
        var connector = SqliteDatabase.ConnectorOver(root);

        foreach (var name in new[] { "out.db", "dir/shop.db" })
        {
            var failure = await Assert.ThrowsAsync<ConnectorException>(() => connector.CheckAsync(new ConnectionSettings(name), CancellationToken.None));
            Assert.Equal(ConnectorFailure.AccessDenied, failure.Failure);
            Assert.DoesNotContain(((SqliteDatabase)Database).Root, failure.ToString(), StringComparison.Ordinal);
        }
        Assert.NotNull(await connector.CheckAsync(new ConnectionSettings("in.db"), CancellationToken.None));

        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told_without_its_place()
    {
        await File.WriteAllTextAsync(Path.Combine(((SqliteDatabase)Database).Root, "text.db"), new string('x', 5000));

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => Database.Connector.CheckAsync(new ConnectionSettings("text.db"), CancellationToken.None));

        Assert.Equal(ConnectorFailure.Unreachable, failure.Failure);
        Assert.DoesNotContain(((SqliteDatabase)Database).Root, failure.ToString(), StringComparison.Ordinal);
    }
}
