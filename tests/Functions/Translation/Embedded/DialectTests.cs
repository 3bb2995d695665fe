using FunctionsPlatform.Connectors;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;
using FunctionsPlatform.Translation.Embedded;

namespace FunctionsPlatform.Tests.Translation.Embedded;

public sealed class DialectTests
{
    private static readonly SchemaCatalog Odd = new(
        "dbo",
        [
            Shop.Table("Order Lines", [], Shop.Key("Id"), Shop.Text("group"), Shop.Of("Amount", ColumnKind.Integer)) with { Schema = "dbo" },
            Shop.Table("events", [], Shop.Key("id"), Shop.Of("happened_at", ColumnKind.TimestampTz)) with { Schema = "log" },
        ],
        DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task The_documents_question_reads_as_they_print_it() =>
        Assert.Equal("SELECT COUNT(*) AS count FROM users WHERE created_at >= '2024-01-08'", await Ask.SqlAsync("How many users signed up this week?"));

    [Theory]
    [InlineData(SqlDialect.PostgreSql, "SELECT name FROM products ORDER BY price DESC LIMIT 3")]
    [InlineData(SqlDialect.MySql, "SELECT name FROM products ORDER BY price DESC LIMIT 3")]
    [InlineData(SqlDialect.SqlServer, "SELECT TOP 3 name FROM products ORDER BY price DESC")]
    [InlineData(SqlDialect.Sqlite, "SELECT name FROM products ORDER BY price DESC LIMIT 3")]
    [InlineData(SqlDialect.DuckDb, "SELECT name FROM products ORDER BY price DESC LIMIT 3")]
    public async Task Limits_as_the_dialect_does(SqlDialect dialect, string sql) => Assert.Equal(sql, await Ask.SqlAsync("What are the 3 most expensive products?", dialect));

    [Theory]
    [InlineData(SqlDialect.PostgreSql, "TO_CHAR(order_date, 'YYYY-MM')")]
    [InlineData(SqlDialect.MySql, "DATE_FORMAT(order_date, '%Y-%m')")]
    [InlineData(SqlDialect.SqlServer, "FORMAT(order_date, 'yyyy-MM')")]
    [InlineData(SqlDialect.Sqlite, "strftime('%Y-%m', order_date)")]
    [InlineData(SqlDialect.DuckDb, "STRFTIME(order_date, '%Y-%m')")]
    public async Task Cuts_dates_to_months(SqlDialect dialect, string month) =>
        Assert.Equal($"SELECT {month} AS month, COUNT(*) AS count FROM orders GROUP BY {month}", await Ask.SqlAsync("orders per month", dialect));

    [Theory]
    [InlineData(SqlDialect.PostgreSql, "is_active = TRUE")]
    [InlineData(SqlDialect.SqlServer, "is_active = 1")]
    [InlineData(SqlDialect.DuckDb, "is_active = TRUE")]
    public async Task Writes_truth_values(SqlDialect dialect, string condition) =>
        Assert.Equal($"SELECT COUNT(*) AS count FROM users WHERE {condition}", await Ask.SqlAsync("How many active users are there?", dialect));

    [Theory]
    [InlineData(SqlDialect.PostgreSql, "ILIKE")]
    [InlineData(SqlDialect.MySql, "LIKE")]
    [InlineData(SqlDialect.DuckDb, "ILIKE")]
    public async Task Matches_text_whatever_its_case(SqlDialect dialect, string like) =>
        Assert.Equal($"SELECT name FROM customers WHERE name {like} 'A%'", await Ask.SqlAsync("names of customers whose name starts with 'A'", dialect));

    [Theory]
    [InlineData(SqlDialect.PostgreSql, "SELECT \"group\", SUM(\"Amount\") AS total_amount FROM \"Order Lines\" GROUP BY \"group\"")]
    [InlineData(SqlDialect.MySql, "SELECT `group`, SUM(Amount) AS total_amount FROM `Order Lines` GROUP BY `group`")]
    [InlineData(SqlDialect.SqlServer, "SELECT [group], SUM(Amount) AS total_amount FROM [Order Lines] GROUP BY [group]")]
    [InlineData(SqlDialect.Sqlite, "SELECT \"group\", SUM(Amount) AS total_amount FROM \"Order Lines\" GROUP BY \"group\"")]
    [InlineData(SqlDialect.DuckDb, "SELECT \"group\", SUM(Amount) AS total_amount FROM \"Order Lines\" GROUP BY \"group\"")]
    public async Task Quotes_only_names_that_need_it(SqlDialect dialect, string sql) => Assert.Equal(sql, await Ask.SqlAsync("total amount per group", dialect, schema: Odd));

    [Theory]
    [InlineData("Sort all the countries of customers in descending order of the count of customers in each country")]
    [InlineData("For each country with at least 2 customers, how many customers are offered?")]
    [InlineData("Sort all the categories in descending order of the count of products in each category")]
    [InlineData("For each product with at least 2 order items, how many products are offered?")]
    public async Task Shows_of_groups_only_what_has_one_value(string question)
    {
        var answer = await new EmbeddedTranslator(minConfidence: 0).TranslateAsync(new TranslationRequest(question, Shop.Catalog, SqlDialect.PostgreSql, Ask.Now), CancellationToken.None);

        Assert.True(answer.Succeeded(out var translated, out var error), error?.Message);
        Assert.Contains("GROUP BY", translated.Sql, StringComparison.Ordinal);
        Assert.DoesNotContain("*, ", translated.Sql.Replace("COUNT(*)", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("SELECT *", translated.Sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Averages_of_integers_keep_their_fraction_on_sql_server() =>
        Assert.Equal("SELECT AVG(CAST(quantity AS decimal(38, 6))) AS average_quantity FROM order_items", await Ask.SqlAsync("average quantity of order items", SqlDialect.SqlServer));

    [Theory]
    [InlineData(SqlDialect.PostgreSql, "2024-01-08 00:00:00+02:00")]
    [InlineData(SqlDialect.MySql, "2024-01-07 22:00:00")]
    public async Task Tables_outside_the_default_schema_are_qualified_and_instants_carry_the_offset(SqlDialect dialect, string start)
    {
        var sql = await Ask.SqlAsync("How many events happened since 2024-01-08?", dialect, Ask.Now.ToOffset(TimeSpan.FromHours(2)), Odd);

        Assert.Equal($"SELECT COUNT(*) AS count FROM log.events WHERE happened_at >= '{start}'", sql);
    }
}
