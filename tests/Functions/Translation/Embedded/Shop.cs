using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Tests.Translation.Embedded;

/// <summary>A small shop: its catalogue as a connector would find it, and the same tables with rows.</summary>
internal static class Shop
{
    public const string Script = """
        CREATE TABLE countries (country_id INTEGER PRIMARY KEY, name TEXT, code TEXT, region TEXT);
        CREATE TABLE users (user_id INTEGER PRIMARY KEY, email TEXT, name TEXT, created_at TIMESTAMP, country_id INTEGER REFERENCES countries (country_id), is_active BOOLEAN);
        CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, name TEXT, email TEXT, country_id INTEGER REFERENCES countries (country_id), created_at TIMESTAMP);
        CREATE TABLE orders (order_id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (customer_id), order_date TIMESTAMP, status TEXT, total_amount NUMERIC);
        CREATE TABLE products (product_id INTEGER PRIMARY KEY, name TEXT, category TEXT, price NUMERIC);
        CREATE TABLE order_items (order_item_id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (order_id), product_id INTEGER REFERENCES products (product_id), quantity INTEGER, unit_price NUMERIC);
        CREATE TABLE logins (login_id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (user_id), login_at TIMESTAMP, ip_address TEXT);
        INSERT INTO countries VALUES (1, 'Spain', 'ES', 'Europe'), (2, 'Germany', 'DE', 'Europe'), (3, 'United States', 'US', 'Americas'), (4, 'Japan', 'JP', 'Asia');
        INSERT INTO users VALUES
            (1, 'uma@example.com', 'Uma', '2024-01-08 00:00:00', 1, TRUE), (2, 'vic@example.com', 'Vic', '2024-01-07 23:59:59', 2, FALSE),
            (3, 'wes@example.com', 'Wes', '2023-12-20 08:00:00', 1, TRUE), (4, NULL, 'Xia', '2023-02-01 08:00:00', 3, FALSE);
        INSERT INTO customers VALUES
            (1, 'Ana Lopez', 'ana@example.com', 1, '2023-03-01'), (2, 'Bert Maier', 'bert@example.com', 2, '2023-05-01'),
            (3, 'Cat Jones', NULL, 3, '2023-12-30'), (4, 'Dan Moreno', 'dan@example.com', 1, '2024-01-02');
        INSERT INTO orders VALUES
            (1, 1, '2024-01-02 10:00:00', 'paid', 10), (2, 1, '2024-01-09 11:00:00', 'shipped', 45), (3, 2, '2023-11-01 12:00:00', 'cancelled', 300),
            (4, 4, '2023-12-24 13:00:00', 'paid', 20), (5, 1, '2023-12-31 23:00:00', 'paid', 5);
        INSERT INTO products VALUES (1, 'Green Tea', 'Drinks', 3), (2, 'Espresso Machine', 'Kitchen', 300), (3, 'Mug', 'Kitchen', 8), (4, 'Poster', 'Decor', 12);
        INSERT INTO order_items VALUES (1, 1, 1, 2, 3), (2, 2, 3, 4, 8), (3, 3, 2, 1, 300), (4, 4, 3, 1, 8), (5, 5, 1, 1, 3), (6, 4, 1, 4, 3);
        INSERT INTO logins VALUES (1, 1, '2024-01-09 10:00:00', '10.0.0.1'), (2, 1, '2024-01-10 09:00:00', '10.0.0.1'), (3, 3, '2023-12-21 10:00:00', '10.0.0.2');
        """;

    public static SchemaCatalog Catalog { get; } = new(
        null,
        [
            Table("countries", [], Key("country_id"), Text("name", "Spain", "Germany", "United States", "Japan"), Text("code", "ES", "DE", "US", "JP"), Text("region", "Europe", "Americas", "Asia")),
            Table("users", [To("country_id", "countries")], Key("user_id"), Text("email"), Text("name", "Uma", "Vic", "Wes", "Xia"), Of("created_at", ColumnKind.Timestamp), Of("country_id", ColumnKind.Integer), Of("is_active", ColumnKind.Boolean)),
            Table("customers", [To("country_id", "countries")], Key("customer_id"), Text("name", "Ana Lopez", "Bert Maier", "Cat Jones", "Dan Moreno"), Text("email"), Of("country_id", ColumnKind.Integer), Of("created_at", ColumnKind.Timestamp)),
            Table("orders", [To("customer_id", "customers")], Key("order_id"), Of("customer_id", ColumnKind.Integer), Of("order_date", ColumnKind.Timestamp), Text("status", "paid", "shipped", "cancelled"), Of("total_amount", ColumnKind.Decimal)),
            Table("products", [], Key("product_id"), Text("name", "Green Tea", "Espresso Machine", "Mug", "Poster"), Text("category", "Drinks", "Kitchen", "Decor"), Of("price", ColumnKind.Decimal)),
            Table("order_items", [To("order_id", "orders"), To("product_id", "products")], Key("order_item_id"), Of("order_id", ColumnKind.Integer), Of("product_id", ColumnKind.Integer), Of("quantity", ColumnKind.Integer), Of("unit_price", ColumnKind.Decimal)),
            Table("logins", [To("user_id", "users")], Key("login_id"), Of("user_id", ColumnKind.Integer), Of("login_at", ColumnKind.Timestamp), Text("ip_address")),
        ],
        DateTimeOffset.UnixEpoch);

    public static SchemaTable Table(string name, IReadOnlyList<ForeignKey> keys, params SchemaColumn[] columns) => new(null, name, columns, [columns[0].Name], keys);

    public static SchemaColumn Key(string name) => new(name, "INTEGER", ColumnKind.Integer, false);

    public static SchemaColumn Of(string name, ColumnKind kind) => new(name, kind.ToString(), kind, false);

    public static SchemaColumn Text(string name, params string[] values) => new(name, "TEXT", ColumnKind.Text, true, values.Length > 0 ? values : null);

    public static ForeignKey To(string column, string table) => new([column], null, table, [column]);
}
