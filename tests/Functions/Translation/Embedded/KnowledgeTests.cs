using System.Text.Json;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Tests.Translation.Embedded;

/// <summary>Questions in the words of a workspace.</summary>
public sealed class KnowledgeTests
{
    private static readonly SchemaKnowledge Knowledge = new(
        [new KnownName("customers", null, ["clients", "paying members"]), new KnownName("orders", "order_date", ["purchase day"])],
        [
            new Metric("revenue", "orders", MetricAggregate.Sum, "total_amount", [Filter("status", "=", "paid")], ["takings"]),
            new Metric("paid_orders", "orders", MetricAggregate.Count, null, [Filter("status", "=", "paid")], []),
            new Metric("orders", "orders", MetricAggregate.Count, null, [Filter("status", "!=", "cancelled")], []),
            new Metric("buyers", "orders", MetricAggregate.CountDistinct, "customer_id", [], []),
            new Metric("average order value", "orders", MetricAggregate.Avg, "total_amount", [], ["AOV"]),
        ]);

    [Theory]
    [InlineData("What is the revenue?", "SELECT SUM(total_amount) AS revenue FROM orders WHERE status = 'paid'")]
    [InlineData("total revenue", "SELECT SUM(total_amount) AS revenue FROM orders WHERE status = 'paid'")]
    [InlineData("how much revenue last month", "SELECT SUM(total_amount) AS revenue FROM orders WHERE (order_date >= '2023-12-01' AND order_date < '2024-01-01') AND status = 'paid'")]
    [InlineData("takings by month", "SELECT strftime('%Y-%m', order_date) AS month, SUM(total_amount) AS revenue FROM orders WHERE status = 'paid' GROUP BY strftime('%Y-%m', order_date)")]
    [InlineData("revenue per customer", "SELECT customers.name, SUM(orders.total_amount) AS revenue FROM orders JOIN customers ON orders.customer_id = customers.customer_id WHERE orders.status = 'paid' GROUP BY customers.customer_id, customers.name")]
    [InlineData("top 2 customers by revenue", "SELECT customers.name FROM customers JOIN orders ON customers.customer_id = orders.customer_id WHERE orders.status = 'paid' GROUP BY customers.customer_id, customers.name ORDER BY SUM(orders.total_amount) DESC LIMIT 2")]
    [InlineData("customers by revenue", "SELECT customers.name FROM customers JOIN orders ON customers.customer_id = orders.customer_id WHERE orders.status = 'paid' GROUP BY customers.customer_id, customers.name ORDER BY SUM(orders.total_amount) DESC")]
    [InlineData("customers whose revenue is at least 15", "SELECT customers.name FROM customers JOIN orders ON customers.customer_id = orders.customer_id WHERE orders.status = 'paid' GROUP BY customers.customer_id, customers.name HAVING SUM(orders.total_amount) >= 15")]
    [InlineData("customers without revenue", "SELECT name FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM orders WHERE status = 'paid')")]
    [InlineData("average order value in 2023", "SELECT AVG(total_amount) AS average_order_value FROM orders WHERE order_date >= '2023-01-01' AND order_date < '2024-01-01'")]
    [InlineData("number of buyers", "SELECT COUNT(DISTINCT customer_id) AS buyers FROM orders")]
    public async Task A_metric_becomes_its_aggregate_over_its_rows(string question, string sql) => Assert.Equal(sql, await SqlAsync(question));

    [Fact]
    public async Task Beside_other_numbers_a_metric_keeps_its_rows_to_itself() => Assert.Equal(
        "SELECT SUM(CASE WHEN status = 'paid' THEN total_amount END) AS revenue, AVG(total_amount) AS average_order_value FROM orders",
        await SqlAsync("revenue and AOV"));

    [Theory]
    [InlineData("how many orders", "SELECT COUNT(*) AS orders FROM orders WHERE status <> 'cancelled'")]
    [InlineData("orders by month", "SELECT strftime('%Y-%m', order_date) AS month, COUNT(*) AS orders FROM orders WHERE status <> 'cancelled' GROUP BY strftime('%Y-%m', order_date)")]
    [InlineData("list orders", "SELECT * FROM orders")]
    public async Task A_metric_that_is_called_as_its_table_counts_where_rows_are_counted(string question, string sql) => Assert.Equal(sql, await SqlAsync(question));

    [Theory]
    [InlineData("how many clients", "SELECT COUNT(*) AS count FROM customers")]
    [InlineData("list the paying members", "SELECT name FROM customers")]
    [InlineData("client names", "SELECT name FROM customers")]
    [InlineData("clients created last month", "SELECT name FROM customers WHERE created_at >= '2023-12-01' AND created_at < '2024-01-01'")]
    [InlineData("purchase day of orders", "SELECT order_date FROM orders")]
    public async Task An_alias_is_as_good_as_the_name(string question, string sql) => Assert.Equal(sql, await SqlAsync(question));

    [Theory]
    [InlineData("average revenue by country")]
    [InlineData("countries with revenue above average")]
    public async Task What_cannot_be_computed_of_a_metric_is_refused(string question) => Assert.StartsWith("refused: 'average revenue'", await SqlAsync(question), StringComparison.Ordinal);

    [Fact]
    public async Task What_one_workspace_knows_of_a_schema_another_does_not()
    {
        Assert.StartsWith("SELECT SUM", await SqlAsync("What is the revenue?"), StringComparison.Ordinal);
        Assert.StartsWith("SELECT AVG", await SqlAsync("What is the revenue?", new SchemaKnowledge([], [new Metric("revenue", "orders", MetricAggregate.Avg, "total_amount", [], [])])), StringComparison.Ordinal);
        Assert.DoesNotContain("paid", await Ask.SqlAsync("What is the revenue?"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("total_amount", ">", 20, "total_amount > 20")]
    [InlineData("status", "in", new[] { "paid", "shipped" }, "status IN ('paid', 'shipped')")]
    [InlineData("status", "not_in", new[] { "it's" }, "status NOT IN ('it''s')")]
    [InlineData("status", "is_not_null", null, "status IS NOT NULL")]
    [InlineData("order_date", ">=", "2024-01-01", "order_date >= '2024-01-01'")]
    public async Task Rows_are_chosen_by_any_operator(string column, string comparison, object? value, string condition)
    {
        var metric = new Metric("score", "orders", MetricAggregate.Count, null, [Filter(column, comparison, value)], []);

        Assert.Equal($"SELECT COUNT(*) AS score FROM orders WHERE {condition}", await SqlAsync("What is the score?", new SchemaKnowledge([], [metric])));
    }

    [Fact]
    public async Task A_metric_of_a_column_that_is_gone_is_not_known()
    {
        var knowledge = new SchemaKnowledge([new KnownName("gone", null, ["clients"])], [new Metric("zeal", "orders", MetricAggregate.Sum, "gone", [], [])]);

        Assert.StartsWith("refused", await SqlAsync("What is the zeal?", knowledge), StringComparison.Ordinal);
    }

    private static Task<string> SqlAsync(string question) => SqlAsync(question, Knowledge);

    private static async Task<string> SqlAsync(string question, SchemaKnowledge knowledge)
    {
        var result = await Ask.TranslateAsync(new TranslationRequest(question, Shop.Catalog, SqlDialect.Sqlite, Ask.Now, Knowledge: knowledge));
        return result.Succeeded(out var translated, out var error) ? translated.Sql : $"refused: {error.Message}";
    }

    private static MetricFilter Filter(string column, string comparison, object? value) =>
        new(column, comparison, value is null ? null : JsonSerializer.SerializeToElement(value));
}
