using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Monitors;
using FunctionsPlatform.Tests.Api;
using FunctionsPlatform.Tests.Connectors.Http;
using FunctionsPlatform.Tests.Webhooks;
using FunctionsPlatform.Webhooks;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Monitors;

[Collection(nameof(ShopPlatform))]
public sealed class MonitorTests(ShopPlatform shop)
{
    [Fact]
    public async Task An_anomaly_is_kept_explained_by_its_group_and_announced()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var metric = await NewMetricAsync();
        await new WebhookWorkspace(shop.App, metric.Workspace).NewWebhookAsync(receiver.Url, EventTypes.AnomalyDetected);
        var monitor = (await SendAsync(metric, HttpMethod.Post, "", Request(metric), HttpStatusCode.Created)).At("$.id");

        for (var look = 0; look < 12; look++)
        {
            await SetAsync(metric, "Spain", 100 + (look % 3));
            var usual = await SendAsync(metric, HttpMethod.Post, $"/{monitor}/run");
            Assert.Equal((look >= 10, "false"), (usual["band"] is not null, usual.At("$.anomaly")));
        }
        await SetAsync(metric, "Spain", 10);
        var point = await SendAsync(metric, HttpMethod.Post, $"/{monitor}/run");
        await Eventually.ValueAsync(() => Task.FromResult(receiver.Calls.IsEmpty ? null : "told"));

