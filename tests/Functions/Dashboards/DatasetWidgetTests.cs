using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Tests.Api;

namespace FunctionsPlatform.Tests.Dashboards;

/// <summary>Widgets over datasets.</summary>
[Collection(nameof(ShopPlatform))]
public sealed class DatasetWidgetTests(ShopPlatform shop)
{
    private readonly DashboardApi _api = new(shop);

    [Theory]
    [InlineData("/v1/dashboards", "afdb")]
    [InlineData("/api/v1/dashboards", "df")]
    public async Task A_widget_shows_a_dataset_or_what_sql_over_it_gives(string path, string api)
    {
        var key = api == "df" ? await _api.OtherKeyAsync(shop.Workspace) : shop.Key;
        var dataset = await NewDatasetAsync($"sales_{api}");
        var query = $"SELECT country, amount * 2 AS doubled FROM sales_{api} WHERE amount > 1 ORDER BY amount";
        var body = new JsonObject { ["name"] = "Datasets", ["widgets"] = new JsonArray(Widget(0, dataset), Widget(6, dataset, query)) };

        var created = Data(await SendAsync(HttpMethod.Post, path, key, body, HttpStatusCode.Created));
        var read = Data(await SendAsync(HttpMethod.Get, $"{path}/{created.At("$.id") ?? created.At("$.dashboard_id")}", key))["widgets"]!;

        Assert.Equal((dataset, null, $"sales_{api}", """[["Spain",1,"2026-01-05"],["Spain",2,"2026-01-06"],["France",4,"2026-01-06"]]"""),
            (read[0].At("$.dataset_id"), read[0].At("$.query"), read[0].At("$.title"), read[0]!["data"]!["rows"]!.ToJsonString()));
        Assert.Equal((query, """[["Spain",4],["France",8]]"""), (read[1].At("$.query"), read[1]!["data"]!["rows"]!.ToJsonString()));
    }

    [Fact]
    public async Task Filters_and_aggregates_apply_to_datasets_as_to_saved_queries()
    {
        var dataset = await NewDatasetAsync("sales_filtered");
        var id = await CreateAsync(
            [Widget(0, dataset, display: new { x = "country", y = new[] { "amount" }, aggregate = "sum" })],
            new { parameter = "country", column = "country", type = "text" },
            new { parameter = "day", column = "day", type = "date", @operator = "range" });

        Assert.Equal("""[["France",4],["Spain",3]]""", await _api.RowsAsync(id));
        Assert.Equal("""[["Spain",3]]""", await _api.RowsAsync(id, "?country=Spain"));
        Assert.Equal("""[["France",4],["Spain",2]]""", await _api.RowsAsync(id, "?day_from=2026-01-06&day_to=2026-01-06"));
        Assert.Equal("[]", await _api.RowsAsync(id, $"?country={Uri.EscapeDataString("' OR '1'='1")}"));
    }

    [Fact]
    public async Task A_result_is_kept_until_the_dataset_has_another_version()
    {
        var dataset = await NewDatasetAsync("sales_kept");
        var id = await CreateAsync([Widget(0, dataset, "SELECT SUM(amount) AS total FROM sales_kept")]);

        var first = (await _api.GetAsync(id))["widgets"]![0]!;
        var again = (await _api.GetAsync(id))["widgets"]![0]!;
        await SendDatasetAsync(HttpMethod.Post, $"/{dataset}/rows", """{"rows": [{"country": "Italy", "amount": 8, "day": "2026-01-07"}]}""");
        var after = (await _api.GetAsync(id))["widgets"]![0]!;

        Assert.Equal(first.At("$.refreshed_at"), again.At("$.refreshed_at"));
        Assert.Equal(("[[7]]", "[[15]]"), (first["data"]!["rows"]!.ToJsonString(), after["data"]!["rows"]!.ToJsonString()));
    }

