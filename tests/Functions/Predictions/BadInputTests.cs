using System.Text;
using System.Text.Json.Nodes;
using Fixtures;

namespace FunctionsPlatform.Tests.Predictions;

/// <summary>What cannot be learnt from or predicted from is refused with the place and the reason.</summary>
[Collection(nameof(PredictionPlatform))]
public sealed class BadInputTests(PredictionPlatform platform)
{
    [Theory]
    [InlineData("""{"features": [3, "pro"]}""", "prediction_input_invalid", "$.features", "The model takes 3 values (items, plan, seen_on), not 2.")]
    [InlineData("""{"features": ["three", "pro", "2026-03-01"]}""", "prediction_input_invalid", "$.features[0]", "Feature 'items' takes a number, not this text.")]
    [InlineData("""{"features": [3, [1], "2026-03-01"]}""", "prediction_input_invalid", "$.features[1]", "Feature 'plan' takes a text, a number or a boolean, not an array.")]
    [InlineData("""{"features": [3, "pro", "yesterday"]}""", "prediction_input_invalid", "$.features[2]", "Feature 'seen_on' takes a time such as 2026-01-31 or 2026-01-31T12:00:00Z, not this text.")]
    [InlineData("""{"features": {"items": 3, "plan": "pro"}}""", "prediction_input_invalid", "$.features.seen_on", "Feature 'seen_on' is missing; give null where its value is not known.")]
    [InlineData("""{"features": {"items": 3, "plan": "pro", "seen_on": null, "colour": 1}}""", "prediction_input_invalid", "$.features.colour", "The model has no feature 'colour'; it has items, plan, seen_on.")]
    [InlineData("""{"features": [[3, "pro", null], [3, "pro"]]}""", "prediction_input_invalid", "$.features[1]", "The model takes 3 values (items, plan, seen_on), not 2.")]
    [InlineData("""{"features": []}""", "prediction_input_invalid", "$.features", "The model takes 3 values (items, plan, seen_on), not 0.")]
    [InlineData("""{"features": 3}""", "prediction_input_invalid", "$.features", "Must be an array of 3 values or an object of them by name.")]
    [InlineData("""{}""", "prediction_input_invalid", "$.features", "Give the features to predict from.")]
    [InlineData("""{"features": [3, "pro", null], "horizon": 3}""", "prediction_input_invalid", "$.horizon", "Only models of type time_series take a horizon.")]
    [InlineData("""{"horizon": 0}""", "prediction_input_invalid", "$.horizon", "Must be 1 to 1000.")]
    public async Task Predictions_of_the_wrong_shape_are_refused(string body, string code, string path, string message)
    {
        var id = await ModelAsync();

        var answer = await platform.PostAsync($"/{id}/predict", Json(body), 422);

        Assert.Equal(code, answer.At("$.error.code"));
        Assert.Equal((path, message), (answer.At("$.error.details[0].path"), answer.At("$.error.details[0].message")));
    }

    [Theory]
    [InlineData("""{"feature": [1]}""", 400)]
    [InlineData("""{"features": [1, }""", 400)]
    [InlineData("""{"features": [3, "pro", null], "horizon": "three"}""", 400)]
    public async Task Bodies_that_are_none_are_refused(string body, int status) => await platform.PostAsync($"/{await ModelAsync()}/predict", Json(body), status);

    [Fact]
    public async Task A_batch_has_a_most()
    {
        var rows = new StringBuilder("{\"features\": [[3, \"pro\", null]");
        for (var row = 0; row < 10_000; row++)
            rows.Append(", [3, \"pro\", null]");

        var answer = await platform.PostAsync($"/{await ModelAsync()}/predict", Json(rows.Append("]}").ToString()), 422);

        Assert.Equal("A batch has at most 10,000 rows.", answer.At("$.error.details[0].message"));
    }

