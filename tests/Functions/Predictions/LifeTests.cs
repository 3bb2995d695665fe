using System.Net;
using System.Net.Http.Json;
using Fixtures;

namespace FunctionsPlatform.Tests.Predictions;

/// <summary>From rows to predictions, over HTTP.</summary>
[Collection(nameof(PredictionPlatform))]
public sealed class LifeTests(PredictionPlatform platform)
{
    private static readonly object[] Row = [3, "pro", "2026-03-01"];

    [Fact]
    public async Task A_model_is_trained_deployed_asked_trained_again_and_rolled_back()
    {
        var created = await platform.PostAsync("", new { name = "Life", type = "regression", target = "value", algorithms = new[] { "sdca", "fast_forest" }, data = PredictionPlatform.Visits() }, 201);
        var id = created.At("$.id")!;
        Assert.Matches("^model-[0-9a-f]{32}$", id);
        Assert.Equal("training", created.At("$.status"));
        Assert.Equal("prediction_model_not_deployed", (await platform.PostAsync($"/{id}/predict", new { features = Row }, 409)).At("$.error.code"));

        var trained = await platform.EndedAsync(id);
        Assert.Equal(("trained", "1", null), (trained.At("$.status"), trained.At("$.version"), trained.At("$.training")));
        Assert.Equal("deployed", (await platform.PostAsync($"/{id}/deploy")).At("$.status"));

        var predicted = await platform.PostAsync($"/{id}/predict", new { features = Row });
        Assert.Equal(["model_id", "model_version", "prediction", "interval", "latency_ms"], predicted.AsObject().Select(property => property.Key));
        Assert.InRange(predicted["prediction"]!.GetValue<double>(), 45, 65);
        Assert.True(predicted["interval"]!["lower"]!.GetValue<double>() < predicted["prediction"]!.GetValue<double>());

        Assert.Equal("deployed", (await platform.PostAsync($"/{id}/train", new { algorithms = new[] { "sdca" }, seed = 2 }, 202)).At("$.status"));
        Assert.Equal("1", (await platform.PostAsync($"/{id}/predict", new { features = Row })).At("$.model_version"));
        await platform.EndedAsync(id);
        await platform.PostAsync($"/{id}/deploy", new { version = 2 });
        Assert.Equal("2", (await platform.PostAsync($"/{id}/predict", new { features = Row })).At("$.model_version"));
        Assert.Equal(["deployed", "archived"], (await platform.GetAsync($"/{id}/versions"))["data"]!.AsArray().Select(version => version.At("$.status")));

        Assert.Equal("1", (await platform.PostAsync($"/{id}/rollback")).At("$.version"));
        Assert.Equal("1", (await platform.PostAsync($"/{id}/predict", new { features = Row })).At("$.model_version"));
        using var deleted = await platform.Client.DeleteAsync($"/api/v1/models/{id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal("prediction_model_not_found", (await platform.PostAsync($"/{id}/predict", new { features = Row }, 404)).At("$.error.code"));
    }

    [Fact]
    public async Task Columns_are_chosen_and_the_card_says_what_was_done()
    {
        var model = await platform.TrainedAsync(new { name = "Card", type = "regression", target = "value", data = PredictionPlatform.Visits() });

        Assert.Equal(["items", "plan", "seen_on"], model["feature_names"]!.AsArray().Select(name => name!.ToString()));
        var card = model["card"]!;
        Assert.Equal(["numeric", "categorical", "date"], card["data"]!["features"]!.AsArray().Select(feature => feature.At("$.kind")));
        Assert.Equal(["visit_id", "remark", "shop"], card["data"]!["dropped"]!.AsArray().Select(column => column.At("$.name")));
        Assert.Equal(("96", "24"), (card.At("$.split.training"), card.At("$.split.held_out")));
        Assert.Equal(4, card["candidates"]!.AsArray().Count);
        Assert.Equal(["items", "plan"], card["importance"]!.AsArray().Take(2).Select(feature => feature.At("$.feature")));
        Assert.True(card["metrics"]!["r_squared"]!.GetValue<double>() > 0.9, card["metrics"]!.ToJsonString());
        Assert.Equal(card.At("$.algorithm"), card["candidates"]!.AsArray().MaxBy(candidate => candidate!["score"]!.GetValue<double>()).At("$.algorithm"));
    }

    [Fact]
    public async Task Rows_are_given_as_arrays_or_objects_alone_or_many_at_once()
    {
        var id = (await platform.DeployedAsync(Small("Shapes"))).At("$.id");

        var one = await platform.PostAsync($"/{id}/predict", new { features = Row });
        var named = await platform.PostAsync($"/{id}/predict", new { features = new { seen_on = "2026-03-01", items = 3, plan = "pro" } });
        var many = await platform.PostAsync($"/{id}/predict", new { features = new object[] { Row, new { items = 8, plan = "never seen", seen_on = (string?)null } } });

        Assert.Equal(one.At("$.prediction"), named.At("$.prediction"));
        Assert.Equal(one.At("$.prediction"), many.At("$.predictions[0].prediction"));
        Assert.Equal(2, many["predictions"]!.AsArray().Count);
        Assert.Null(many["interval"]);
    }

    [Fact]
    public async Task What_a_model_learns_follows_from_rows_and_seed_alone()
    {
        var request = new { name = "Same", type = "classification", target = "species", algorithms = new[] { "lightgbm", "logistic_regression" }, data = PredictionPlatform.Table("iris.csv") };
        var one = await platform.TrainedAsync(request);
        var other = await platform.TrainedAsync(new { name = "Same again", request.type, request.target, request.algorithms, request.data });

        Assert.Equal(one["metrics"]!.ToJsonString(), other["metrics"]!.ToJsonString());
        Assert.Equal(one["card"]!["importance"]!.ToJsonString(), other["card"]!["importance"]!.ToJsonString());
    }

    [Fact]
    public async Task Models_are_listed_newest_first_and_belong_to_their_workspace()
    {
        var model = await platform.TrainedAsync(Small("Listed"));
        var id = model.At("$.id");
        using var stranger = platform.App.ClientOf(await platform.App.NewWorkspaceAsync());

        var listed = await platform.GetAsync("?limit=1");

        Assert.Equal(id, listed.At("$.data[0].id"));
        Assert.NotNull(listed.At("$.pagination.next_cursor"));
        Assert.Empty((await (await stranger.GetAsync("/api/v1/models")).JsonAsync())["data"]!.AsArray());
        foreach (var (method, path) in new[] { ("GET", ""), ("DELETE", ""), ("POST", "/train"), ("POST", "/deploy"), ("POST", "/rollback"), ("POST", "/cancel"), ("GET", "/versions"), ("GET", "/drift") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/models/{id}{path}");
            using var response = await stranger.SendAsync(request);
            Assert.Equal((HttpStatusCode.NotFound, "prediction_model_not_found"), (response.StatusCode, (await response.JsonAsync()).At("$.error.code")));
        }

        using var predicted = await stranger.PostAsJsonAsync($"/api/v1/models/{id}/predict", new { features = Row });
        Assert.Equal(HttpStatusCode.NotFound, predicted.StatusCode);
    }

    [Fact]
    public async Task A_training_is_cancelled_and_the_model_can_be_trained_again()
    {
        // So many rows that no candidate is done before the next request.
        var id = (await platform.PostAsync("", new { name = "Long", type = "regression", target = "value", data = PredictionPlatform.Visits(6_000) }, 201)).At("$.id")!;

        var cancelled = await platform.PostAsync($"/{id}/cancel");

        Assert.Equal(("failed", "cancelled", "training_cancelled"), (cancelled.At("$.status"), cancelled.At("$.training.state"), cancelled.At("$.training.error.code")));
        Assert.Equal("training_not_running", (await platform.PostAsync($"/{id}/cancel", status: 409)).At("$.error.code"));
        Assert.Equal("prediction_version_not_trained", (await platform.PostAsync($"/{id}/deploy", status: 409)).At("$.error.code"));
        await platform.PostAsync($"/{id}/train", new { algorithms = new[] { "sdca" }, data = PredictionPlatform.Visits() }, 202);
        Assert.Equal(("trained", "2"), ((await platform.EndedAsync(id)).At("$.status"), (await platform.GetAsync($"/{id}")).At("$.version")));
    }

    [Fact]
    public async Task One_training_of_a_model_runs_at_a_time_and_names_are_taken_once()
    {
        var id = (await platform.PostAsync("", new { name = "Busy", type = "regression", target = "value", data = PredictionPlatform.Visits(6_000) }, 201)).At("$.id")!;

        Assert.Equal("training_running", (await platform.PostAsync($"/{id}/train", status: 409)).At("$.error.code"));
        Assert.Equal("prediction_model_exists", (await platform.PostAsync("", Small(" busy "), 409)).At("$.error.code"));

        await platform.PostAsync($"/{id}/cancel");
    }

    [Fact]
    public async Task Drift_tells_inputs_that_are_as_in_training_from_those_that_are_not()
    {
        var id = (await platform.DeployedAsync(Small("Drifting"))).At("$.id");
        var rows = PredictionPlatform.Visits()["rows"]!.AsArray().Select(row => new object?[] { (int)row![1]!, (string?)row[2], (string?)row[3] }).ToArray();

        Assert.Equal("too_few", (await platform.GetAsync($"/{id}/drift")).At("$.level"));
        await platform.PostAsync($"/{id}/predict", new { features = rows });
        var alike = await platform.GetAsync($"/{id}/drift");
        await platform.PostAsync($"/{id}/predict", new { features = Enumerable.Repeat(new object[] { 40, "pro", "2026-03-01" }, 500) });
        var unlike = await platform.GetAsync($"/{id}/drift");

        Assert.Equal(("120", "stable"), (alike.At("$.inputs"), Level(alike, "items")));
        Assert.Equal(("620", "significant"), (unlike.At("$.inputs"), Level(unlike, "items")));

        static string? Level(System.Text.Json.Nodes.JsonNode drift, string feature) =>
            drift["features"]!.AsArray().Single(one => one.At("$.feature") == feature).At("$.level");
    }

    [Fact]
    public async Task A_training_that_is_refused_leaves_the_model_as_it_was()
    {
        var id = (await platform.TrainedAsync(Small("Refused once"))).At("$.id")!;

        await platform.PostAsync($"/{id}/train", new { algorithms = new[] { "magic" } }, 422);
        await platform.PostAsync($"/{id}/train", status: 202);

        Assert.Equal("2", (await platform.EndedAsync(id)).At("$.version"));
    }

    [Fact]
    public async Task Trainings_that_are_begun_together_all_come_to_their_end()
    {
        var begun = await Task.WhenAll(Enumerable.Range(1, 4).Select(number => platform.PostAsync("", Small($"Together {number}"), 201)));

        foreach (var model in begun)
            Assert.Equal(("trained", "sdca"), ((await platform.EndedAsync(model.At("$.id")!)).At("$.status"), (await platform.GetAsync($"/{model.At("$.id")}")).At("$.algorithm")));
    }

    [Fact]
    public async Task Clusters_and_anomalies_are_found()
    {
        var (chance, rows) = (new Random(3), new List<System.Text.Json.Nodes.JsonNode?[]>());
        for (var row = 0; row < 300; row++)
            rows.Add([(row % 3 * 10) + chance.NextDouble(), (row % 3 * -10) + chance.NextDouble()]);
        var data = PredictionPlatform.Table(["x", "y"], rows);

        var groups = await platform.DeployedAsync(new { name = "Groups", type = "clustering", data = data.DeepClone() });
        var odd = await platform.DeployedAsync(new { name = "Odd", type = "anomaly_detection", data });

        Assert.Equal("k_means_3", groups.At("$.algorithm"));
        var found = await platform.PostAsync($"/{groups.At("$.id")}/predict", new { features = new[] { new[] { 0.5, 0.5 }, [10.5, -9.5], [20.5, -19.5], [0.4, 0.6] } });
        var clusters = found["predictions"]!.AsArray().Select(one => one.At("$.prediction")).ToArray();
        Assert.Equal(3, clusters.Distinct().Count());
        Assert.Equal(clusters[0], clusters[3]);
        var judged = await platform.PostAsync($"/{odd.At("$.id")}/predict", new { features = new[] { new[] { 0.5, 0.5 }, [200, 200] } });
        Assert.Equal(["false", "true"], judged["predictions"]!.AsArray().Select(one => one.At("$.prediction")));
    }

    private static object Small(string name) => new { name, type = "regression", target = "value", algorithms = new[] { "sdca" }, data = PredictionPlatform.Visits() };
}
