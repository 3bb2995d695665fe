using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Tests.Predictions;

/// <summary>The platform with a workspace whose key is sent with every request.</summary>
public sealed class PredictionPlatform : IAsyncLifetime
{
    private PlatformApp? _app;

    public PlatformApp App => _app!;

    public HttpClient Client { get; private set; } = null!;

    public WorkspaceId Workspace { get; private set; }

    public async Task InitializeAsync()
    {
        _app = await PlatformApp.StartAsync(new Dictionary<string, string>
        {
            ["Predictions:Poll"] = "00:00:00.1",
            ["Predictions:MaxDatasetRows"] = "1000",
            ["Outgoing:AllowPrivateAddresses"] = "true",
        });
        var workspace = await App.NewWorkspaceAsync();
        (Client, Workspace) = (App.ClientOf(workspace), workspace.Id);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }

    public async Task<JsonNode> PostAsync(string path, object? body = null, int status = 200)
    {
        using var response = await Client.PostAsync($"/api/v1/models{path}", body as HttpContent ?? (body is null ? null : JsonContent.Create(body)));
        var answer = await response.JsonAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {answer.ToJsonString()}");
        return answer;
    }

    public async Task<JsonNode> GetAsync(string path, int status = 200)
    {
        using var response = await Client.GetAsync($"/api/v1/models{path}");
        var answer = await response.JsonAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {answer.ToJsonString()}");
        return answer;
    }

    /// <summary>A model that was trained, as it is shown then.</summary>
    public async Task<JsonNode> TrainedAsync(object request) => await EndedAsync((await PostAsync("", request, 201)).At("$.id")!);

    public async Task<JsonNode> DeployedAsync(object request) => await PostAsync($"/{(await TrainedAsync(request)).At("$.id")}/deploy");

    /// <summary>The model when no training of it runs any more.</summary>
    public Task<JsonNode> EndedAsync(string id) => Eventually.ValueAsync(
        async () => await GetAsync($"/{id}") is var model && model.At("$.training.state") != "training" ? model : null, seconds: 120);

    public static JsonObject Table(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Predictions", "Data", file));
        return Table(lines[0].Split(','), lines.Skip(1).Select(line => line.Split(',').Select(Value).ToArray()));
    }

    public static JsonObject Table(IEnumerable<string> columns, IEnumerable<JsonNode?[]> rows) => new()
    {
        ["columns"] = new JsonArray([.. columns.Select(name => (JsonNode)name)]),
        ["rows"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonArray(row))]),
    };

    /// <summary>Visits whose value follows from the other columns but for some noise.</summary>
    public static JsonObject Visits(int rows = 120)
    {
        var chance = new Random(7);
        return Table(
            ["visit_id", "items", "plan", "seen_on", "remark", "shop", "value"],
            Enumerable.Range(1, rows).Select(number =>
            {
                var (items, isPro) = (chance.Next(1, 9), chance.Next(2) == 0);
                return new JsonNode?[]
                {
                    number, items, isPro ? "pro" : "free", new DateTime(2026, 1, 1).AddDays(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    chance.Next(10) == 0 ? null : $"r-{number}", "the one shop", Math.Round((10.0 * items) + (isPro ? 25 : 0) + chance.NextDouble(), 3),
                };
            }));
    }

    private static JsonNode? Value(string text) =>
        text.Length == 0 ? null : double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(text);
}

[CollectionDefinition(nameof(PredictionPlatform))]
public sealed class PredictionPlatformTests : ICollectionFixture<PredictionPlatform>;
