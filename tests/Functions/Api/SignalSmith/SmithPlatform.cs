using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Tests.Api.SignalSmith;

/// <summary>The platform with a small SQLite shop and a destination in memory.</summary>
public sealed class SmithPlatform : IAsyncLifetime
{
    private readonly string _files = Directory.CreateTempSubdirectory("smith-").FullName;
    private readonly Lazy<Task<(SmithWorkspace, string, string)>> _shared;
    private PlatformApp? _app;

    public SmithPlatform() => _shared = new(MakeSharedAsync);

    public PlatformApp App => _app!;

    public MemoryDestination Memory { get; } = new();

    public CapturedLog Log { get; } = new();

    public async Task InitializeAsync()
    {
        await ShopPlatform.MakeShopAsync(Path.Combine(_files, "shop.db"));
        _app = await PlatformApp.StartAsync(
            new Dictionary<string, string>
            {
                ["LocalFiles:Root"] = _files,
                ["Connections:TestTimeout"] = "00:00:20",
                ["Outgoing:AllowPrivateAddresses"] = "true",
            },
            services => services.AddSingleton<IDestination>(Memory).AddSingleton<ILoggerProvider>(Log));
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    /// <summary>A workspace of its own for a test.</summary>
    public async Task<SmithWorkspace> NewWorkspaceAsync(string role = Roles.Owner)
    {
        var workspace = (await App.Services.GetRequiredService<Workspaces>().CreateAsync(new NewWorkspace("Smith"), default)).Value.Id;
        return await WorkspaceAsync(workspace, role);
    }

    /// <summary>A workspace for tests of what is refused, and so leaves nothing there.</summary>
    public Task<(SmithWorkspace Workspace, string Model, string Destination)> SharedAsync() => _shared.Value;

    private async Task<(SmithWorkspace, string, string)> MakeSharedAsync()
    {
        var workspace = await NewWorkspaceAsync();
        return (workspace, await workspace.NewModelAsync(await workspace.NewSourceAsync()), await workspace.NewDestinationAsync());
    }

    /// <summary>A workspace that is there, with a new key of another role.</summary>
    public async Task<SmithWorkspace> WorkspaceAsync(WorkspaceId workspace, string role)
    {
        var key = await App.Services.GetRequiredService<ApiKeys>().CreateAsync(new NewApiKey(workspace, "Smith", "sk_test_", role), default);
        return new SmithWorkspace(App, workspace, key.Value.Secret);
    }
}

[CollectionDefinition(nameof(SmithPlatform))]
public sealed class SmithPlatformTests : ICollectionFixture<SmithPlatform>;

/// <summary>One workspace, as a client of the API sees it.</summary>
public sealed record SmithWorkspace(PlatformApp App, WorkspaceId Id, string Key)
{
    private const string Shop = "shop.db";

    public HttpRequestMessage Request(HttpMethod method, string path, object? body = null)
    {
        var request = new HttpRequestMessage(method, $"/api/v1/workspaces/{Id}{path}") { Content = body is null ? null : body as HttpContent ?? JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        request.Headers.Add("X-Workspace-ID", Id.ToString());
        return request;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = Request(method, path, body);
        return await App.Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<HttpResponseMessage> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>The body of an answer that must have this status.</summary>
    public static async Task<JsonNode> BodyAsync(Task<HttpResponseMessage> sent, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await sent;
        var body = await response.JsonAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {body.ToJsonString()}");
        return body;
    }

    /// <summary>The text of a refusal that must have this status.</summary>
    public static async Task<string> ErrorAsync(Task<HttpResponseMessage> sent, HttpStatusCode status)
    {
        var body = (await BodyAsync(sent, status)).AsObject();
        Assert.Equal(["error"], body.Select(member => member.Key));
        return body["error"]!.GetValue<string>();
    }

    public async Task<string> NewSourceAsync(string name = "Shop") => IdOf(await BodyAsync(
        PostAsync("/sources", new { name, source_type = "sqlite", config = new { database = Shop } }), HttpStatusCode.Created));

    public async Task<string> NewModelAsync(string sourceId, string name = "Users", string sql = "SELECT id, name, email FROM users") => IdOf(await BodyAsync(
        PostAsync("/models", new { source_id = sourceId, name, sql_query = sql, primary_key_column = "id" }), HttpStatusCode.Created));

    public async Task<string> NewDestinationAsync(string name = "Memory", string space = "crm") => IdOf(await BodyAsync(
        PostAsync("/destinations", new { name, destination_type = "memory", config = new { space, token = MemoryDestination.RightToken } }), HttpStatusCode.Created));

    /// <summary>A sync with a source, a model and a destination of its own.</summary>
    public async Task<string> NewSyncAsync(string name = "Users to memory")
    {
        var model = await NewModelAsync(await NewSourceAsync($"{name} source"), $"{name} model");
        return await NewSyncAsync(model, await NewDestinationAsync($"{name} destination"), name);
    }

    public async Task<string> NewSyncAsync(string modelId, string destinationId, string name) => IdOf(await BodyAsync(
        PostAsync("/syncs", new
        {
            model_id = modelId,
            destination_id = destinationId,
            name,
            primary_key = "email",
            field_mapping = new[] { new { source_column = "email", destination_field = "email" }, new { source_column = "name", destination_field = "full_name" } },
            config = new { stream = "contacts" },
        }),
        HttpStatusCode.Created));

    private static string IdOf(JsonNode body) => body.At("$.id")!;
}
