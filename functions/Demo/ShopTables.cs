using DuckDB.NET.Data;

namespace FunctionsPlatform.Demo;

/// <summary>The tables of one file, and which rows go into them.</summary>
internal sealed record ShopTables(string Definitions, Action<DuckDBConnection, ShopData> Fill)
{
    private const string Orders = """
        CREATE TABLE countries (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, region VARCHAR NOT NULL);
        CREATE TABLE customers (
            id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, email VARCHAR NOT NULL, country_id INTEGER NOT NULL REFERENCES countries (id),
            segment VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL);
        CREATE TABLE products (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, category VARCHAR NOT NULL, price DECIMAL(10, 2) NOT NULL);
        CREATE TABLE orders (
            id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), status VARCHAR NOT NULL, total_amount DECIMAL(10, 2) NOT NULL,
            created_at TIMESTAMP NOT NULL);
        CREATE TABLE order_items (
            id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), product_id INTEGER NOT NULL REFERENCES products (id),
            quantity INTEGER NOT NULL, unit_price DECIMAL(10, 2) NOT NULL);
        """;

    public static ShopTables Plain { get; } = new(
        Orders + """
            CREATE TABLE users (
                id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, email VARCHAR NOT NULL, plan VARCHAR NOT NULL, country_id INTEGER NOT NULL REFERENCES countries (id),
                is_active BOOLEAN NOT NULL, created_at TIMESTAMP NOT NULL);
            CREATE TABLE logins (
                id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), login_at TIMESTAMPTZ NOT NULL, device VARCHAR NOT NULL);
            """,
        (database, shop) =>
        {
            FillOrders(database, shop);
            Append(database, null, "users", shop.Users, (row, user) => row
                .AppendValue(user.Id).AppendValue(user.Name).AppendValue(user.Email).AppendValue(user.Plan).AppendValue(user.CountryId)
                .AppendValue(user.IsActive).AppendValue(user.CreatedAt));
            Append(database, null, "logins", shop.Logins, (row, login) => row
                .AppendValue(login.Id).AppendValue(login.UserId).AppendValue(login.LoginAt).AppendValue(login.Device));
        });

    public static ShopTables WithSchema { get; } = new(
        Orders + """
            CREATE SCHEMA usr;
            CREATE TABLE usr.users (user_id INTEGER PRIMARY KEY, email VARCHAR NOT NULL, name VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL);
            CREATE TABLE usr.logins (
                login_id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES usr.users (user_id), login_at TIMESTAMPTZ NOT NULL, device VARCHAR NOT NULL);
            """,
        (database, shop) =>
        {
            FillOrders(database, shop);
            Append(database, "usr", "users", shop.Users, (row, user) => row
                .AppendValue(user.Id).AppendValue(user.Email).AppendValue(user.Name).AppendValue(user.CreatedAt));
            Append(database, "usr", "logins", shop.Logins, (row, login) => row
                .AppendValue(login.Id).AppendValue(login.UserId).AppendValue(login.LoginAt).AppendValue(login.Device));
        });

    private static void FillOrders(DuckDBConnection database, ShopData shop)
    {
        Append(database, null, "countries", shop.Countries, (row, country) => row
            .AppendValue(country.Id).AppendValue(country.Name).AppendValue(country.Region));
        Append(database, null, "customers", shop.Customers, (row, customer) => row
            .AppendValue(customer.Id).AppendValue(customer.Name).AppendValue(customer.Email).AppendValue(customer.CountryId)
            .AppendValue(customer.Segment).AppendValue(customer.CreatedAt));
        Append(database, null, "products", shop.Products, (row, product) => row
            .AppendValue(product.Id).AppendValue(product.Name).AppendValue(product.Category).AppendValue(product.Price));
        Append(database, null, "orders", shop.Orders, (row, order) => row
            .AppendValue(order.Id).AppendValue(order.CustomerId).AppendValue(order.Status).AppendValue(order.TotalAmount).AppendValue(order.CreatedAt));
        Append(database, null, "order_items", shop.OrderItems, (row, item) => row
            .AppendValue(item.Id).AppendValue(item.OrderId).AppendValue(item.ProductId).AppendValue(item.Quantity).AppendValue(item.UnitPrice));
    }

    private static void Append<T>(DuckDBConnection database, string? schema, string table, IEnumerable<T> rows, Action<IDuckDBAppenderRow, T> append)
    {
        using var appender = database.CreateAppender(schema, table);
        foreach (var item in rows)
        {
            var row = appender.CreateRow();
            append(row, item);
            row.EndRow();
        }
    }
}