        Assert.Equal(("true", "60", """{"France":50,"Spain":10}"""), (point.At("$.anomaly"), point.At("$.value"), point["groups"]!.ToJsonString()));
        Assert.Matches(@"^Orders is 60, 60\.\d% below the 151 expected \(usual: .* to .*\)\. Most of it is Spain: 10 where 101 was expected\.$", point.At("$.explanation"));
        Assert.InRange(point["band"]!["expected"]!.GetValue<double>(), 150, 152);
        var told = receiver.Calls.Single();
        Assert.Equal((point.At("$.explanation"), "60", point.At("$.id")), (told.Json.At("$.data.explanation"), told.Json.At("$.data.value"), told.Json.At("$.data.point_id")));
        var anomalies = (await SendAsync(metric, HttpMethod.Get, $"/{monitor}/history?anomalies=true"))["data"]!.AsArray();
        Assert.Equal([point.At("$.id")], anomalies.Select(anomaly => anomaly.At("$.id")));
        Assert.Equal(13, (await SendAsync(metric, HttpMethod.Get, $"/{monitor}/history?limit=50"))["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_monitor_runs_when_it_is_due_once_for_each_time()
    {
        var metric = await NewMetricAsync();
        var monitor = await SendAsync(metric, HttpMethod.Post, "", Request(metric, "@every 1h"), HttpStatusCode.Created);
        var due = monitor["next_run_at"]!.GetValue<DateTimeOffset>();
        var later = ActivatorUtilities.CreateInstance<DueMonitors>(shop.App.Services, new FakeTimeProvider(due.AddMinutes(90)));

        await ActivatorUtilities.CreateInstance<DueMonitors>(shop.App.Services, new FakeTimeProvider(due.AddMinutes(-1))).RunAsync(CancellationToken.None);
        var before = await HistoryAsync();
        await later.RunAsync(CancellationToken.None);
        await later.RunAsync(CancellationToken.None);

        Assert.Equal((0, 1), (before, await HistoryAsync()));
        Assert.Equal(due.AddHours(2), (await SendAsync(metric, HttpMethod.Get, $"/{monitor.At("$.id")}"))["next_run_at"]!.GetValue<DateTimeOffset>());

        async Task<int> HistoryAsync() => (await SendAsync(metric, HttpMethod.Get, $"/{monitor.At("$.id")}/history"))["data"]!.AsArray().Count;
    }

    [Fact]
    public async Task A_metric_that_cannot_be_read_any_more_is_told_in_the_history()
    {
        var metric = await NewMetricAsync();
        var monitor = (await SendAsync(metric, HttpMethod.Post, "", Request(metric), HttpStatusCode.Created)).At("$.id");
        await ExecuteAsync(metric, "DROP TABLE orders");

        var point = await SendAsync(metric, HttpMethod.Post, $"/{monitor}/run");

        Assert.Equal((null, "false", "query_failed"), (point.At("$.value"), point.At("$.anomaly"), point.At("$.error_code")));
    }

    [Fact]
    public async Task Another_workspaces_monitor_and_question_are_not_there()
    {
        var (own, other) = (await NewMetricAsync(), await NewMetricAsync());
        var monitor = (await SendAsync(own, HttpMethod.Post, "", Request(own), HttpStatusCode.Created)).At("$.id");

        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, $"/{monitor}", null), (HttpMethod.Patch, $"/{monitor}", new { active = false }), (HttpMethod.Delete, $"/{monitor}", null),
            (HttpMethod.Post, $"/{monitor}/run", null), (HttpMethod.Get, $"/{monitor}/history", null), (HttpMethod.Post, "", Request(own)), (HttpMethod.Get, "/mon-1", null),
        })
            await SendAsync(other, method, path, body, HttpStatusCode.NotFound);
        await SendAsync(own, HttpMethod.Delete, $"/{monitor}");
        await SendAsync(own, HttpMethod.Get, $"/{monitor}", status: HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"name": ""}""", "$.name")]
    [InlineData("""{"schedule": "every hour"}""", "$.schedule")]
    [InlineData("""{"schedule": "@every 5s"}""", "$.schedule")]
    [InlineData("""{"schedule": "@every soon"}""", "$.schedule")]
    [InlineData("""{"time_zone": "Mars/Base"}""", "$.time_zone")]
    [InlineData("""{"min_points": 3}""", "$.min_points")]
    [InlineData("""{"column": "total"}""", "$.column")]
    [InlineData("""{"column": "country"}""", "$.column")]
    [InlineData("""{"dimension": "region"}""", "$.dimension")]
    public async Task A_monitor_that_cannot_work_is_refused_and_says_why(string change, string place)
    {
        var metric = await NewMetricAsync();
        var body = Request(metric);
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            body[name] = value!.DeepClone();

        var refused = await SendAsync(metric, HttpMethod.Post, "", body, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(place, refused.At("$.error.details[0].path"));
    }

    [Fact]
    public async Task A_change_leaves_the_rest_as_it_is()
    {
        var metric = await NewMetricAsync();
        var monitor = await SendAsync(metric, HttpMethod.Post, "", Request(metric, "0 6 * * *"), HttpStatusCode.Created);

        var moved = await SendAsync(metric, HttpMethod.Patch, $"/{monitor.At("$.id")}", new { time_zone = "Asia/Tokyo" });
        var off = await SendAsync(metric, HttpMethod.Patch, $"/{monitor.At("$.id")}", new { active = false, sensitivity = "low" });

        Assert.Equal(("0 6 * * *", "Asia/Tokyo", 21), (moved.At("$.schedule"), moved.At("$.time_zone"), moved["next_run_at"]!.GetValue<DateTimeOffset>().UtcDateTime.Hour));
        Assert.Equal(("Orders", "low", "false", null), (off.At("$.name"), off.At("$.sensitivity"), off.At("$.active"), off.At("$.next_run_at")));
    }

    [Theory]
    [InlineData("{}", 3, "{}")]
    [InlineData("""{"column": "note"}""", 2, "{}")]
    [InlineData("""{"aggregate": "sum", "column": "Amount"}""", 10.5, "{}")]
    [InlineData("""{"aggregate": "average", "column": "amount"}""", 3.5, "{}")]
    [InlineData("""{"aggregate": "minimum", "column": "amount"}""", 1.5, "{}")]
    [InlineData("""{"aggregate": "maximum", "column": "amount"}""", 5, "{}")]
    [InlineData("""{"dimension": "country"}""", 3, """{"Spain":2,"France":1}""")]
    [InlineData("""{"aggregate": "sum", "column": "amount", "dimension": "country"}""", 10.5, """{"Spain":6.5,"France":4}""")]
    public async Task A_metric_of_a_dataset_is_read_by_its_aggregate(string metric, double value, string groups)
    {
        var (workspace, dataset) = await NewDatasetAsync();

        var monitor = await SendAsync(workspace, HttpMethod.Post, "", OfDataset(dataset, metric), HttpStatusCode.Created);
        var point = await SendAsync(workspace, HttpMethod.Post, $"/{monitor.At("$.id")}/run");

        Assert.Equal((value, groups), (point["value"]!.GetValue<double>(), point["groups"]!.ToJsonString()));
        var read = await SendAsync(workspace, HttpMethod.Get, $"/{monitor.At("$.id")}");
        Assert.Equal((dataset, null, JsonNode.Parse(metric).At("$.aggregate") ?? "count"), (read.At("$.dataset_id"), read.At("$.question_id"), read.At("$.aggregate")));
        Assert.Equal(read.ToJsonString(), (await SendAsync(workspace, HttpMethod.Get, ""))["data"]![0]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"aggregate": "sum"}""", "$.column")]
    [InlineData("""{"aggregate": "sum", "column": "note"}""", "$.column")]
    [InlineData("""{"aggregate": "sum", "column": "total"}""", "$.column")]
    [InlineData("""{"dimension": "region"}""", "$.dimension")]
    [InlineData("""{"aggregate": "average", "column": "amount", "dimension": "country"}""", "$.dimension")]
    [InlineData("""{"question_id": "q_abc"}""", "$.question_id")]
    public async Task A_metric_that_a_dataset_does_not_have_is_refused(string metric, string place)
    {
        var (workspace, dataset) = await NewDatasetAsync();

        var refused = await SendAsync(workspace, HttpMethod.Post, "", OfDataset(dataset, metric), HttpStatusCode.UnprocessableEntity);

        Assert.Equal(place, refused.At("$.error.details[0].path"));
    }

    [Fact]
    public async Task A_dataset_that_is_gone_or_anothers_is_told()
    {
        var ((workspace, dataset), (other, _)) = (await NewDatasetAsync(), await NewDatasetAsync());
        var monitor = (await SendAsync(workspace, HttpMethod.Post, "", OfDataset(dataset, "{}"), HttpStatusCode.Created)).At("$.id");

        await SendAsync(other, HttpMethod.Post, "", OfDataset(dataset, "{}"), HttpStatusCode.NotFound);
        using (await shop.SendAsync(HttpMethod.Delete, $"/api/v1/datasets/{dataset}", null, workspace.Key))
            Assert.Equal("dataset_not_found", (await SendAsync(workspace, HttpMethod.Post, $"/{monitor}/run")).At("$.error_code"));
    }

    private static JsonObject OfDataset(string dataset, string metric)
    {
        var body = JsonNode.Parse(metric)!.AsObject();
        (body["name"], body["dataset_id"]) = ("Sales", dataset);
        return body;
    }

    private async Task<(TestWorkspace Workspace, string Dataset)> NewDatasetAsync()
    {
        var workspace = await shop.App.NewWorkspaceAsync();
        var body = JsonNode.Parse("""
            {"name": "sales", "source": {"type": "rows", "rows": [
                {"country": "Spain", "amount": 1.5, "note": "a"}, {"country": "Spain", "amount": 5, "note": null}, {"country": "France", "amount": 4, "note": "b"}]}}
            """);
        using var created = await shop.SendAsync(HttpMethod.Post, "/api/v1/datasets", body, workspace.Key);
        return (workspace, (await created.JsonAsync()).At("$.id")!);
    }

    private static JsonObject Request(Metric metric, string schedule = "") => new()
    {
        ["name"] = "Orders",
        ["question_id"] = metric.Question,
        ["dimension"] = "country",
        ["schedule"] = schedule,
        ["min_points"] = 10,
    };

    private sealed record Metric(TestWorkspace Workspace, string Question, string File);

    /// <summary>A workspace with a database of its own and a question about it that was answered.</summary>
    private async Task<Metric> NewMetricAsync()
    {
        var workspace = await shop.App.NewWorkspaceAsync();
        var metric = new Metric(workspace, "", $"{SharedAzurite.NewPrefix()}.db");
        await ExecuteAsync(metric, "CREATE TABLE orders (country TEXT PRIMARY KEY, n INTEGER); INSERT INTO orders VALUES ('France', 50), ('Spain', 100)");
        using var created = await shop.SendAsync(HttpMethod.Post, "/v1/connections", new { type = "sqlite", name = "Metric", database = metric.File }, workspace.Key);
        shop.Translator.Answers("orders by country", "SELECT country, n FROM orders ORDER BY country");
        using var asked = await shop.SendAsync(
            HttpMethod.Post, "/v1/queries", new { question = "orders by country", connection_id = (await created.JsonAsync()).At("$.data.connection_id") }, workspace.Key);
        return metric with { Question = (await asked.JsonAsync()).At("$.data.query_id")! };
    }

    private Task SetAsync(Metric metric, string country, int orders) => ExecuteAsync(metric, $"UPDATE orders SET n = {orders} WHERE country = '{country}'");

    private async Task ExecuteAsync(Metric metric, string sql)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(shop.Files, metric.File)};Pooling=false");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private Task<JsonNode> SendAsync(Metric metric, HttpMethod method, string path, object? body = null, HttpStatusCode status = HttpStatusCode.OK) =>
        SendAsync(metric.Workspace, method, path, body, status);

    private async Task<JsonNode> SendAsync(TestWorkspace workspace, HttpMethod method, string path, object? body = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await shop.SendAsync(method, $"/api/v1/monitors{path}", body, workspace.Key);
        var json = await response.JsonAsync();
        Assert.True(response.StatusCode == status, $"{method} {path}: {(int)response.StatusCode}: {json.ToJsonString()}");
        return json;
    }
}
