using System.Net;
using System.Text.Json.Nodes;
using Fixtures;

namespace Http.Tests;

/// <summary>The printed examples of dashboards, of both products that have them.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class DashboardExamples(RunningPlatform platform)
{
    private const string Key = RunningPlatform.AiForDatabaseKey;
    private const string DataForgeKey = "df_test_demo_key";

    private const string Printed = """
        {
        "name": "Sales Overview",
        "description": "Daily sales metrics",
        "widgets": [
        {
        "type": "metric",
        "query_id": "q_abc",
        "position": { "x": 0, "y": 0, "w": 6, "h": 4 }
        }
        ]
        }
        """;

    [Fact]
    public async Task Create_get_update_and_delete_a_dashboard()
    {
        var created = await platform.SendAsync(HttpMethod.Post, "/v1/dashboards", Key, JsonNode.Parse(Printed));

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var id = (await created.JsonAsync()).At("$.data.dashboard_id");
        var read = (await (await platform.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}", Key)).JsonAsync())["data"];
        Assert.Equal("q_abc", read.At("$.widgets[0].query_id"));
        Assert.Equal("1", read.At("$.widgets[0].data.row_count"));
        Assert.Equal("Daily", (await (await platform.SendAsync(HttpMethod.Patch, $"/v1/dashboards/{id}", Key, new { name = "Daily" })).JsonAsync()).At("$.data.name"));
        Assert.Equal(HttpStatusCode.OK, (await platform.SendAsync(HttpMethod.Delete, $"/v1/dashboards/{id}", Key)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await platform.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}", Key)).StatusCode);
    }

    [Fact]
    public async Task List_dashboards()
    {
        var listed = (await (await platform.SendAsync(HttpMethod.Get, "/v1/dashboards", Key)).JsonAsync())["data"]!.AsArray();

        Assert.Contains(listed, dashboard => dashboard.At("$.dashboard_id") == "dash_shop");
    }

    [Fact]
    public async Task The_other_products_dashboards()
    {
        var created = await platform.SendAsync(HttpMethod.Post, "/api/v1/dashboards", DataForgeKey, JsonNode.Parse(Printed));

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var id = (await created.JsonAsync()).At("$.id");
        Assert.StartsWith("dash-", id, StringComparison.Ordinal);
        Assert.Equal("1", (await (await platform.SendAsync(HttpMethod.Get, $"/api/v1/dashboards/{id}", DataForgeKey)).JsonAsync()).At("$.widgets[0].data.row_count"));
        Assert.NotEmpty((await (await platform.SendAsync(HttpMethod.Get, "/api/v1/dashboards", DataForgeKey)).JsonAsync())["data"]!.AsArray());
        Assert.Equal(HttpStatusCode.NoContent, (await platform.SendAsync(HttpMethod.Delete, $"/api/v1/dashboards/{id}", DataForgeKey)).StatusCode);
    }

    [Theory]
    [InlineData("page.css", "text/css")]
    [InlineData("page.js", "text/javascript")]
    [InlineData("echarts.js", "text/javascript")]
    public async Task Files_of_the_page_are_sent_once(string file, string type)
    {
        var first = await platform.Client.GetAsync(new Uri($"/dashboards/assets/{file}", UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/dashboards/assets/{file}");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        Assert.Equal(type, first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotModified, (await platform.Client.SendAsync(again)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await platform.Client.GetAsync(new Uri("/dashboards/assets/other.js", UriKind.Relative))).StatusCode);
    }
}
