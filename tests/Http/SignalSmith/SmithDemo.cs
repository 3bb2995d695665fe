using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Fixtures;

namespace Http.Tests.SignalSmith;

/// <summary>The demo workspace as a client of its API sees it.</summary>
public sealed class SmithDemo(RunningPlatform platform)
{
    public const string Key = "sk_test_demo_key";
    public const string Workspace = "550e8400-e29b-41d4-a716-446655440000";

    /// <summary>An id that nothing has.</summary>
    public const string Nobody = "550e8400-e29b-41d4-a716-4466554400ff";

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<HttpResponseMessage> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <param name="body">JSON as text, or what is to be written as JSON.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body = null, string? key = Key, string? header = Workspace, string workspace = Workspace)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/workspaces/{workspace}{path}")
        {
            Content = body switch
            {
                null => null,
                string json => new StringContent(json, Encoding.UTF8, "application/json"),
                _ => JsonContent.Create(body),
            },
        };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (header is not null)
            request.Headers.Add("X-Workspace-ID", header);
        return await platform.Client.SendAsync(request);
    }

    public static async Task<JsonNode> BodyAsync(Task<HttpResponseMessage> sent, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await sent;
        var body = await response.JsonAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {body.ToJsonString()}");
        return body;
    }

    public static async Task<string> ErrorAsync(Task<HttpResponseMessage> sent, HttpStatusCode status)
    {
        var body = (await BodyAsync(sent, status)).AsObject();
        Assert.Equal("error", Assert.Single(body).Key);
        return body["error"]!.GetValue<string>();
    }

    /// <summary>The source that the demo comes with.</summary>
    public async Task<JsonNode> ShopAsync() =>
        (await BodyAsync(GetAsync("/sources"))).AsArray().First(source => source.At("$.name") == "Demo shop")!;

    public async Task<string> NewModelAsync() => (await BodyAsync(
        PostAsync("/models", new { source_id = (await ShopAsync()).At("$.id"), name = NewName("Countries"), sql_query = "SELECT id, name, region FROM countries", primary_key_column = "id" }),
        HttpStatusCode.Created)).At("$.id")!;

    /// <summary>A destination that is the demo's own file. Nothing is ever written to it here.</summary>
    public async Task<string> NewDestinationAsync() => (await BodyAsync(
        PostAsync("/destinations", new { name = NewName("Shop"), destination_type = "duckdb", config = new { database = (await ShopAsync()).At("$.config.database") } }),
        HttpStatusCode.Created)).At("$.id")!;

    /// <summary>No two tests, and no two runs of them, take the same name.</summary>
    public static string NewName(string what) => $"{what} {System.Security.Cryptography.RandomNumberGenerator.GetHexString(16)}";
}
