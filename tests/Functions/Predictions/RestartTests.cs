using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Predictions;
using FunctionsPlatform.Tests.Syncs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Predictions;

/// <summary>Trainings outlive the process that began them.</summary>
[Collection(nameof(PredictionPlatform))]
public sealed class RestartTests(PredictionPlatform platform) : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("training-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_training_whose_process_is_killed_is_carried_on_by_the_next()
    {
        var settings = await SettingsAsync();
        string key;
        await using (var app = await PlatformApp.StartAsync(settings))
            key = (await app.NewWorkspaceAsync()).Key;
        string id;
        await using (var killed = await PlatformProcess.StartAsync(settings))
        {
            using var client = Client(killed.Address, key);
            using var created = await client.PostAsJsonAsync(
                "/api/v1/models", new { name = "Killed", type = "regression", target = "value", data = PredictionPlatform.Visits(1_500) });
            id = (await created.JsonAsync()).At("$.id")!;
            await Eventually.ValueAsync(async () => await ModelAsync(client, id) is var model && model["training"]?["candidates"] is JsonArray { Count: > 0 } ? model : null);
            await killed.KillAsync();
        }

        await using var next = await PlatformProcess.StartAsync(settings);
        using var again = Client(next.Address, key);

        var ended = await Eventually.ValueAsync(async () => await ModelAsync(again, id) is var model && model.At("$.status") != "training" ? model : null, seconds: 120);
        Assert.Equal(("trained", "1"), (ended.At("$.status"), ended.At("$.version")));
        Assert.Equal(["lightgbm", "fast_tree", "fast_forest", "sdca"], ended["card"]!["candidates"]!.AsArray().Select(candidate => candidate.At("$.algorithm")));
    }

    [Fact]
    public async Task A_training_that_was_kept_and_never_started_is_found()
    {
        var (app, workspace) = (platform.App, (await platform.App.NewWorkspaceAsync()).Id);
        var predictions = app.Services.GetRequiredService<FunctionsPlatform.Predictions.Predictions>();
        var rows = RowTable.Read(["x", "y"], System.Text.Json.JsonSerializer.SerializeToElement(Enumerable.Range(0, 50).Select(row => new[] { row % 9 + 0.5, 2 * row }))).Value;
        var request = new NewPredictionModel("Never started", PredictionKind.Regression) { Plan = new TrainingPlan { Target = "y", Algorithms = ["lightgbm"] }, Data = new TrainingData(rows) };
        var model = (await predictions.CreateAsync(workspace, request, default)).Value;
        var sweep = new PredictionTriggers(
            app.Services.GetRequiredService<PredictionStore>(),
            app.Services.GetRequiredService<Trainings>(),
            new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(5)),
            NullLogger<PredictionTriggers>.Instance);

        await sweep.RunAsync(new TimerInfo(), app.Services.GetRequiredService<DurableTaskClient>(), default);

        await Eventually.ValueAsync(async () => (await predictions.GetAsync(workspace, model.Id, default)).Value is { InTraining: null } ended ? ended : null);
        Assert.Equal(ModelStatus.Trained, (await predictions.GetAsync(workspace, model.Id, default)).Value.Status);
        await Eventually.ValueAsync(async () =>
            await app.Services.GetRequiredService<PredictionStore>().ListOpenAsync(DateTimeOffset.MaxValue.AddDays(-1), default) is var open && open.All(key => key.Model != model.Id) ? open : null);
    }

    private async Task<Dictionary<string, string>> SettingsAsync()
    {
        var (storage, prefix) = (await SharedAzurite.ConnectionStringAsync(), SharedAzurite.NewPrefix());
        return new Dictionary<string, string>
        {
            ["Emulator:DataDirectory"] = _directory, ["Secrets:KeyFile"] = Path.Combine(_directory, "secrets.key"), ["AzureWebJobsStorage"] = storage, ["DataStorage"] = storage,
            ["DataStorage:Prefix"] = prefix, ["SyncChunkQueue"] = $"{prefix}-sync-chunks", ["SyncRunEndedQueue"] = $"{prefix}-sync-runs-ended", ["Demo:Enabled"] = "false",
            ["RateLimits:Enabled"] = "false", ["Logging:LogLevel:Default"] = "None",
        };
    }

    private static HttpClient Client(Uri address, string key) => new(new SocketsHttpHandler())
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    private static async Task<JsonNode> ModelAsync(HttpClient client, string id)
    {
        using var response = await client.GetAsync(new Uri($"/api/v1/models/{id}", UriKind.Relative));
        return await response.JsonAsync();
    }
}
