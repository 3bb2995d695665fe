using FunctionsPlatform.Connections;
using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Demo;

/// <summary>A dashboard over the shop and its sales, the saved queries that it shows, and a link that opens it.</summary>
public sealed class DemoDashboard(Questions.Questions questions, Dashboards.Dashboards dashboards, DashboardShares shares, Aliases aliases)
{
    public const string Alias = "dash_shop";

    /// <summary>The saved query of the documents' example.</summary>
    public const string QueryAlias = "q_abc";

    private const string LinkSecret = "demo-link";

    private static readonly Guid Id = Guid.Parse("01936f00-0000-7000-8000-000000000021");
    private static readonly Guid Link = Guid.Parse("01936f00-0000-7000-8000-000000000022");
    private static readonly Guid Revenue = Guid.Parse("01936f00-0000-7000-8000-000000000023");
    private static readonly Guid Months = Guid.Parse("01936f00-0000-7000-8000-000000000024");
    private static readonly Guid Users = Guid.Parse("01936f00-0000-7000-8000-000000000025");
    private static readonly Guid Weeks = Guid.Parse("01936f00-0000-7000-8000-000000000026");
    private static readonly Guid Products = Guid.Parse("01936f00-0000-7000-8000-000000000027");
    private static readonly Guid Segments = Guid.Parse("01936f00-0000-7000-8000-000000000028");

    private static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(30);

    private const string Sales = """
        FROM orders o JOIN customers cu ON cu.id = o.customer_id JOIN countries c ON c.id = cu.country_id WHERE o.status <> 'cancelled'
        """;

    private const string KindsOfVisits = """
        [{"items": 0, "minutes": 2, "pages": 4, "months_as_customer": 0}, {"items": 2, "minutes": 6, "pages": 9, "months_as_customer": 6}, {"items": 5, "minutes": 11, "pages": 16, "months_as_customer": 30}]
        """;

    /// <summary>Where the dashboard's page is, for people.</summary>
    public static string Address => $"/shared/dashboards/{Id:N}?token={Link:N}.{LinkSecret}";

    public async Task EnsureAsync(Connection shop, CancellationToken cancellationToken)
    {
        await KeepAsync(shop, Revenue, "Revenue of the last four weeks", $"""
            SELECT SUM(CASE WHEN {Latest("o")} THEN o.total_amount ELSE 0 END) AS revenue, SUM(CASE WHEN {Before("o")} THEN o.total_amount ELSE 0 END) AS revenue_before
            {Sales}
            """, cancellationToken);
        await aliases.AddAsync(DemoWorkspace.Id, "question", QueryAlias, Revenue, cancellationToken);
        await KeepAsync(shop, Months, "Revenue, orders and buyers of the last four weeks and the four before, by country", $"""
            WITH sales AS (SELECT c.name AS country, o.total_amount, o.customer_id, {Latest("o")} AS is_latest, {Before("o")} AS is_before {Sales})
            SELECT country,
                SUM(CASE WHEN is_latest THEN total_amount ELSE 0 END) AS revenue, SUM(CASE WHEN is_before THEN total_amount ELSE 0 END) AS revenue_before,
                COUNT(CASE WHEN is_latest THEN 1 END) AS orders, COUNT(CASE WHEN is_before THEN 1 END) AS orders_before,
                COUNT(DISTINCT CASE WHEN is_latest THEN customer_id END) AS buyers, COUNT(DISTINCT CASE WHEN is_before THEN customer_id END) AS buyers_before
            FROM sales GROUP BY country
            """, cancellationToken);
        await KeepAsync(shop, Users, "New users of the last four weeks and the four before, by country", $"""
            SELECT c.name AS country, COUNT(CASE WHEN {Latest("u")} THEN 1 END) AS users, COUNT(CASE WHEN {Before("u")} THEN 1 END) AS users_before
            FROM users u JOIN countries c ON c.id = u.country_id GROUP BY c.name
            """, cancellationToken);
        await KeepAsync(shop, Weeks, "Orders and revenue by country and week", $"""
            SELECT c.name AS country, c.region, CAST(date_trunc('week', o.created_at) AS DATE) AS week, COUNT(*) AS orders, SUM(o.total_amount) AS revenue
            {Sales} AND o.created_at < date_trunc('week', current_date) GROUP BY c.name, c.region, week
            """, cancellationToken);
        await KeepAsync(shop, Products, "Products by country: price, units and revenue", $"""
            SELECT p.name AS product, p.category, p.price, c.name AS country, SUM(i.quantity) AS units, SUM(i.quantity * i.unit_price) AS revenue
            FROM order_items i JOIN products p ON p.id = i.product_id JOIN orders o ON o.id = i.order_id
            JOIN customers cu ON cu.id = o.customer_id JOIN countries c ON c.id = cu.country_id
            WHERE o.status <> 'cancelled' GROUP BY p.name, p.category, p.price, c.name
            """, cancellationToken);
        await KeepAsync(shop, Segments, "Revenue by segment and country", $"""
            SELECT cu.segment, c.name AS country, SUM(o.total_amount) AS revenue {Sales} GROUP BY cu.segment, c.name
            """, cancellationToken);

        var dashboard = Settle(await dashboards.CreateAsync(DemoWorkspace.Id, Shop(), cancellationToken, Id));
        await aliases.AddAsync(DemoWorkspace.Id, "dashboard", Alias, Id, cancellationToken);
        await shares.AddAsync(dashboard, Link, LinkSecret, LinkLifetime, "Printed when the demo starts", cancellationToken);
    }

