using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Tests.Api;
using FunctionsPlatform.Tests.Connectors.Http;
using FunctionsPlatform.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Webhooks;

/// <summary>The ends of what is done for datasets in the background are told.</summary>
[Collection(nameof(ShopPlatform))]
public sealed class DatasetAnnouncementTests(ShopPlatform shop)
{
    [Fact]
    public async Task A_refresh_is_told_of_and_so_is_one_that_fails()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await NewWorkspaceAsync(receiver, EventTypes.DatasetRefreshed, EventTypes.DatasetRefreshFailed);
        var database = $"{SharedAzurite.NewPrefix()}.db";
        await ShopPlatform.MakeShopAsync(Path.Combine(shop.Files, database));
        var connection = (await SendAsync(workspace, "/v1/connections", new { type = "sqlite", name = "Shop", database })).At("$.data.connection_id");

        var dataset = (await SendAsync(
            workspace, "/api/v1/datasets", new { name = "users", source = new { type = "query", connection_id = connection, query = "SELECT id, name FROM users" } })).At("$.id")!;
        var made = await ToldAsync(receiver, call => call.At("$.data.version") == "1");
        await SendAsync(workspace, $"/api/v1/datasets/{dataset}/refresh");
        var refreshed = await ToldAsync(receiver, call => call.At("$.data.version") == "2");
        File.Delete(Path.Combine(shop.Files, database));
        await SendAsync(workspace, $"/api/v1/datasets/{dataset}/refresh");
        var failed = await ToldAsync(receiver, call => call.At("$.type") == EventTypes.DatasetRefreshFailed);

        Assert.Equal((EventTypes.DatasetRefreshed, dataset, "users", "ready", "3"), Parts(made));
        Assert.Equal((EventTypes.DatasetRefreshed, dataset, "users", "ready", "3"), Parts(refreshed));
        Assert.Equal((EventTypes.DatasetRefreshFailed, dataset, "users", "failed", "3"), Parts(failed));
        Assert.Equal("connection_unreachable", failed.At("$.data.error_code"));
        Assert.All(receiver.Calls, call => Assert.DoesNotContain("Ada", call.Body, StringComparison.Ordinal));