    [Fact]
    public async Task One_that_fails_keeps_no_other_from_its_data()
    {
        var (gone, dataset) = (await NewDatasetAsync("sales_gone"), await NewDatasetAsync("sales_failing"));
        var id = await CreateAsync([Widget(0, gone), Widget(4, dataset, "SELECT CAST(country AS INTEGER) AS n FROM sales_failing"), Widget(8, dataset)]);
        await SendDatasetAsync(HttpMethod.Delete, $"/{gone}", null);

        var widgets = (await _api.GetAsync(id))["widgets"]!;

        Assert.Equal(["widget_dataset_missing", "query_failed", null], widgets.AsArray().Select(widget => widget.At("$.error.code")));
        Assert.Equal("3", widgets[2].At("$.data.row_count"));
    }

    [Theory]
    [InlineData("""{"dataset_id": "ds-none"}""", "$.widgets[0].dataset_id")]
    [InlineData("""{"dataset_id": "OTHER"}""", "$.widgets[0].dataset_id")]
    [InlineData("""{"dataset_id": "OTHER", "query": "SELECT * FROM sales_refused"}""", "$.widgets[0].dataset_id")]
    [InlineData("""{"dataset_id": "OWN", "query": "SELECT * FROM nothing"}""", "$.widgets[0].query")]
    [InlineData("""{"dataset_id": "OWN", "query": "DROP TABLE sales_refused"}""", "$.widgets[0].query")]
    [InlineData("""{"dataset_id": "OWN", "query": "SELECT * FROM read_csv('/etc/passwd')"}""", "$.widgets[0].query")]
    [InlineData("""{"query": "SELECT 1"}""", "$.widgets[0].query")]
    [InlineData("""{"dataset_id": "OWN", "query_id": "q_abc"}""", "$.widgets[0].dataset_id")]
    public async Task A_source_that_cannot_be_read_is_refused(string source, string place)
    {
        var own = await NewDatasetAsync($"sales_refused_{Path.GetRandomFileName()[..8]}");
        var (workspace, _) = await shop.NewWorkspaceAsync();
        var other = await NewDatasetAsync("sales_refused", await _api.OtherKeyAsync(workspace));
        var widget = JsonNode.Parse(source.Replace("OWN", own, StringComparison.Ordinal).Replace("OTHER", other, StringComparison.Ordinal))!.AsObject();
        widget["type"] = "table";
        widget["position"] = JsonNode.Parse("""{"x": 0, "y": 0, "w": 6, "h": 4}""");

        var refused = await SendAsync(
            HttpMethod.Post, "/v1/dashboards", shop.Key, new JsonObject { ["name"] = "Refused", ["widgets"] = new JsonArray(widget) }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(("dashboard_invalid", place), (refused.At("$.error.details.reason"), refused.At("$.error.details.fields[0].path")));
    }

    private static JsonObject Widget(int x, string dataset, string? query = null, object? display = null)
    {
        var widget = new JsonObject { ["type"] = "table", ["dataset_id"] = dataset, ["position"] = new JsonObject { ["x"] = x, ["y"] = 0, ["w"] = 4, ["h"] = 4 } };
        if (query is not null)
            widget["query"] = query;
        if (display is not null)
            widget["display"] = System.Text.Json.JsonSerializer.SerializeToNode(display);
        return widget;
    }

    private async Task<string> CreateAsync(JsonObject[] widgets, params object[] filters) =>
        (await _api.CreateAsync(new { name = "Datasets", widgets, filters })).At("$.dashboard_id")!;

    private async Task<string> NewDatasetAsync(string name, string? key = null) => (await SendDatasetAsync(HttpMethod.Post, "", $$"""
        {"name": "{{name}}", "source": {"type": "rows", "rows": [
            {"country": "Spain", "amount": 1, "day": "2026-01-05"}, {"country": "Spain", "amount": 2, "day": "2026-01-06"}, {"country": "France", "amount": 4, "day": "2026-01-06"}]} }
        """, key)).At("$.id")!;

    private async Task<JsonNode?> SendDatasetAsync(HttpMethod method, string path, string? body, string? key = null)
    {
        using var response = await shop.SendAsync(method, $"/api/v1/datasets{path}", body is null ? null : JsonNode.Parse(body), key ?? await _api.OtherKeyAsync(shop.Workspace));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string key, JsonNode? body = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await shop.SendAsync(method, path, body, key);
        var json = await response.JsonAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {json.ToJsonString()}");
        return json;
    }

    private static JsonNode Data(JsonNode answer) => answer["data"] ?? answer;
}
