using System.Net.Http.Headers;
using System.Net.Http.Json;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Tests.Api;

/// <summary>The platform with a workspace, a key for it, and a connection to a small SQLite shop that a scripted translator is asked about.</summary>
public sealed class ShopPlatform : IAsyncLifetime
{
    private readonly string _files = Directory.CreateTempSubdirectory("shop-").FullName;
    private PlatformApp? _app;

    public PlatformApp App => _app!;

    /// <summary>The directory of the files that connections may name.</summary>
    public string Files => _files;

    public string Key { get; private set; } = "";

    public WorkspaceId Workspace { get; private set; }

    public string ConnectionId { get; private set; } = "";

    public ScriptedTranslator Translator { get; } = new();

    /// <summary>Asked in workspaces that chose a language model.</summary>
    public ScriptedTranslator Model { get; } = new(Translators.LanguageModel);

    public CapturedLog Log { get; } = new();

    public async Task InitializeAsync()
    {
        await MakeShopAsync(Path.Combine(_files, "shop.db"));
        _app = await PlatformApp.StartAsync(
            new Dictionary<string, string>
            {
                ["LocalFiles:Root"] = _files,
                ["Questions:MaxRunning"] = "3",
                ["Questions:CancellationPoll"] = "00:00:00.2",
                ["Dashboards:WidgetTimeout"] = "00:00:03",
                ["Connections:TestTimeout"] = "00:00:05",
                ["Outgoing:AllowPrivateAddresses"] = "true",
                ["Logging:LogLevel:Default"] = "Debug",
            },
            services => services.RemoveAll<ITranslator>().AddSingleton<ITranslator>(Translator).AddSingleton<ITranslator>(Model).AddSingleton<ILoggerProvider>(Log));
        (Workspace, Key) = await NewWorkspaceAsync();
        var created = await SendAsync(HttpMethod.Post, "/v1/connections", new { type = "sqlite", name = "Shop", database = "shop.db" });
        ConnectionId = (await created.JsonAsync()).At("$.data.connection_id") ?? throw new InvalidOperationException(await created.Content.ReadAsStringAsync());
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    /// <summary>A workspace of its own, and the text of an owner's key for it.</summary>
    public async Task<(WorkspaceId Workspace, string Key)> NewWorkspaceAsync(string timeZone = "UTC", string translator = Translators.Embedded)
    {
        var created = await App.Services.GetRequiredService<Workspaces>().CreateAsync(new NewWorkspace("Tests", timeZone, translator), CancellationToken.None);
        return (created.Value.Id, await NewKeyAsync(created.Value.Id, Roles.Owner));
    }

    public async Task<string> NewKeyAsync(WorkspaceId workspace, string role) =>
        (await App.Services.GetRequiredService<ApiKeys>().CreateAsync(new NewApiKey(workspace, "Tests", "afdb_test_", role), CancellationToken.None)).Value.Secret;

    public Task<HttpResponseMessage> AskAsync(string question, object? more = null) => SendAsync(HttpMethod.Post, "/v1/queries", Merge(
        new Dictionary<string, object?> { ["question"] = question, ["connection_id"] = ConnectionId }, more));

    /// <param name="key">Another credential than the workspace's own; empty for none.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? key = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = body as HttpContent ?? JsonContent.Create(body);
        if (key != "")
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? Key);
        return await App.Client.SendAsync(request, cancellationToken);
    }

    private static Dictionary<string, object?> Merge(Dictionary<string, object?> body, object? more)
    {
        foreach (var property in more?.GetType().GetProperties() ?? [])
            body[property.Name] = property.GetValue(more);
        return body;
    }

    internal static async Task MakeShopAsync(string file)
    {
        await using var database = new SqliteConnection($"Data Source={file};Pooling=false");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = """
            CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, balance REAL, created_at TIMESTAMP NOT NULL);
            INSERT INTO users VALUES
                (1, 'Ada', 'ada@example.com', 12.5, '2026-01-05 10:00:00'),
                (2, 'Ben', NULL, -3, '2026-01-06 11:30:00.250'),
                (3, '=Eve', 'eve@example.com', 0, '2026-01-07 00:00:00');
            CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), country TEXT);
            """;
        await command.ExecuteNonQueryAsync();
        command.CommandText = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO orders SELECT i, 1 + i % 3, CASE WHEN i % 3 = 0 THEN 'Spain' WHEN i % 7 = 0 THEN 'Italy' ELSE 'France' END FROM n";
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Tests of the questions' endpoints share one running platform.</summary>
[CollectionDefinition(nameof(ShopPlatform))]
public sealed class ShopPlatformTests : ICollectionFixture<ShopPlatform>;
