using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Predictions;
using FunctionsPlatform.Tests.Connectors.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Predictions;

/// <summary>Models learn from datasets and predict from them into others.</summary>
[Collection(nameof(PredictionPlatform))]
public sealed class DatasetPredictionTests(PredictionPlatform platform)
{
    [Fact]
    public async Task A_model_learns_from_a_dataset_and_again_from_what_it_holds_later()
    {
        const string query = "SELECT * EXCLUDE (visit_id) FROM \"learnt from\" WHERE items < 9 -- all";
        var dataset = await DatasetAsync("learnt from", PredictionPlatform.Visits());

        var model = await platform.TrainedAsync(new { name = "Of a dataset", type = "regression", target = "value", algorithms = new[] { "sdca" }, data = new { dataset_id = dataset, query } });
        await ReplaceAsync(dataset, PredictionPlatform.Visits(160));
        await platform.PostAsync($"/{model.At("$.id")}/train", status: 202);
        var again = await platform.EndedAsync(model.At("$.id")!);

        Assert.Equal(("trained", dataset), (model.At("$.status"), model.At("$.dataset_id")));
        Assert.Equal(["items", "plan", "seen_on"], model["feature_names"]!.AsArray().Select(name => name!.ToString()));
        Assert.Equal(("120", dataset, query), (model.At("$.card.data.rows"), model.At("$.card.data.dataset_id"), model.At("$.card.data.query")));
        Assert.True(model["metrics"]!["r_squared"]!.GetValue<double>() > 0.9, model["metrics"]!.ToJsonString());
        Assert.Equal(("2", "160", dataset), (again.At("$.version"), again.At("$.card.data.rows"), again.At("$.card.data.dataset_id")));
        Assert.Equal([dataset, dataset], (await platform.GetAsync($"/{model.At("$.id")}/versions"))["data"]!.AsArray().Select(version => version.At("$.dataset_id")));
        // Rows that are sent take the dataset's place.
        await platform.PostAsync($"/{model.At("$.id")}/train", new { data = PredictionPlatform.Visits() }, 202);
        Assert.Null((await platform.EndedAsync(model.At("$.id")!)).At("$.dataset_id"));
    }

    [Theory]
    [InlineData("""{"dataset_id": "ds-nothing"}""", 404, "dataset_not_found")]
    [InlineData("""{"dataset_id": "STRANGER"}""", 404, "dataset_not_found")]
    [InlineData("""{"dataset_id": "OWN", "query": "SELECT * FROM nowhere"}""", 400, "dataset_table_unknown")]
    [InlineData("""{"dataset_id": "OWN", "query": "SELECT nothing FROM \"refused source\""}""", 400, "query_failed")]
    [InlineData("""{"dataset_id": "OWN", "query": "DROP TABLE \"refused source\""}""", 422, "sql_refused")]
    [InlineData("""{"dataset_id": "OWN", "query": "SELECT items FROM \"refused source\""}""", 422, "training_data_invalid")]
    [InlineData("""{"dataset_id": "OWN", "columns": ["x"], "rows": []}""", 422, null)]
    [InlineData("""{"columns": ["x"], "rows": [], "query": "SELECT 1"}""", 422, null)]
    [InlineData("{}", 422, null)]
    public async Task Datasets_that_cannot_be_learnt_from_are_refused_at_once(string data, int status, string? code)
    {
        var own = await DatasetAsync("refused source", PredictionPlatform.Visits(3));
        using var stranger = platform.App.ClientOf(await platform.App.NewWorkspaceAsync());
        var theirs = await DatasetAsync("refused source", PredictionPlatform.Visits(3), stranger);

        var answer = await platform.PostAsync(
            "", new { name = "Refused source", type = "regression", target = "value", data = JsonNode.Parse(data.Replace("OWN", own).Replace("STRANGER", theirs)) }, status);

        Assert.Equal(code ?? answer.At("$.error.code"), answer.At("$.error.code"));
        Assert.DoesNotContain((await platform.GetAsync("?limit=100"))["data"]!.AsArray(), model => model.At("$.name") == "Refused source");
    }

