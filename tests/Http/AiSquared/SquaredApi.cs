using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fixtures;

namespace Http.Tests.AiSquared;

/// <summary>What a request was answered with.</summary>
public sealed record Answer(HttpStatusCode Status, JsonNode? Body, string Text)
{
    /// <summary>The resource's number.</summary>
    public string Id => At("$.data.id") ?? throw new InvalidOperationException($"{Status}: {Text}");

    public JsonNode Attributes => Body?["data"]?["attributes"] ?? throw new InvalidOperationException($"{Status}: {Text}");

    public JsonArray List => Body?["data"] as JsonArray ?? throw new InvalidOperationException($"{Status}: {Text}");

    public string? At(string path) => Body.At(path);
}

/// <summary>Speaks to AI Squared's API of the running platform as one user in one workspace; the demo's unless told otherwise.</summary>
public sealed class SquaredApi(RunningPlatform platform, string? token = null, string workspace = "1")
{
    public const string Password = "Correct-horse-1";

    private static readonly ConcurrentDictionary<RunningPlatform, Task<string>> DemoTokens = new();
    private static readonly ConcurrentDictionary<(RunningPlatform, string Workspace, string What), Task<string>> Shared = new();

    private static readonly ConcurrentDictionary<RunningPlatform, Task<SquaredApi>> Strangers = new();

