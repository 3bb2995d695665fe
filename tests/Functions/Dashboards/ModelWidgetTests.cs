using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Tests.Api;

namespace FunctionsPlatform.Tests.Dashboards;

/// <summary>Widgets over models, through both APIs.</summary>
[Collection(nameof(ShopPlatform))]
public sealed class ModelWidgetTests(ShopPlatform shop, PageBrowser browser) : IClassFixture<PageBrowser>
{
    private readonly DashboardApi _api = new(shop);

    [Fact]
    public async Task A_forecast_is_a_row_a_period_with_its_interval_in_both_apis()
    {
        var model = await NewSeriesAsync();
        var key = await _api.OtherKeyAsync(shop.Workspace);

        var created = await SendAsync(HttpMethod.Post, "/api/v1/dashboards", Body(Widget("line", model, 0, """{"horizon": 3, "title": "To come"}""")), key, HttpStatusCode.Created);
        var here = (await SendAsync(HttpMethod.Get, $"/api/v1/dashboards/{Id(created)}", null, key))["widgets"]![0]!;
        var there = (await _api.GetAsync(Id(created)))["widgets"]![0]!;

        Assert.Equal((model, "predictions", "3"), (created["widgets"]![0].At("$.model_id"), created["widgets"]![0].At("$.show"), created["widgets"]![0].At("$.horizon")));
        Assert.Equal(["period", "prediction", "prediction_lower", "prediction_upper"], Columns(here));
        var rows = here["data"]!["rows"]!.AsArray();
        Assert.Equal(["2026-01-01", "2026-02-01", "2026-03-01"], rows.Select(row => row![0]!.GetValue<string>()));
        Assert.All(rows, row => Assert.True(Number(row, 2) < Number(row, 1) && Number(row, 1) < Number(row, 3)));
        Assert.Equal(here["data"]!.ToJsonString(), there["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Predictions_stand_beside_the_features_that_they_are_from_and_are_no_drift()
    {
        var model = await NewValueAsync();
        const string two = """{"features": [{"plan": "pro", "items": 3}, {"plan": "free", "items": 1}]}""";

        var created = await _api.CreateAsync(Body(Widget("table", model, 0, two), Widget("bar", model, 4, """{"features": [2, "pro"]}"""), Widget("metric", model, 8, """{"features": [2, "pro"]}""")));
        var widgets = (await _api.GetAsync(Id(created)))["widgets"]!;

        Assert.Equal(["items", "plan", "prediction", "prediction_lower", "prediction_upper"], Columns(widgets[0]!));
        var rows = widgets[0]!["data"]!["rows"]!;
        Assert.Equal(["3", "\"pro\"", "1", "\"free\""], new[] { rows[0]![0], rows[0]![1], rows[1]![0], rows[1]![1] }.Select(value => value!.ToJsonString()));
        Assert.InRange(Number(rows[0], 2), 45, 65);
        Assert.InRange(Number(rows[1], 2), 0, 20);
        Assert.Equal("""[{"plan":"pro","items":3},{"plan":"free","items":1}]""", widgets[0]!["features"]!.ToJsonString());
        Assert.Equal("0", (await SendAsync(HttpMethod.Get, $"/api/v1/models/{model}/drift", null, await _api.OtherKeyAsync(shop.Workspace))).At("$.inputs"));
    }

    [Fact]
    public async Task Metrics_and_importance_are_rows_and_one_metric_a_tile()
    {
        var model = await NewValueAsync();

        var created = await _api.CreateAsync(Body(
            Widget("bar", model, 0, """{"show": "metrics"}"""),
            Widget("metric", model, 4, """{"show": "metrics", "display": {"y": ["r_squared"]}}"""),
            Widget("bar", model, 8, """{"show": "importance", "display": {"horizontal": true}}""")));
        var widgets = (await _api.GetAsync(Id(created)))["widgets"]!;

        Assert.Equal(["metric", "value"], Columns(widgets[0]!));
        Assert.Equal(["mae", "r_squared", "rmse"], widgets[0]!["data"]!["rows"]!.AsArray().Select(row => row![0]!.GetValue<string>()).Order());
        Assert.Equal(["mae", "r_squared", "rmse"], Columns(widgets[1]!).Order());
        Assert.Equal("1", widgets[1].At("$.data.row_count"));
        Assert.Equal(["feature", "importance"], Columns(widgets[2]!));
        Assert.Equal("items", widgets[2]!["data"]!["rows"]![0]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task One_that_cannot_predict_keeps_no_other_from_its_data()
    {
        var (model, idle, gone) = (await NewValueAsync(), await NewValueAsync(isDeployed: false), await NewValueAsync());
        var created = await _api.CreateAsync(Body(
            Widget("table", idle, 0, """{"features": [1, "pro"]}"""),
            Widget("table", model, 2, """{"features": {"items": 1}}"""),
            Widget("table", model, 4, """{"horizon": 3}"""),
            Widget("table", gone, 6, """{"features": [1, "pro"]}"""),
            Widget("table", idle, 8, """{"show": "metrics"}"""),
            Widget("table", model, 10, """{"features": [1, "pro"]}""")));
        await SendAsync(HttpMethod.Delete, $"/api/v1/models/{gone}", null, await _api.OtherKeyAsync(shop.Workspace), HttpStatusCode.NoContent);

        var widgets = (await _api.GetAsync(Id(created)))["widgets"]!.AsArray();

        Assert.Equal(
            ["prediction_model_not_deployed", "prediction_input_invalid", "prediction_input_invalid", "widget_model_missing", null, null], widgets.Select(widget => widget.At("$.error.code")));
        Assert.Contains("'plan' is missing", widgets[1].At("$.error.message"), StringComparison.Ordinal);
        Assert.Equal("1", widgets[5].At("$.data.row_count"));
    }

    [Fact]
    public async Task What_another_version_predicts_is_shown_once_it_is_deployed()
    {
        var model = await NewValueAsync();
        var key = await _api.OtherKeyAsync(shop.Workspace);
        var id = Id(await _api.CreateAsync(Body(Widget("table", model, 0, """{"features": [1, "pro"]}"""))));
        var (first, again) = ((await _api.GetAsync(id))["widgets"]![0]!, (await _api.GetAsync(id))["widgets"]![0]!);

        await SendAsync(HttpMethod.Post, $"/api/v1/models/{model}/train", new JsonObject { ["data"] = Values(100) }, key, HttpStatusCode.Accepted);
        await TrainedAsync(model, key);
        await SendAsync(HttpMethod.Post, $"/api/v1/models/{model}/deploy", new JsonObject { ["version"] = 2 }, key);
        var after = (await _api.GetAsync(id))["widgets"]![0]!;

        Assert.Equal(first.At("$.refreshed_at"), again.At("$.refreshed_at"));
        Assert.True(Number(after["data"]!["rows"]![0], 2) > Number(first["data"]!["rows"]![0], 2) + 50);
    }

    [Theory]
    [InlineData("""{"model_id": "model-none", "horizon": 3}""", "$.widgets[0].model_id")]
    [InlineData("""{"model_id": "OTHER", "features": [1, "pro"]}""", "$.widgets[0].model_id")]
    [InlineData("""{"model_id": "OTHER", "show": "metrics"}""", "$.widgets[0].model_id")]
    [InlineData("""{"model_id": "OWN"}""", "$.widgets[0].features")]
    [InlineData("""{"model_id": "OWN", "features": [1, "pro"], "horizon": 3}""", "$.widgets[0].features")]
    [InlineData("""{"model_id": "OWN", "features": 7}""", "$.widgets[0].features")]
    [InlineData("""{"model_id": "OWN", "features": []}""", "$.widgets[0].features")]
    [InlineData("""{"model_id": "OWN", "horizon": 0}""", "$.widgets[0].horizon")]
    [InlineData("""{"model_id": "OWN", "show": "metrics", "horizon": 3}""", "$.widgets[0].show")]
    [InlineData("""{"model_id": "OWN", "show": "weights"}""", "$.widgets[0].show")]
    [InlineData("""{"model_id": "OWN", "features": [1, "pro"], "query_id": "q_abc"}""", "$.widgets[0].model_id")]
    [InlineData("""{"model_id": "OWN", "features": [1, "pro"], "display": {"aggregate": "sum", "y": ["prediction"]}}""", "$.widgets[0].display.aggregate")]
    [InlineData("""{"horizon": 3}""", "$.widgets[0].model_id")]
    public async Task What_no_model_can_show_is_refused(string source, string place)
    {
        var (workspace, _) = await shop.NewWorkspaceAsync();
        var other = await NewEndpointAsync(await _api.OtherKeyAsync(workspace));
        var own = await NewEndpointAsync(await _api.OtherKeyAsync(shop.Workspace));
        var widget = Widget("table", null, 0, source.Replace("OWN", own, StringComparison.Ordinal).Replace("OTHER", other, StringComparison.Ordinal));

        foreach (var (path, key) in new[] { ("/v1/dashboards", shop.Key), ("/api/v1/dashboards", await _api.OtherKeyAsync(shop.Workspace)) })
        {
            using var response = await shop.SendAsync(HttpMethod.Post, path, Body((JsonObject)widget.DeepClone()), key);
            var answer = (await response.JsonAsync()).ToJsonString();
            Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, answer);
            Assert.Contains($"\"{place}\"", answer, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task The_page_draws_a_forecast_as_a_line_in_its_band_and_predictions_as_bars()
    {
        var (series, value) = (await NewSeriesAsync(), await NewValueAsync());
        var created = await _api.CreateAsync(Body(
            Widget("line", series, 0, """{"horizon": 6, "title": "To come"}"""),
            Widget("bar", value, 4, """{"features": [[3, "pro"], [1, "free"]], "title": "Worth", "display": {"x": "plan"}}"""),
            Widget("metric", value, 8, """{"features": [3, "pro"], "title": "One"}""")));

        await using var opened = await browser.OpenAsync(await _api.ShareAsync(Id(created)));

        // ECharts fills an area with the line's colour, and draws an invisible line at each of its ends.
        Assert.Equal(1, await opened.Widget("To come").Locator("svg path[fill='#0072b2'][fill-opacity]").CountAsync());
        Assert.True(await opened.Widget("To come").Locator("svg path[stroke='#0072b2']").CountAsync() >= 1);
        Assert.Equal(2, await opened.Widget("Worth").Locator("svg path[fill='#0072b2']").CountAsync());
        Assert.Matches("^5[0-9]", await opened.Widget("One").Locator(".metric-value").TextContentAsync());
        Assert.Empty(opened.Complaints);
        await opened.KeepScreenshotAsync("dashboard-models");
    }

    private static JsonObject Widget(string type, string? model, int x, string more)
    {
        var widget = JsonNode.Parse(more)!.AsObject();
        widget["type"] = type;
        widget["position"] = new JsonObject { ["x"] = x, ["y"] = 0, ["w"] = 2, ["h"] = 4 };
        if (model is not null)
            widget["model_id"] = model;
        return widget;
    }

    private static JsonObject Body(params JsonObject[] widgets) => new() { ["name"] = "Models", ["widgets"] = new JsonArray([.. widgets]) };

    private static string Id(JsonNode dashboard) => dashboard.At("$.dashboard_id") ?? dashboard.At("$.id")!;

    private static IEnumerable<string> Columns(JsonNode widget) => widget["data"]!["columns"]!.AsArray().Select(column => column!.GetValue<string>());

    private static double Number(JsonNode? row, int column) => row![column]!.GetValue<double>();

    /// <summary>A forecast of three years of months, deployed.</summary>
    private Task<string> NewSeriesAsync()
    {
        var rows = Enumerable.Range(0, 36).Select(month => new JsonArray(
            new DateTime(2023, 1, 1).AddMonths(month).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), 100 + (2 * month) + (month * 7 % 5)));
        return NewModelAsync(new JsonObject
        {
            ["type"] = "time_series", ["target"] = "amount", ["time_column"] = "month", ["algorithms"] = new JsonArray("trend"),
            ["data"] = new JsonObject { ["columns"] = new JsonArray("month", "amount"), ["rows"] = new JsonArray([.. rows]) },
        });
    }

    /// <summary>What items of a plan are worth.</summary>
    private Task<string> NewValueAsync(bool isDeployed = true) => NewModelAsync(
        new JsonObject { ["type"] = "regression", ["target"] = "value", ["algorithms"] = new JsonArray("sdca"), ["data"] = Values(0) }, isDeployed);

    private static JsonObject Values(int more) => new()
    {
        ["columns"] = new JsonArray("items", "plan", "value"),
        ["rows"] = new JsonArray([.. Enumerable.Range(0, 120).Select(row => new JsonArray(row % 8, row % 3 == 0 ? "pro" : "free", more + (10 * (row % 8)) + (row % 3 == 0 ? 25 : 0) + (row % 5 * 0.1)))]),
    };

    private async Task<string> NewModelAsync(JsonObject request, bool isDeployed = true)
    {
        var key = await _api.OtherKeyAsync(shop.Workspace);
        request["name"] = $"Model {Path.GetRandomFileName()}";
        var id = (await SendAsync(HttpMethod.Post, "/api/v1/models", request, key, HttpStatusCode.Created)).At("$.id")!;
        await TrainedAsync(id, key);
        if (isDeployed)
            await SendAsync(HttpMethod.Post, $"/api/v1/models/{id}/deploy", null, key);
        return id;
    }

    private Task<JsonNode> TrainedAsync(string id, string key) => Eventually.ValueAsync(
        async () => await SendAsync(HttpMethod.Get, $"/api/v1/models/{id}", null, key) is var model && model.At("$.training.state") != "training" ? model : null, seconds: 120);

    private async Task<string> NewEndpointAsync(string key) => (await SendAsync(
        HttpMethod.Post, "/api/v1/models", JsonNode.Parse($$"""{"name": "Elsewhere {{Path.GetRandomFileName()}}", "type": "endpoint", "endpoint": {"url": "https://example.com/score"} }"""), key, HttpStatusCode.Created)).At("$.id")!;

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode? body, string key, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await shop.SendAsync(method, path, body, key);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
