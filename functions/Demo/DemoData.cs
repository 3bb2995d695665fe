using System.Globalization;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Demo;

/// <summary>What the documents' examples name: a connection, a data workspace, a saved query, a finished question and a dataset, over the shop of today.</summary>
public sealed class DemoData(
    ShopDatabases databases,
    Connections.Connections connections,
    DataWorkspaces dataWorkspaces,
    Questions.Questions questions,
    DemoSyncs syncs,
    DemoDashboard dashboard,
    DemoSales sales,
    DemoPredictions predictions,
    Aliases aliases,
    TimeProvider clock)
{
    public const string ConnectionAlias = "conn_abc123";
    public const string QueryAlias = "q_xyz789";
    public const int DataWorkspaceNumber = 13;

    public static readonly Guid FinishedQuestion = Guid.Parse("729cb7a4-4b06-449e-a3c9-df40f5e570b8");

    private static readonly Guid PlainConnection = Guid.Parse("01936f00-0000-7000-8000-000000000001");
    private static readonly Guid SchemaConnection = Guid.Parse("01936f00-0000-7000-8000-000000000002");
    private static readonly Guid SavedQuery = Guid.Parse("01936f00-0000-7000-8000-000000000003");

    private const string LatestLogins = """
        WITH ranked_logins AS (
            SELECT 
                l.user_id, 
                l.login_at AS login_timestamp, 
                u.email AS user_email,
                ROW_NUMBER() OVER (ORDER BY l.login_at DESC) AS login_rank
            FROM 
                connectyailocal2.usr.logins l
            JOIN 
                connectyailocal2.usr.users u ON l.user_id = u.user_id
        )
        SELECT 
            login_timestamp, 
            user_email
        FROM 
            ranked_logins
        WHERE 
            login_rank <= 100
        ORDER BY 
            login_timestamp DESC;

        """;

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (plain, withSchema) = databases.Ensure(now);
        // Beside each other: to learn takes processor time, most of the rest waits for files and storage.
        await Task.WhenAll(Task.Run(() => predictions.EnsureAsync(cancellationToken), cancellationToken), EnsureShopAsync(plain, cancellationToken));
        var shop = (await connections.GetAsync(DemoWorkspace.Id, PlainConnection, cancellationToken)).Value;
        await dashboard.EnsureAsync(shop, cancellationToken);
        var warehouse = await ConnectAsync(SchemaConnection, "Demo data environment", withSchema, cancellationToken);
        await dataWorkspaces.CreateAsync(warehouse, "Demo data workspace", cancellationToken, DataWorkspaceNumber);

        var monday = ShopData.Monday(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await KeepAsync(
            SavedQuery,
            new Ask(shop.Id, "How many users signed up this week?"),
            $"SELECT COUNT(*) AS count FROM users WHERE created_at >= '{monday}'",
            cancellationToken);
        await aliases.AddAsync(DemoWorkspace.Id, "question", QueryAlias, SavedQuery, cancellationToken);
        await KeepAsync(
            FinishedQuestion,
            new Ask(warehouse.Id, "Show the 100 latest logins with the user's e-mail address") { DataWorkspace = DataWorkspaceNumber },
            LatestLogins,
            cancellationToken);
    }

    private async Task EnsureShopAsync(string file, CancellationToken cancellationToken)
    {
        var shop = await ConnectAsync(PlainConnection, "Demo shop", file, cancellationToken);
        await aliases.AddAsync(DemoWorkspace.Id, "connection", ConnectionAlias, shop.Id, cancellationToken);
        await syncs.EnsureAsync(shop, cancellationToken);
        await sales.EnsureAsync(cancellationToken);
        await predictions.EnsureForecastAsync(cancellationToken);
    }

    private async Task<Connection> ConnectAsync(Guid id, string name, string file, CancellationToken cancellationToken)
    {
        var request = new NewConnection("duckdb", name, new ConnectionSettings(file));
        var connection = (await connections.CreateAsync(DemoWorkspace.Id, request, cancellationToken, id)).Value;
        await connections.TestAsync(DemoWorkspace.Id, id, cancellationToken);
        var open = (await connections.OpenAsync(DemoWorkspace.Id, id, cancellationToken)).Value;
        await connections.SchemaAsync(open, refresh: true, cancellationToken);
        return connection;
    }

    private async Task KeepAsync(Guid id, Ask ask, string sql, CancellationToken cancellationToken)
    {
        var kept = await questions.KeepAsync(DemoWorkspace.Id, id, ask, sql, cancellationToken);
        if (!kept.Succeeded(out _, out var error))
            throw new InvalidOperationException($"A question of the demo could not be answered: {error.Message}");
    }
}
