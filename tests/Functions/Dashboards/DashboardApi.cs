using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Dashboards;

/// <summary>Makes saved queries and dashboards over the small shop.</summary>
public sealed class DashboardApi(ShopPlatform shop)
{
    public const string Countries = "SELECT country, COUNT(*) AS orders FROM orders GROUP BY country ORDER BY orders DESC";
    public const string Users = "SELECT name, balance, created_at FROM users ORDER BY id";

    public ShopPlatform Shop => shop;

    /// <summary>The id of a query that is kept as answered, whether or not its SQL can be answered.</summary>
    public async Task<string> NewQueryAsync(string sql, string text = "A saved query")
    {
        var id = shop.App.Services.GetRequiredService<Ids>().New();
        var connection = Guid.ParseExact(shop.ConnectionId["conn_".Length..], "N");
        var question = new Question(id, shop.Workspace, connection, text, TimeProvider.System.GetUtcNow()) { State = QuestionState.Completed, Sql = sql };
        await shop.App.Services.GetRequiredService<QuestionStore>().AddAsync(question, CancellationToken.None);
        return $"q_{id:N}";
    }

    public async Task<JsonNode> CreateAsync(object body)
    {
        var response = await shop.SendAsync(HttpMethod.Post, "/v1/dashboards", body);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync())["data"]!;
    }

    /// <summary>A dashboard of one widget.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(string type, string sql, object? display = null, object[]? filters = null, object? refresh = null, string title = "Widget")
    {
        var widget = new { type, title, query_id = await NewQueryAsync(sql), position = new { x = 0, y = 0, w = 6, h = 4 }, display };
        var created = await CreateAsync(Without(new JsonObject { ["name"] = "Test" }, ("widgets", new[] { Without(widget) }), ("filters", filters), ("refresh", refresh)));
        return created.At("$.dashboard_id")!;
    }

    public async Task<JsonNode> GetAsync(string id, string query = "")
    {
        var response = await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}{query}");
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync())["data"]!;
    }

    /// <summary>The rows of the first widget, as JSON.</summary>
    public async Task<string> RowsAsync(string id, string query = "") => (await GetAsync(id, query))["widgets"]![0]!["data"]!["rows"]!.ToJsonString();

    /// <summary>The address of a link to the dashboard's page.</summary>
    public async Task<Uri> ShareAsync(string id)
    {
        var made = await (await shop.SendAsync(HttpMethod.Post, $"/v1/dashboards/{id}/share", new { })).JsonAsync();
        return new Uri(made.At("$.data.url")!);
    }

    /// <summary>A key of the same workspace that means the other API where both share an address.</summary>
    public async Task<string> OtherKeyAsync(WorkspaceId workspace) =>
        (await shop.App.Services.GetRequiredService<ApiKeys>().CreateAsync(new NewApiKey(workspace, "Tests", "df_test_", Roles.Owner), CancellationToken.None)).Value.Secret;

    // A property that is null is an error where it may be left away.
    private static JsonObject Without(object body, params (string Name, object? Value)[] more)
    {
        var json = (System.Text.Json.JsonSerializer.SerializeToNode(body) as JsonObject)!;
        foreach (var (name, value) in more.Where(part => part.Value is not null))
            json[name] = System.Text.Json.JsonSerializer.SerializeToNode(value);
        foreach (var name in json.Where(property => property.Value is null).Select(property => property.Key).ToList())
            json.Remove(name);
        return json;
    }
}
