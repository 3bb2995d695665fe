using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Tests.Api;
using FunctionsPlatform.Tests.Connectors.Http;
using FunctionsPlatform.Tests.Webhooks;
using FunctionsPlatform.Translation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Tests.Workflows;

/// <summary>The platform with a small SQLite shop, on a clock that can be put forward; it may connect to this machine, and writes mail into files.</summary>
public sealed class WorkflowPlatform : IAsyncLifetime
{
    private readonly string _files = Directory.CreateTempSubdirectory("workflows-").FullName;
    private PlatformApp? _app;

    public PlatformApp App => _app!;

    public ShiftedClock Clock { get; } = new();

    public ScriptedTranslator Translator { get; } = new();

    public CapturedLog Log { get; } = new();

    public string Mail => Path.Combine(_files, "mail");

    public async Task InitializeAsync()
    {
        await ShopPlatform.MakeShopAsync(Path.Combine(_files, "shop.db"));
        _app = await PlatformApp.StartAsync(
            new Dictionary<string, string>
            {
                ["LocalFiles:Root"] = _files,
                ["Mail:Directory"] = Mail,
                ["Outgoing:AllowPrivateAddresses"] = "true",
                ["Logging:LogLevel:Default"] = "Debug",
            },
            services => services
                .RemoveAll<ITranslator>().AddSingleton<ITranslator>(Translator)
                .RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(Clock)
                .AddSingleton<ILoggerProvider>(Log));
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    /// <summary>A workspace of its own, with a connection to the shop.</summary>
    public async Task<WorkflowWorkspace> NewWorkspaceAsync()
    {
        var workspace = new WorkflowWorkspace(App, await App.NewWorkspaceAsync(Roles.Owner));
        var made = await workspace.BodyAsync(HttpMethod.Post, "/v1/connections", new { type = "sqlite", name = "Shop", database = "shop.db" }, HttpStatusCode.Created);
        return workspace with { ConnectionId = made.At("$.data.connection_id")! };
    }
}

/// <summary>A workspace as a client of the API sees it.</summary>
public sealed record WorkflowWorkspace(PlatformApp App, TestWorkspace Workspace)
{
    public string ConnectionId { get; init; } = "";

    /// <param name="key">Another credential than the workspace's own.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var client = App.ClientWith(key ?? Workspace.Key);
        using var request = new HttpRequestMessage(method, path) { Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) } };
        return await client.SendAsync(request);
    }

    /// <summary>The body of an answer that must have this status.</summary>
    public async Task<JsonNode> BodyAsync(HttpMethod method, string path, object? body = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await SendAsync(method, path, body);
        var json = await response.JsonAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {json.ToJsonString()}");
        return json;
    }

    /// <summary>Makes a workflow. In its JSON, CONNECTION stands for the shop's connection and API for the address of a server.</summary>
    public async Task<string> CreateAsync(ScriptedApi? api, string json) => (await MakeAsync(api, json)).At("$.workflow_id")!;

    /// <inheritdoc cref="CreateAsync(ScriptedApi?, string)"/>
    public Task<string> CreateAsync(string json) => CreateAsync(null, json);

    public async Task<JsonNode> MakeAsync(ScriptedApi? api, string json) => (await BodyAsync(HttpMethod.Post, "/v1/workflows", Json(json, api), HttpStatusCode.Created))["data"]!;

    public JsonNode Json(string json, ScriptedApi? api = null) =>
        JsonNode.Parse(json.Replace("CONNECTION", ConnectionId, StringComparison.Ordinal).Replace("API", api?.Url, StringComparison.Ordinal))!;

    /// <summary>What is wrong with a definition, by its path.</summary>
    public async Task<IReadOnlyList<string>> MistakesAsync(string json)
    {
        using var response = await SendAsync(HttpMethod.Post, "/v1/workflows", Json(json));
        var body = await response.JsonAsync();
        Assert.True(response.StatusCode == HttpStatusCode.UnprocessableEntity, body.ToJsonString());
        return [.. body["error"]!["details"]!["fields"]!.AsArray().Select(field => $"{field.At("$.path")}: {field.At("$.message")}")];
    }

    public async Task<string> StartAsync(string workflow, object? body = null) =>
        (await BodyAsync(HttpMethod.Post, $"/v1/workflows/{workflow}/run", body, HttpStatusCode.Accepted)).At("$.data.run_id")!;

    public async Task<JsonNode> RunAsync(string workflow, object? body = null) => await EndAsync(workflow, await StartAsync(workflow, body));

    public async Task<JsonNode> FindAsync(string workflow, string run) => (await BodyAsync(HttpMethod.Get, $"/v1/workflows/{workflow}/runs/{run}"))["data"]!;

    public Task<JsonNode> EndAsync(string workflow, string run) => Eventually.ValueAsync(
        async () => await FindAsync(workflow, run) is var found && found.At("$.finished_at") is not null ? found : null);

    /// <summary>The run once one of its steps waits.</summary>
    public Task<JsonNode> WaitingAsync(string workflow, string run, string step) => Eventually.ValueAsync(
        async () => StepOf(await FindAsync(workflow, run), step) is { } found && found.At("$.status") == "waiting" ? found : null);

    public async Task<JsonNode> StepAsync(string workflow, JsonNode run, string step) =>
        (await BodyAsync(HttpMethod.Get, $"/v1/workflows/{workflow}/runs/{run.At("$.run_id")}/steps/{step}"))["data"]!;

    public static JsonNode? StepOf(JsonNode run, string step) => run["steps"]!.AsArray().FirstOrDefault(found => found.At("$.step") == step);

    /// <summary>The steps of a run with their states: <c>one:succeeded</c>.</summary>
    public static IReadOnlyList<string> Steps(JsonNode run) => [.. run["steps"]!.AsArray().Select(step => $"{step.At("$.step")}:{step.At("$.status")}")];
}

[CollectionDefinition(nameof(WorkflowPlatform))]
public sealed class WorkflowPlatformTests : ICollectionFixture<WorkflowPlatform>;
