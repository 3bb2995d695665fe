using FunctionsPlatform.Connectors;
using FunctionsPlatform.Models;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Syncs.Snapshots;
using FunctionsPlatform.Tests.Connectors;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

public sealed class ExtractSqlTests(PostgreSqlDatabase postgres, SqliteDatabase sqlite, DuckDbDatabase duckDb, MariaDbDatabase mariaDb)
    : IClassFixture<PostgreSqlDatabase>, IClassFixture<SqliteDatabase>, IClassFixture<DuckDbDatabase>, IClassFixture<MariaDbDatabase>
{
    private static readonly ModelQuery Orders = new(Sql: "SELECT * FROM orders ORDER BY id -- all of them");

    public static TheoryData<SqlDialect> Dialects { get; } = new(Enum.GetValues<SqlDialect>());

    [Theory]
    [InlineData(SqlDialect.PostgreSql, "SELECT \"id\", \"note\" FROM (\nSELECT * FROM orders ORDER BY id\n) AS model_rows\nWHERE \"id\" >= 5 AND \"id\" < 7")]
    [InlineData(SqlDialect.MySql, "SELECT `id`, `note` FROM (\nSELECT * FROM orders ORDER BY id\n) AS model_rows\nWHERE `id` >= 5 AND `id` < 7")]
    [InlineData(SqlDialect.SqlServer, "WITH model_rows AS (\nSELECT * FROM orders \n)\nSELECT [id], [note] FROM model_rows\nWHERE [id] >= 5 AND [id] < 7")]
    public void Used_columns_and_wanted_rows_are_selected_from_the_model(SqlDialect dialect, string expected) =>
        Assert.Equal(expected, ExtractSql.Compose(new(Orders, ["id", "note"], new("id", ColumnKind.Integer), "5", "7"), dialect).Value.Text);

    [Theory]
    [InlineData("WITH few AS (SELECT id FROM orders) SELECT id FROM few ORDER BY id", "WITH few AS (SELECT id FROM orders),model_rows AS (\nSELECT id FROM few \n)\nSELECT [id] FROM model_rows")]
    [InlineData("SELECT TOP 5 id FROM orders ORDER BY id", "WITH model_rows AS (\nSELECT TOP 5 id FROM orders ORDER BY id\n)\nSELECT [id] FROM model_rows")]
    [InlineData("SELECT id FROM orders ORDER BY id OFFSET 5 ROWS", "WITH model_rows AS (\nSELECT id FROM orders ORDER BY id OFFSET 5 ROWS\n)\nSELECT [id] FROM model_rows")]
    [InlineData("SELECT id FROM a UNION ALL SELECT id FROM b ORDER BY id", "WITH model_rows AS (\nSELECT id FROM a UNION ALL SELECT id FROM b \n)\nSELECT [id] FROM model_rows")]
    public void Sql_server_gets_its_common_tables_in_front_and_no_order_that_it_refuses(string model, string expected) =>
        Assert.Equal(
            expected.Replace(" ", "", StringComparison.Ordinal),
            ExtractSql.Compose(new(new ModelQuery(Sql: model), ["id"]), SqlDialect.SqlServer).Value.Text.Replace(" ", "", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_value_of_every_ordered_kind_passes_the_guard(SqlDialect dialect)
    {
        (ColumnKind Kind, string Value)[] values =
        [
            (ColumnKind.Integer, "-5"), (ColumnKind.Decimal, "1.50"), (ColumnKind.Float, "1.5E-7"), (ColumnKind.Text, "it's \\' ž --"), (ColumnKind.Date, "2024-02-29"), (ColumnKind.Time, "01:02:03"),
            (ColumnKind.Timestamp, "2024-02-29 01:02:03.4"), (ColumnKind.TimestampTz, "2024-02-29 01:02:03.4Z"), (ColumnKind.Uuid, "00112233-4455-6677-8899-aabbccddeeff"),
        ];
        Assert.All(values, value => Assert.True(
            ExtractSql.Compose(new(Orders, ["id"], new("c", value.Kind), value.Value), dialect).Succeeded(out _, out var refusal), refusal?.Message));
    }

    [Theory]
    [InlineData(ColumnKind.Integer, "1; DROP TABLE orders")]
    [InlineData(ColumnKind.Timestamp, "yesterday")]
    [InlineData(ColumnKind.Boolean, "true")]
    [InlineData(ColumnKind.Json, "{}")]
    public void A_value_of_another_kind_is_refused(ColumnKind kind, string value)
    {
        Assert.False(ExtractSql.Compose(new(Orders, ["id"], new("c", kind), value), SqlDialect.PostgreSql).Succeeded(out _, out var refusal));

        Assert.Equal("cursor_value_invalid", refusal!.Code);
    }

    [Fact]
    public void A_model_that_the_guard_refuses_is_refused()
    {
        Assert.False(ExtractSql.Compose(new(new ModelQuery(Sql: "SELECT 1) AS x; DELETE FROM orders --"), ["id"]), SqlDialect.PostgreSql).Succeeded(out _, out var refusal));

        Assert.Equal("sql_refused", refusal!.Code);
    }

    [Fact]
    public async Task Databases_find_the_rows_of_a_range()
    {
        foreach (var database in new SourceDatabase[] { postgres, sqlite, duckDb })
            await FindAsync(database, ColumnKind.Timestamp);
    }

    [SkippableFact]
    public Task MariaDb_finds_the_rows_of_a_range() => FindAsync(mariaDb, ColumnKind.TimestampTz);

    private static async Task FindAsync(SourceDatabase database, ColumnKind timestamp)
    {
        await database.ExecuteAsync(
            "CREATE TABLE moments (id integer, d date, ts timestamp NULL, n decimal(10, 2), t varchar(20))",
            "INSERT INTO moments VALUES (1, '2024-01-01', '2024-01-01 10:00:00', 1.5, 'a')",
            "INSERT INTO moments VALUES (2, '2024-01-02', '2024-01-03 10:00:00', 2.5, 'it''s')",
            "INSERT INTO moments VALUES (3, '2024-01-03', '2024-01-06 10:00:00', 3.5, 'z')");
        foreach (var (cursor, from, until) in new[]
        {
            (new ResultColumn("id", ColumnKind.Integer), "2", "3"), (new("d", ColumnKind.Date), "2024-01-02", "2024-01-03"), (new("n", ColumnKind.Decimal), "2.5", "3.5"),
            (new("t", ColumnKind.Text), "it's", "y"), (new("ts", timestamp), "2024-01-03 10:00:00", "2024-01-04 00:00:00"),
        })
        {
            var statement = ExtractSql.Compose(new(new ModelQuery(Table: "moments"), ["id"], cursor, from, until), database.Connector.Dialect).Value;
            await using var rows = await database.Connector.ReadAsync(database.Settings, statement, ReadLimits.Default, CancellationToken.None);
            Assert.Equal(2L, (await rows.ReadAsync(CancellationToken.None))?[0]);
            Assert.Null(await rows.ReadAsync(CancellationToken.None));
        }
    }
}