    public string Workspace => workspace;

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    public Task<Answer> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, json);

    public Task<Answer> PatchAsync(string path, string json) => SendAsync(HttpMethod.Patch, path, json);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public async Task<string> TokenAsync() =>
        token ?? await DemoTokens.GetOrAdd(platform, found => SignInAsync(found, "demo@example.com", "Demo-pass-1"));

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null) =>
        await SendAsync(platform, method, path, await TokenAsync(), workspace, json);

    /// <summary>A sync of the shop's users into a table of <see cref="TargetDatabase"/>.</summary>
    /// <param name="more">Further members of the body, with a comma before them.</param>
    public async Task<string> NewSyncAsync(
        string more = "", string schedule = "manual", string stream = "customers", string? model = null, string? target = null, string mode = "incremental") =>
        (await PostAsync("syncs", Sync(model ?? await ModelAsync(), target ?? await TargetAsync(), more, schedule, stream, mode))).Id;

    public static string Sync(
        string model, string destination, string more = "", string schedule = "manual", string stream = "customers", string mode = "incremental") => $$"""
        {"sync": {"model_id": {{model}}, "destination_id": {{destination}}, "schedule_type": "{{schedule}}", "sync_mode": "{{mode}}", "stream_name": "{{stream}}",
         "configuration": [{"mapping_type": "standard", "from": "id", "to": "id"}, {"mapping_type": "standard", "from": "name", "to": "name"}]{{more}} } }
        """;

    /// <param name="token">Null for no credential.</param>
    /// <param name="workspace">Null for no such header.</param>
    public static async Task<Answer> SendAsync(
        RunningPlatform platform, HttpMethod method, string path, string? token, string? workspace, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : "/api/v1/" + path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (workspace is not null)
            request.Headers.Add("Workspace-Id", workspace);
        using var response = await platform.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), text);
    }

    public static async Task<string> SignInAsync(RunningPlatform platform, string email, string password)
    {
        using var response = await platform.Client.PostAsJsonAsync("/api/v1/login", new { email, password });
        return (await response.JsonAsync()).At("$.data.attributes.token") ?? throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }

    /// <summary>A user who has just made an account, in a workspace of their own that holds nothing.</summary>
    public static async Task<SquaredApi> NewWorkspaceAsync(RunningPlatform platform)
    {
        var email = $"{Unique("user")}@example.com";
        var made = await SendAsync(platform, HttpMethod.Post, "signup", null, null, SignUp(email));
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var token = await SignInAsync(platform, email, Password);
        var listed = await SendAsync(platform, HttpMethod.Get, "workspaces", token, null);
        return new SquaredApi(platform, token, listed.At("$.data[0].id")!);
    }

    /// <summary>A user with a workspace, in both of which nothing is changed.</summary>
    public static Task<SquaredApi> StrangerAsync(RunningPlatform platform) => Strangers.GetOrAdd(platform, NewWorkspaceAsync);

    /// <summary>A credential of the role in the demo's workspace.</summary>
    public async Task<SquaredApi> AsAsync(string role)
    {
        var made = await SendAsync(
            HttpMethod.Post, $"/platform/v1/workspaces/{workspace}/api-keys", $$"""{"name": "{{role}}", "prefix": "test_", "role": "{{role}}"}""");
        return new SquaredApi(platform, made.At("$.data.key"), workspace);
    }

    public static string SignUp(string email, string password = Password, string? confirmation = null) => $$"""
        {"name": "Test User", "email": "{{email}}", "password": "{{password}}", "password_confirmation": "{{confirmation ?? password}}", "company_name": "Test Company"}
        """;

    public static string Unique(string name) => $"{name} {RandomNumberGenerator.GetHexString(8, lowercase: true)}".Replace(' ', '-');

    /// <summary>A source that nobody can connect to, which nothing but reading its rows needs.</summary>
    public async Task<string> NewSourceAsync(string? name = null) => (await PostAsync("connectors", $$"""
        {"connector": {"name": "{{name ?? Unique("source")}}", "connector_type": "source", "connector_name": "MariaDB", "configuration":
         {"host": "db.example.com", "port": 3306, "database": "shop", "username": "reader", "password": "top-secret"} } }
        """)).Id;

    public Task<Answer> StartAsync(string sync) => PostAsync("schedule_syncs", $$"""{"schedule_sync": {"sync_id": {{sync}} } }""");

    /// <summary>Starts a sync and waits for the end of its run.</summary>
    public async Task<Answer> RunAsync(string sync)
    {
        var started = await StartAsync(sync);
        Assert.True(started.Status == HttpStatusCode.OK, started.Text);
        return await FinishedAsync(sync, (await GetAsync($"syncs/{sync}/sync_runs")).At("$.data[0].id")!);
    }

    public async Task<Answer> FinishedAsync(string sync, string run)
    {
        for (var attempt = 0; attempt < 2400; attempt++)
        {
            var answer = await GetAsync($"syncs/{sync}/sync_runs/{run}");
            if (answer.Attributes.At("$.status") is "success" or "failed" or "canceled")
                return answer;
            await Task.Delay(50);
        }

        throw new TimeoutException($"The run {run} of sync {sync} did not end in two minutes.");
    }

    /// <summary>A SQLite file with the tables <c>customers</c>, whose key is its id, and <c>notes</c>, which has none.</summary>
    public async Task<string> NewTargetAsync() => (await PostAsync("connectors", $$"""
        {"connector": {"name": "{{Unique("target")}}", "connector_type": "destination", "connector_name": "Sqlite",
         "configuration": {"database": "{{TargetDatabase.Of(platform).Name}}"} } }
        """)).Id;

    /// <summary>The demo's shop.</summary>
    public Task<string> ShopAsync() => ShareAsync("shop", async () =>
        (await GetAsync("connectors?type=source")).List.First(item => item.At("$.attributes.name") == "Demo shop").At("$.id")!);

    /// <summary>A model of the shop's users that no test changes.</summary>
    public Task<string> ModelAsync() => ShareAsync("model", async () => await NewModelAsync(await ShopAsync()));

    /// <summary>A destination as <see cref="NewTargetAsync"/> makes, that no test changes.</summary>
    public Task<string> TargetAsync() => ShareAsync("target", NewTargetAsync);

    public async Task<string> NewModelAsync(string connector, string? name = null, string query = "SELECT id, name, email FROM users", string key = "id") =>
        (await PostAsync("models", $$"""
            {"model": {"connector_id": {{connector}}, "name": "{{name ?? Unique("model")}}", "query_type": "raw_sql", "query": "{{query}}", "primary_key": "{{key}}"} }
            """)).Id;

    private Task<string> ShareAsync(string what, Func<Task<string>> make) => Shared.GetOrAdd((platform, workspace, what), _ => make());
}