        static (string?, string?, string?, string?, string?) Parts(JsonNode told) =>
            (told.At("$.type"), told.At("$.data.dataset_id"), told.At("$.data.name"), told.At("$.data.status"), told.At("$.data.row_count"));
    }

    [Fact]
    public async Task A_dataset_that_never_had_rows_is_told_of_when_its_refresh_fails()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await NewWorkspaceAsync(receiver, EventTypes.DatasetRefreshFailed);
        var database = $"{SharedAzurite.NewPrefix()}.db";
        await ShopPlatform.MakeShopAsync(Path.Combine(shop.Files, database));
        var connection = (await SendAsync(workspace, "/v1/connections", new { type = "sqlite", name = "Shop", database })).At("$.data.connection_id");

        var dataset = (await SendAsync(
            workspace, "/api/v1/datasets", new { name = "none", source = new { type = "query", connection_id = connection, query = "SELECT * FROM gone" } })).At("$.id");

        var told = await ToldAsync(receiver, call => call.At("$.data.dataset_id") == dataset);
        Assert.Equal("failed", told.At("$.data.status"));
    }

    [Fact]
    public async Task Ends_whose_telling_was_lost_are_told_when_their_messages_come_again()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await shop.App.NewWorkspaceAsync();
        var services = shop.App.Services;
        var database = $"{SharedAzurite.NewPrefix()}.db";
        await ShopPlatform.MakeShopAsync(Path.Combine(shop.Files, database));
        var connection = (await SendAsync(workspace, "/v1/connections", new { type = "sqlite", name = "Shop", database })).At("$.data.connection_id");
        var dataset = (await SendAsync(
            workspace, "/api/v1/datasets", new { name = "users", source = new { type = "query", connection_id = connection, query = "SELECT id FROM users" } })).At("$.id")!;
        Assert.True(Dataset.PublicId.TryParse(dataset, out var id));
        var ended = await Eventually.ValueAsync(async () => (await services.GetRequiredService<DatasetStore>().FindAsync(workspace.Id, id, default))?.LastImport);
        var scheduled = (await SendAsync(
            workspace, "/api/v1/query/scheduled", new { name = "Users", dataset_id = dataset, query = "SELECT * FROM users", schedule = new { every_minutes = 60 } })).At("$.id");
        var run = (await SendAsync(workspace, $"/api/v1/query/scheduled/{scheduled}/run")).At("$.id")!;
        Assert.True(QueryExport.PublicId.TryParse(run, out var export));
        await Eventually.ValueAsync(async () => (await services.GetRequiredService<QueryExports>().GetAsync(workspace.Id, export, default)).Value is { IsFinished: true } finished ? finished : null);

        // Nobody was there to be told; the messages come again as after a crash, the first of them twice.
        await new WebhookWorkspace(shop.App, workspace).NewWebhookAsync(receiver.Url, EventTypes.DatasetRefreshed, EventTypes.ScheduledQueryCompleted);
        var queue = services.GetRequiredService<DatasetQueue>();
        await queue.SendAsync(new DatasetWork(DatasetWorkKind.Import, workspace.Id.Value, id, ended.Id), default);
        await queue.SendAsync(new DatasetWork(DatasetWorkKind.Import, workspace.Id.Value, id, ended.Id), default);
        await queue.SendAsync(new DatasetWork(DatasetWorkKind.Export, workspace.Id.Value, export), default);

        var refreshed = await ToldAsync(receiver, call => call.At("$.data.dataset_id") == dataset && call.At("$.type") == EventTypes.DatasetRefreshed);
        var completed = await ToldAsync(receiver, call => call.At("$.data.export_id") == run);
        Assert.Equal(("ready", "1", "3"), (refreshed.At("$.data.status"), refreshed.At("$.data.version"), refreshed.At("$.data.row_count")));
        Assert.Equal("completed", completed.At("$.data.status"));
        Assert.Single(receiver.Calls.Where(call => call.Json.At("$.type") == EventTypes.DatasetRefreshed).Select(call => call.Header("webhook-id")).Distinct());
    }

    [Fact]
    public async Task The_end_of_a_scheduled_query_is_told_of()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await NewWorkspaceAsync(receiver, EventTypes.ScheduledQueryCompleted, EventTypes.ScheduledQueryFailed);
        var dataset = (await SendAsync(workspace, "/api/v1/datasets", JsonNode.Parse("""{"name": "words", "source": {"type": "rows", "rows": [{"word": "secret"}, {"word": "words"}]}}"""))).At("$.id")!;

        var (good, run) = await RunAsync("SELECT * FROM words");
        var completed = await ToldAsync(receiver, call => call.At("$.data.export_id") == run);
        var (bad, failing) = await RunAsync("SELECT CAST(word AS INTEGER) AS n FROM words");
        var failed = await ToldAsync(receiver, call => call.At("$.data.export_id") == failing);

        Assert.Equal((EventTypes.ScheduledQueryCompleted, good, dataset, "completed", "2"), Parts(completed));
        Assert.Equal((EventTypes.ScheduledQueryFailed, bad, dataset, "failed", "0"), Parts(failed));
        Assert.Equal("query_failed", failed.At("$.data.error_code"));
        Assert.All(receiver.Calls, call => Assert.DoesNotContain("secret", call.Body, StringComparison.Ordinal));

        async Task<(string? Id, string? Run)> RunAsync(string query)
        {
            var scheduled = (await SendAsync(
                workspace, "/api/v1/query/scheduled", new { name = "Words", dataset_id = dataset, query, schedule = new { every_minutes = 60 } })).At("$.id");
            return (scheduled, (await SendAsync(workspace, $"/api/v1/query/scheduled/{scheduled}/run")).At("$.id"));
        }

        static (string?, string?, string?, string?, string?) Parts(JsonNode told) =>
            (told.At("$.type"), told.At("$.data.scheduled_query_id"), told.At("$.data.dataset_id"), told.At("$.data.status"), told.At("$.data.row_count"));
    }

    private async Task<TestWorkspace> NewWorkspaceAsync(ScriptedApi receiver, params string[] events)
    {
        var workspace = await shop.App.NewWorkspaceAsync();
        await new WebhookWorkspace(shop.App, workspace).NewWebhookAsync(receiver.Url, events);
        return workspace;
    }

    private async Task<JsonNode> SendAsync(TestWorkspace workspace, string path, object? body = null)
    {
        using var response = await shop.SendAsync(HttpMethod.Post, path, body, workspace.Key);
        var json = await response.JsonAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode}: {json.ToJsonString()}");
        return json;
    }

    private static Task<JsonNode> ToldAsync(ScriptedApi receiver, Func<JsonNode, bool> isMeant) =>
        Eventually.ValueAsync(() => Task.FromResult(receiver.Calls.Select(call => call.Json).FirstOrDefault(isMeant)), seconds: 120);
}
