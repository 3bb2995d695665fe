using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Tests.Translation.Embedded;

/// <summary>A shop whose keys are all called <c>id</c> and whose tables all say when a row was created.</summary>
public sealed class PlainKeysTests
{
    private static readonly SchemaCatalog Catalog = new(
        null,
        [
            Shop.Table("countries", [], Shop.Key("id"), Shop.Text("name", "Spain", "Japan")),
            Shop.Table("customers", [To("country_id", "countries")], Shop.Key("id"), Shop.Text("name"), Shop.Of("country_id", ColumnKind.Integer), Shop.Of("created_at", ColumnKind.Timestamp)),
            Shop.Table("products", [], Shop.Key("id"), Shop.Text("name"), Shop.Of("price", ColumnKind.Decimal)),
            Shop.Table("orders", [To("customer_id", "customers")], Shop.Key("id"), Shop.Of("customer_id", ColumnKind.Integer), Shop.Of("total_amount", ColumnKind.Decimal), Shop.Of("created_at", ColumnKind.Timestamp)),
            Shop.Table("order_items", [To("order_id", "orders"), To("product_id", "products")], Shop.Key("id"), Shop.Of("order_id", ColumnKind.Integer), Shop.Of("product_id", ColumnKind.Integer), Shop.Of("quantity", ColumnKind.Integer), Shop.Of("unit_price", ColumnKind.Decimal)),
        ],
        DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData(
        "which product sold the most?",
        "SELECT products.name FROM products JOIN order_items ON products.id = order_items.product_id GROUP BY products.id, products.name ORDER BY SUM(order_items.quantity) DESC LIMIT 1")]
    [InlineData(
        "which product sold the least?",
        "SELECT products.name FROM products JOIN order_items ON products.id = order_items.product_id GROUP BY products.id, products.name ORDER BY SUM(order_items.quantity) LIMIT 1")]
    [InlineData(
        "which customer ordered the most?",
        "SELECT customers.name FROM customers JOIN orders ON customers.id = orders.customer_id GROUP BY customers.id, customers.name ORDER BY COUNT(*) DESC LIMIT 1")]
    [InlineData(
        "average order amount by country in 2026",
        "SELECT countries.name, AVG(orders.total_amount) AS average_total_amount FROM orders JOIN customers ON orders.customer_id = customers.id JOIN countries ON customers.country_id = countries.id WHERE orders.created_at >= '2026-01-01' AND orders.created_at < '2027-01-01' GROUP BY countries.id, countries.name")]
    [InlineData(
        "orders by country in 2026",
        "SELECT countries.name, COUNT(*) AS count FROM orders JOIN customers ON orders.customer_id = customers.id JOIN countries ON customers.country_id = countries.id WHERE orders.created_at >= '2026-01-01' AND orders.created_at < '2027-01-01' GROUP BY countries.id, countries.name")]
    public async Task What_is_measured_is_what_the_words_speak_of(string question, string sql) => Assert.Equal(sql, await Ask.SqlAsync(question, schema: Catalog));

    private static ForeignKey To(string column, string table) => new([column], null, table, ["id"]);
}