    [Fact]
    public async Task A_dataset_is_predicted_from_into_a_dataset_which_the_next_time_is_replaced()
    {
        var id = (await platform.DeployedAsync(Small("Into a dataset"))).At("$.id")!;
        var source = await DatasetAsync("to predict", PredictionPlatform.Visits());

        var started = await platform.PostAsync($"/{id}/predict-dataset", new { dataset_id = source, into = "predicted" }, 202);
        var done = await BatchAsync(id, started.At("$.id")!);

        Assert.Equal(("completed", "120", "1", source), (done.At("$.status"), done.At("$.row_count"), done.At("$.model_version"), done.At("$.dataset_id")));
        var result = done.At("$.result_dataset_id")!;
        var first = await QueryAsync(result, "SELECT * FROM predicted ORDER BY visit_id LIMIT 1");
        Assert.Equal(
            ["visit_id", "items", "plan", "seen_on", "remark", "shop", "value", "prediction", "prediction_lower", "prediction_upper"], first["columns"]!.AsArray().Select(column => column.At("$.name")));
        var row = first["rows"]![0]!.AsArray();
        var alone = await platform.PostAsync($"/{id}/predict", new { features = new[] { row[1]!.DeepClone(), row[2]!.DeepClone(), row[3]!.DeepClone() } });
        Assert.Equal(alone["prediction"]!.GetValue<double>(), row[7]!.GetValue<double>(), 6);
        Assert.Equal(alone["interval"]!["upper"]!.GetValue<double>(), row[9]!.GetValue<double>(), 6);

        var next = await platform.PostAsync($"/{id}/predict-dataset", new { dataset_id = source, query = "SELECT items, plan, seen_on FROM \"to predict\" WHERE items > 4", into = "Predicted" }, 202);
        var replaced = await BatchAsync(id, next.At("$.id")!);
        Assert.Equal(("completed", result), (replaced.At("$.status"), replaced.At("$.result_dataset_id")));
        Assert.Equal($"[[{replaced.At("$.row_count")},5]]", (await QueryAsync(result, "SELECT count(*), min(items) FROM predicted"))["rows"]!.ToJsonString());
        Assert.Equal([next.At("$.id"), started.At("$.id")], (await platform.GetAsync($"/{id}/batch-predictions"))["data"]!.AsArray().Select(batch => batch.At("$.id")));
    }

    [Fact]
    public async Task Classes_are_predicted_in_their_own_type_with_how_likely_they_are()
    {
        var source = await DatasetAsync("flowers", PredictionPlatform.Table("iris.csv"));
        var id = (await platform.DeployedAsync(new { name = "Flowers", type = "classification", target = "species", algorithms = new[] { "logistic_regression" }, data = new { dataset_id = source } })).At("$.id")!;

        var done = await BatchAsync(id, (await platform.PostAsync($"/{id}/predict-dataset", new { dataset_id = source, into = "flowers told apart" }, 202)).At("$.id")!);

        var judged = await QueryAsync(done.At("$.result_dataset_id")!, "SELECT avg(CASE WHEN species = prediction THEN 1 ELSE 0 END), min(probability), max(probability) FROM \"flowers told apart\"");
        var (right, least, most) = (judged["rows"]![0]![0]!.GetValue<double>(), judged["rows"]![0]![1]!.GetValue<double>(), judged["rows"]![0]![2]!.GetValue<double>());
        Assert.InRange(right, 0.95, 1);
        Assert.InRange(least, 1 / 3.0, 0.9);
        Assert.InRange(most, 0.9, 1.000001);
    }

    [Theory]
    [InlineData("ds-nothing", "", "refused target", 404, "dataset_not_found", null)]
    [InlineData("OWN", "SELECT items, plan FROM \"batch source\"", "refused target", 422, "prediction_input_invalid", "$.query")]
    [InlineData("OWN", "SELECT *, 1 AS Prediction FROM \"batch source\"", "refused target", 422, "prediction_input_invalid", "$.query")]
    [InlineData("OWN", "", "Batch Source", 422, "prediction_into_invalid", "$.into")]
    [InlineData("OWN", "", "7 is no letter", 422, "prediction_into_invalid", "$.into")]
    [InlineData("OWN", "", "awaits a file", 422, "prediction_into_invalid", "$.into")]
    public async Task Batches_that_cannot_be_made_are_refused_at_once(string dataset, string query, string into, int status, string code, string? path)
    {
        var (id, source) = await BatchSourceAsync();

        var answer = await platform.PostAsync($"/{id}/predict-dataset", new { dataset_id = dataset.Replace("OWN", source), query = query.Length > 0 ? query : null, into }, status);

        Assert.Equal((code, path), (answer.At("$.error.code"), path is null ? null : answer.At("$.error.details[0].path")));
    }