    [Theory]
    [InlineData("classification", """ "target": "nothing" """, "$.target")]
    [InlineData("classification", "", "$.target")]
    [InlineData("classification", """ "target": "same" """, "$.target")]
    [InlineData("classification", """ "target": "rare" """, "$.target")]
    [InlineData("regression", """ "target": "kind" """, "$.target")]
    [InlineData("regression", """ "target": "x", "features": ["x2", "nothing"] """, "$.features")]
    [InlineData("regression", """ "target": "x", "algorithms": ["magic"] """, "$.algorithms")]
    [InlineData("regression", """ "target": "x", "features": ["x"] """, "$.features")]
    [InlineData("regression", """ "target": "x", "holdout": 1 """, "$.holdout")]
    [InlineData("regression", """ "target": "x", "time_budget_seconds": 100000 """, "$.time_budget_seconds")]
    [InlineData("time_series", """ "target": "x" """, "$.time_column")]
    [InlineData("time_series", """ "target": "x", "time_column": "kind" """, "$.time_column")]
    [InlineData("anomaly_detection", """ "target": "kind" """, "$.target")]
    [InlineData("anomaly_detection", """ "target": "single" """, "$.target")]
    [InlineData("clustering", """ "clusters": 90 """, "$.clusters")]
    [InlineData("regression", """ "target": "x", "endpoint": {"url": "https://example.com"} """, "$.endpoint")]
    public async Task Plans_that_nothing_can_be_learnt_by_are_refused(string type, string more, string path)
    {
        var rows = string.Join(", ", Enumerable.Range(0, 40).Select(row => $"[{row}.5, {row % 7}, \"{(row % 2 == 0 ? "a" : "b")}\", \"s\", \"{(row == 0 ? "once" : "often")}\", {(row == 0 ? 1 : 0)}]"));
        var body = $$"""{"name": "Refused", "type": "{{type}}"{{(more.Length > 0 ? "," : "")}} {{more}}, "data": {"columns": ["x", "x2", "kind", "same", "rare", "single"], "rows": [{{rows}}] } }""";

        var answer = await platform.PostAsync("", Json(body), 422);

        Assert.Equal(path, answer.At("$.error.details[0].path"));
    }

    [Theory]
    [InlineData("""{"columns": ["x", "y"], "rows": [[1, 2], [1]]}""", "$.data.rows[1]")]
    [InlineData("""{"columns": ["x", "y"], "rows": [[1, 2], [1, "two"]]}""", "$.data.rows[1][1]")]
    [InlineData("""{"columns": ["x", "y"], "rows": [[1, 2], [{}, 2]]}""", "$.data.rows[1][0]")]
    [InlineData("""{"columns": ["x", "y"], "rows": [[1, 1e999]]}""", "$.data.rows[0][1]")]
    [InlineData("""{"columns": ["x", "x"], "rows": [[1, 2]]}""", "$.data.columns")]
    [InlineData("""{"columns": ["x", " "], "rows": [[1, 2]]}""", "$.data.columns[1]")]
    [InlineData("""{"columns": [], "rows": []}""", "$.data.columns")]
    [InlineData("""{"columns": ["x"], "rows": {"x": 1}}""", "$.data.rows")]
    [InlineData("""{"columns": ["x", "y"], "rows": [[1, 2]]}""", "$.data")]
    [InlineData("null", "$.data")]
    public async Task Rows_that_are_no_table_are_refused_by_row_and_column(string data, string path)
    {
        var answer = await platform.PostAsync("", Json("""{"name": "No table", "type": "regression", "target": "y", "data": """ + data + "}"), 422);

        Assert.Equal(path, answer.At("$.error.details[0].path"));
    }

    [Theory]
    [InlineData("2026-01-01", "2026-01-02", "2026-01-02", "There are two rows of 2026-01-02T00:00:00")]
    [InlineData("2026-01-01", "2026-01-02", "2026-01-02T07:00", "The periods are not even")]
    public async Task Series_that_are_none_are_refused(string first, string second, string third, string message)
    {
        var rows = new[] { first, second, third }.Concat(Enumerable.Range(3, 20).Select(day => $"2026-01-{day:D2}")).Select(time => new JsonNode?[] { time, 1.5 });

        var answer = await platform.PostAsync("", new { name = "No series", type = "time_series", target = "y", data = PredictionPlatform.Table(["at", "y"], rows) }, 422);

        Assert.StartsWith(message, answer.At("$.error.details[0].message"), StringComparison.Ordinal);
    }

    private async Task<string> ModelAsync()
    {
        var listed = await platform.GetAsync("?limit=100");
        if (listed["data"]!.AsArray().FirstOrDefault(model => model.At("$.name") == "Asked wrongly" && model.At("$.status") == "deployed") is { } known)
            return known.At("$.id")!;
        return (await platform.DeployedAsync(new { name = "Asked wrongly", type = "regression", target = "value", algorithms = new[] { "sdca" }, data = PredictionPlatform.Visits() })).At("$.id")!;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