    private static string Latest(string table) => $"{table}.created_at >= current_date - INTERVAL 27 DAY";

    private static string Before(string table) => $"{table}.created_at >= current_date - INTERVAL 55 DAY AND NOT {Latest(table)}";

    private static NewDashboard Shop()
    {
        var euros = new WidgetDisplay { Format = NumberFormat.Currency, Unit = "EUR", Aggregate = SqlAggregate.Sum };
        var counts = new WidgetDisplay { Aggregate = SqlAggregate.Sum };
        return new NewDashboard("Shop overview")
        {
            Description = "Orders, revenue and users of the demo shop, and what its models expect. Cancelled orders are left out.",
            Filters =
            [
                new DashboardFilter("country", "country", FilterType.Text) { Label = "Country", Options = [.. ShopWords.Countries.Select(country => country.Name).Order()] },
                new DashboardFilter("week", "week", FilterType.Date) { Label = "Weeks", Operator = FilterOperator.Range },
            ],
            Widgets =
            [
                Tile(WidgetKind.Metric, Months, new GridPosition(0, 0, 3, 2), "Revenue, four weeks", euros with { Y = ["revenue"], Comparison = "revenue_before" }),
                Tile(WidgetKind.Metric, Months, new GridPosition(3, 0, 3, 2), "Orders, four weeks", counts with { Y = ["orders"], Comparison = "orders_before" }),
                Tile(WidgetKind.Metric, Months, new GridPosition(6, 0, 3, 2), "Buyers, four weeks", counts with { Y = ["buyers"], Comparison = "buyers_before" }),
                Tile(WidgetKind.Metric, Users, new GridPosition(9, 0, 3, 2), "New users, four weeks", counts with { Y = ["users"], Comparison = "users_before" }),
                Tile(WidgetKind.Area, Weeks, new GridPosition(0, 2, 8, 5), "Revenue by week", euros with { X = "week", Y = ["revenue"] }),
                Tile(WidgetKind.Pie, Segments, new GridPosition(8, 2, 4, 5), "Revenue by segment", euros with { X = "segment", Y = ["revenue"] }),
                Tile(WidgetKind.Bar, Weeks, new GridPosition(0, 7, 7, 5), "Orders by week and region", counts with { X = "week", Y = ["orders"], Series = "region", Stacked = true, Sort = WidgetSort.X }),
                Tile(WidgetKind.Bar, Products, new GridPosition(7, 7, 5, 5), "Top products", euros with { X = "product", Y = ["revenue"], Horizontal = true, Limit = 10 }),
                Tile(WidgetKind.Table, Weeks, new GridPosition(0, 12, 7, 6), "Countries", euros with { X = "country", Y = ["revenue"] }),
                Tile(WidgetKind.Scatter, Products, new GridPosition(7, 12, 5, 6), "Price and units sold", counts with { X = "price", Y = ["units"], Series = "category" }),
                Tile(
                    WidgetKind.Line,
                    new WidgetSource.Dataset(DemoSales.Id, $"SELECT date_trunc('month', date)::DATE AS month, channel, amount FROM sales WHERE date < date_trunc('month', current_date)"),
                    new GridPosition(0, 18, 12, 5),
                    "Sales since 2022",
                    euros with { X = "month", Y = ["amount"], Series = "channel" }),
                Tile(
                    WidgetKind.Line,
                    new WidgetSource.Model(DemoPredictions.Forecast, ModelView.Predictions, null, Horizon: 12),
                    new GridPosition(0, 23, 7, 5),
                    "Sales to come",
                    new WidgetDisplay { Format = NumberFormat.Currency, Unit = "EUR" }),
                Tile(
                    WidgetKind.Bar,
                    new WidgetSource.Model(DemoPredictions.Model, ModelView.Importance, null, null),
                    new GridPosition(7, 23, 5, 5),
                    "What the value of a visit goes by",
                    new WidgetDisplay { Horizontal = true }),
                Tile(
                    WidgetKind.Table,
                    new WidgetSource.Model(DemoPredictions.Model, ModelView.Predictions, KindsOfVisits, null),
                    new GridPosition(0, 28, 12, 3),
                    "What a visit is worth",
                    new WidgetDisplay()),
            ],
        };
    }

    private static Widget Tile(WidgetKind kind, Guid query, GridPosition position, string title, WidgetDisplay display) =>
        Tile(kind, new WidgetSource.SavedQuery(query), position, title, display);

    private static Widget Tile(WidgetKind kind, WidgetSource source, GridPosition position, string title, WidgetDisplay display) =>
        new(IdAt(position), kind, source, position) { Title = title, Display = display };

    // The same tile is the same widget from day to day, so that its kept result is replaced.
    private static Guid IdAt(GridPosition position) => Guid.Parse($"01936f00-0000-7000-8000-0000000a{position.Y:x2}{position.X:x2}");

    private async Task KeepAsync(Connection shop, Guid id, string text, string sql, CancellationToken cancellationToken) =>
        Settle(await questions.KeepAsync(DemoWorkspace.Id, id, new Ask(shop.Id, text), sql, cancellationToken));

    private static T Settle<T>(Result<T> made) => made.Succeeded(out var value, out var error)
        ? value
        : throw new InvalidOperationException($"The demo's dashboard could not be made: {error.Message} {string.Join(' ', error.Fields ?? [])}");
}