    [Fact]
    public async Task Batches_of_other_workspaces_or_models_are_not_found()
    {
        var (id, source) = await BatchSourceAsync();
        using var stranger = platform.App.ClientOf(await platform.App.NewWorkspaceAsync());

        using var foreign = await stranger.PostAsJsonAsync($"/api/v1/models/{id}/predict-dataset", new { dataset_id = source, into = "theirs" });

        Assert.Equal((HttpStatusCode.NotFound, "prediction_model_not_found"), (foreign.StatusCode, (await foreign.JsonAsync()).At("$.error.code")));
        Assert.Equal("batch_prediction_not_found", (await platform.GetAsync($"/{id}/batch-predictions/bp-{Guid.Empty:N}", 404)).At("$.error.code"));
    }

    [Theory]
    [InlineData("SELECT * REPLACE ('many' AS items) FROM \"batch source\"", "prediction_input_invalid", "row 1, column items")]
    [InlineData("SELECT a.* FROM \"batch source\" a CROSS JOIN \"batch source\" b", "prediction_rows_too_many", null)]
    public async Task Rows_that_cannot_be_predicted_from_leave_no_dataset_behind(string query, string code, string? place)
    {
        var (id, source) = await BatchSourceAsync();

        var failed = await BatchAsync(id, (await platform.PostAsync($"/{id}/predict-dataset", new { dataset_id = source, query, into = "never made" }, 202)).At("$.id")!);

        Assert.Equal(("failed", code, place, null), (failed.At("$.status"), failed.At("$.error.code"), failed.At("$.error.details[0].place"), failed.At("$.result_dataset_id")));
        using var listed = await platform.Client.GetAsync("/api/v1/datasets?limit=100");
        Assert.DoesNotContain((await listed.JsonAsync())["data"]!.AsArray(), dataset => dataset.At("$.name") == "never made");
    }

    [Fact]
    public async Task A_batch_whose_process_died_starts_over_and_one_that_is_done_is_left_alone()
    {
        var (id, source) = await BatchSourceAsync();
        var (batches, datasets) = (platform.App.Services.GetRequiredService<BatchPredictions>(), platform.App.Services.GetRequiredService<FunctionsPlatform.Datasets.Datasets>());
        Assert.True(PredictionModel.PublicId.TryParse(id, out var model) & Dataset.PublicId.TryParse(source, out var dataset));
        var batch = (await batches.StartAsync(platform.Workspace, model, new DatasetRows(dataset), "cut off", default)).Value;
        await datasets.CreateAsync(platform.Workspace, new NewDataset("cut off") { Source = DatasetSource.Upload }, default, batch.Result);

        await batches.RunAsync(BatchKey.Of(batch), default);
        var done = (await batches.GetAsync(platform.Workspace, model, batch.Id, default)).Value;
        await batches.RunAsync(BatchKey.Of(batch), default);

        Assert.Equal((BatchState.Completed, 120), (done.State, done.RowCount));
        Assert.Equal(done.FinishedAt, (await batches.GetAsync(platform.Workspace, model, batch.Id, default)).Value.FinishedAt);
        Assert.Equal(1, (await datasets.GetAsync(platform.Workspace, batch.Result, default)).Value.Current!.Number);
    }

    [Fact]
    public async Task A_batch_goes_on_with_an_import_that_its_process_left_and_writes_what_was_written_no_second_time()
    {
        var (id, source) = await BatchSourceAsync();
        var (batches, datasets) = (platform.App.Services.GetRequiredService<BatchPredictions>(), platform.App.Services.GetRequiredService<FunctionsPlatform.Datasets.Datasets>());
        Assert.True(PredictionModel.PublicId.TryParse(id, out var model) & Dataset.PublicId.TryParse(source, out var dataset));
        Assert.True(Dataset.PublicId.TryParse(await DatasetAsync("left open", PredictionPlatform.Visits(3)), out var into));
        var batch = (await batches.StartAsync(platform.Workspace, model, new DatasetRows(dataset), "left open", default)).Value;
        var left = new PendingImport(batch.Id, null, false, ReadOptions.Default, TimeProvider.System.GetUtcNow());
        await platform.App.Services.GetRequiredService<DatasetStore>().ChangeAsync(
            platform.Workspace, into, now => now with { Status = DatasetStatus.Syncing, Import = left }, default);

        Assert.True(await batches.RunAsync(BatchKey.Of(batch), default));
        var done = (await batches.GetAsync(platform.Workspace, model, batch.Id, default)).Value;
        await platform.App.Services.GetRequiredService<PredictionStore>().ChangeBatchAsync(BatchKey.Of(batch), now => now with { State = BatchState.Running }, default);
        Assert.True(await batches.RunAsync(BatchKey.Of(batch), default));

        Assert.Equal((BatchState.Completed, null), (done.State, done.Error));
        var written = (await datasets.GetAsync(platform.Workspace, into, default)).Value;
        Assert.Equal((DatasetStatus.Ready, 120, 2), (written.Status, written.Current!.RowCount, written.Current.Number));
        Assert.Equal(BatchState.Completed, (await batches.GetAsync(platform.Workspace, model, batch.Id, default)).Value.State);
    }

    [Fact]
    public async Task A_batch_for_which_there_is_no_room_waits_nowhere_and_is_made_later()
    {
        var (id, source) = await BatchSourceAsync();
        var batches = platform.App.Services.GetRequiredService<BatchPredictions>();
        Assert.True(PredictionModel.PublicId.TryParse(id, out var model) & Dataset.PublicId.TryParse(source, out var dataset));
        var one = (await batches.StartAsync(platform.Workspace, model, new DatasetRows(dataset), "room one", default)).Value;
        var other = (await batches.StartAsync(platform.Workspace, model, new DatasetRows(dataset), "room two", default)).Value;

        var first = batches.RunAsync(BatchKey.Of(one), default);
        Assert.False(await batches.RunAsync(BatchKey.Of(other), default));
        Assert.True(await first);
        Assert.True(await batches.RunAsync(BatchKey.Of(other), default));
        var started = await Task.WhenAll(Enumerable.Range(1, 3).Select(number => platform.PostAsync($"/{id}/predict-dataset", new { dataset_id = source, into = $"room {number}" }, 202)));

        foreach (var batch in started)
            Assert.Equal("completed", (await BatchAsync(id, batch.At("$.id")!)).At("$.status"));
    }

    [Fact]
    public async Task A_training_waits_while_other_queries_take_the_room_to_read_and_does_not_fail()
    {
        await using var app = await PlatformApp.StartAsync(new Dictionary<string, string> { ["Datasets:MaxQueries"] = "1" });
        var (workspace, services) = ((await app.NewWorkspaceAsync()).Id, app.Services);
        var columns = new[] { new ResultColumn("x", ColumnKind.Float), new ResultColumn("y", ColumnKind.Float) };
        var rows = Enumerable.Range(0, 60).Select(row => new object?[] { row % 9 + 0.5, 2.0 * row }).ToAsyncEnumerable();
        var dataset = (await services.GetRequiredService<FunctionsPlatform.Datasets.Datasets>().WriteAsync(workspace, new NewDataset("read"), columns, rows, default)).Value;
        var request = new NewPredictionModel("Waits", PredictionKind.Regression)
        {
            Plan = new TrainingPlan { Target = "y", Algorithms = ["sdca"] },
            Data = new TrainingData(Dataset: new DatasetRows(dataset.Id)),
        };
        var model = (await services.GetRequiredService<FunctionsPlatform.Predictions.Predictions>().CreateAsync(workspace, request, default)).Value;
        var (key, store) = (new TrainingKey(workspace.Value, model.Id, 1), services.GetRequiredService<PredictionStore>());

        // Another instance each time: it has not read the rows yet.
        Assert.Null(await WhileReadAsync(trainings => trainings.PrepareAsync(key, default)));
        Assert.Equal(1, await Instance().PrepareAsync(key, default));
        Assert.False(await WhileReadAsync(trainings => trainings.TryAsync(key, 0, default)));
        Assert.True(await Instance().TryAsync(key, 0, default));
        Assert.False(await WhileReadAsync(trainings => trainings.FinishAsync(key, default)));
        Assert.True(await Instance().FinishAsync(key, default));

        var version = await store.FindVersionAsync(model.Id, 1, default);
        Assert.Equal((VersionState.Trained, "sdca"), (version!.State, version.Algorithm));

        Trainings Instance() => ActivatorUtilities.CreateInstance<Trainings>(services);

        async Task<T> WhileReadAsync<T>(Func<Trainings, Task<T>> step)
        {
            var reading = await services.GetRequiredService<DatasetQueries>().ReadAsync(workspace, dataset.Id, "SELECT * FROM read", new ReadLimits(TimeSpan.FromMinutes(1), 10), default);
            await using var held = reading.Value;
            return await step(Instance());
        }
    }

    [Fact]
    public async Task Webhooks_are_told_once_of_a_training_that_ended_and_of_one_that_failed()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        using var hook = await platform.Client.PostAsJsonAsync("/api/v1/webhooks", new { url = receiver.Url, events = new[] { "model.training.completed", "model.training.failed" } });
        Assert.Equal(HttpStatusCode.Created, hook.StatusCode);
        var source = await DatasetAsync("told of", PredictionPlatform.Visits());

        var model = await platform.TrainedAsync(Small("Told of"));
        await ToldAsync(receiver, 1);
        Assert.True(PredictionModel.PublicId.TryParse(model.At("$.id")!, out var id));
        await platform.App.Services.GetRequiredService<Trainings>().EndAsync(new TrainingKey(platform.Workspace.Value, id, 1), default);
        await platform.PostAsync($"/{model.At("$.id")}/train", new { data = new { dataset_id = source, query = "SELECT a.* FROM \"told of\" a CROSS JOIN \"told of\" b" } }, 202);
        var failed = await platform.EndedAsync(model.At("$.id")!);
        await ToldAsync(receiver, 2);

        Assert.Equal("prediction_rows_too_many", failed.At("$.training.error.code"));
        Assert.Equal(["model.training.completed", "model.training.failed"], receiver.Calls.Select(call => call.Json.At("$.type")));
        var (first, second) = (receiver.Calls.First().Json["data"]!, receiver.Calls.Last().Json["data"]!);
        Assert.Equal((model.At("$.id"), "1", "trained", null), (first.At("$.model_id"), first.At("$.version"), first.At("$.status"), first.At("$.error_code")));
        Assert.Equal(model["metrics"]!["r_squared"]!.GetValue<double>(), first["metrics"]!["r_squared"]!.GetValue<double>());
        Assert.Equal((model.At("$.id"), "2", "failed", "prediction_rows_too_many"), (second.At("$.model_id"), second.At("$.version"), second.At("$.status"), second.At("$.error_code")));
        using var removed = await platform.Client.DeleteAsync($"/api/v1/webhooks/{(await hook.JsonAsync()).At("$.id")}");
    }

    private static Task<string> ToldAsync(ScriptedApi receiver, int times) => Eventually.ValueAsync(() => Task.FromResult(receiver.Calls.Count >= times ? "told" : null), seconds: 120);

    private static object Small(string name) => new { name, type = "regression", target = "value", algorithms = new[] { "sdca" }, data = PredictionPlatform.Visits() };

    /// <summary>A deployed model and a dataset that it predicts from, which these tests share.</summary>
    private async Task<(string Model, string Dataset)> BatchSourceAsync()
    {
        var source = await DatasetAsync("batch source", PredictionPlatform.Visits());
        await DatasetAsync("awaits a file", null);
        var known = (await platform.GetAsync("?limit=100"))["data"]!.AsArray().FirstOrDefault(model => model.At("$.name") == "Of batches");
        return ((known ?? await platform.DeployedAsync(Small("Of batches"))).At("$.id")!, source);
    }

    /// <summary>The dataset of a name, which is made where there is none.</summary>
    private async Task<string> DatasetAsync(string name, JsonObject? table, HttpClient? client = null)
    {
        client ??= platform.Client;
        using var listed = await client.GetAsync("/api/v1/datasets?limit=100");
        if ((await listed.JsonAsync())["data"]!.AsArray().FirstOrDefault(dataset => dataset.At("$.name") == name) is { } known)
            return known.At("$.id")!;
        using var created = await client.PostAsJsonAsync("/api/v1/datasets", new { name, source = Source(table) });
        var made = await created.JsonAsync();
        Assert.True(created.IsSuccessStatusCode, made.ToJsonString());
        return made.At("$.id")!;
    }

    private async Task ReplaceAsync(string dataset, JsonObject table)
    {
        using var replaced = await platform.Client.PutAsJsonAsync($"/api/v1/datasets/{dataset}", new { source = Source(table) });
        Assert.True(replaced.IsSuccessStatusCode, await replaced.Content.ReadAsStringAsync());
    }

    private static object Source(JsonObject? table)
    {
        if (table is null)
            return new { type = "upload", format = "csv" };
        string[] names = [.. table["columns"]!.AsArray().Select(name => name!.ToString())];
        return new { type = "rows", rows = table["rows"]!.AsArray().Select(row => new JsonObject(names.Select((name, at) => KeyValuePair.Create(name, row![at]?.DeepClone())))) };
    }

    private async Task<JsonNode> QueryAsync(string dataset, string query)
    {
        using var response = await platform.Client.PostAsJsonAsync("/api/v1/query", new { dataset_id = dataset, query });
        var answer = await response.JsonAsync();
        Assert.True(response.IsSuccessStatusCode, answer.ToJsonString());
        return answer;
    }

    private Task<JsonNode> BatchAsync(string model, string batch) => Eventually.ValueAsync(
        async () => await platform.GetAsync($"/{model}/batch-predictions/{batch}") is var shown && shown.At("$.status") is "completed" or "failed" ? shown : null);
}
