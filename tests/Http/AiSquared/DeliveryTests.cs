using System.Net;
using Fixtures;

namespace Http.Tests.AiSquared;

/// <summary>What runs do, and what is told of them and of their rows.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class DeliveryTests(RunningPlatform platform)
{
    private const string FiveUsers = "SELECT id, name FROM users WHERE id <= 5";
    private const string OneWithoutName = "SELECT id, CASE WHEN id > 1 THEN name END AS name FROM users WHERE id <= 5";

    private readonly SquaredApi _api = new(platform);
    private readonly TargetDatabase _target = TargetDatabase.Of(platform);

    [Fact]
    public async Task All_rows_arrive_and_are_skipped_the_next_time()
    {
        var (sync, table) = await NewSyncAsync(FiveUsers);

        var first = (await _api.RunAsync(sync)).Attributes;
        var second = (await _api.RunAsync(sync)).Attributes;

        Assert.Equal(("success", "5", "5", "0", "5", "0", null), (
            first.At("$.status"), first.At("$.total_query_rows"), first.At("$.total_rows"), first.At("$.skipped_rows"), first.At("$.successful_rows"),
            first.At("$.failed_rows"), first.At("$.error")));
        Assert.Equal(("success", "5", "0", "5"), (
            second.At("$.status"), second.At("$.total_query_rows"), second.At("$.total_rows"), second.At("$.skipped_rows")));
        Assert.Equal(5, _target.Count(table));
        Assert.Equal("healthy", (await _api.GetAsync($"syncs/{sync}")).Attributes.At("$.status"));
    }

    [Fact]
    public async Task A_full_refresh_sends_all_rows_every_time()
    {
        var (sync, table) = await NewSyncAsync(FiveUsers, "full_refresh");
        await _api.RunAsync(sync);

        var second = (await _api.RunAsync(sync)).Attributes;

        Assert.Equal(("5", "0", "5"), (second.At("$.total_rows"), second.At("$.skipped_rows"), second.At("$.successful_rows")));
        Assert.Equal(5, _target.Count(table));
    }

    [Fact]
    public async Task A_row_that_is_refused_is_counted_told_and_listed()
    {
        var (sync, table) = await NewSyncAsync(OneWithoutName);

        var run = await _api.RunAsync(sync);

        Assert.Equal(("success", "4", "1"), (run.Attributes.At("$.status"), run.Attributes.At("$.successful_rows"), run.Attributes.At("$.failed_rows")));
        Assert.NotNull(run.Attributes.At("$.error"));
        Assert.Equal(4, _target.Count(table));
        var failed = (await _api.GetAsync($"syncs/{sync}/sync_runs/{run.Id}/sync_records?status=failed")).List.Single()!;
        Assert.Equal(("1", "failed", "destination_insert"), (
            failed.At("$.attributes.record.id"), failed.At("$.attributes.status"), failed.At("$.attributes.action")));
        Assert.NotEmpty(failed.At("$.attributes.logs.code")!);
        Assert.NotEmpty(failed.At("$.attributes.error")!);
    }

    [Fact]
    public async Task Records_have_the_documented_attributes_and_pages()
    {
        var (sync, _) = await NewSyncAsync(OneWithoutName);
        var run = await _api.RunAsync(sync);
        var path = $"syncs/{sync}/sync_runs/{run.Id}/sync_records";

        var (all, second, accepted, pending) = (
            await _api.GetAsync(path), await _api.GetAsync($"{path}?page=2&per_page=2"), await _api.GetAsync($"{path}?status=success&per_page=3"),
            await _api.GetAsync($"{path}?status=pending"));

        Assert.Equal(
            ["sync_id", "sync_run_id", "record", "status", "action", "logs", "error", "created_at", "updated_at"],
            all.List[0]!["attributes"]!.AsObject().Select(attribute => attribute.Key));
        Assert.Equal((sync, run.Id, "sync_records"), (
            all.At("$.data[0].attributes.sync_id"), all.At("$.data[0].attributes.sync_run_id"), all.At("$.data[0].type")));
        Assert.Equal((5, 2, 3, 0), (all.List.Count, second.List.Count, accepted.List.Count, pending.List.Count));
        Assert.Equal(all.List.Skip(2).Take(2).Select(record => record.At("$.id")), second.List.Select(record => record.At("$.id")));
        Assert.EndsWith("page=2", accepted.Body!["links"].At("$.last"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_of_records_that_is_none_is_400()
    {
        var (sync, _) = await NewSyncAsync(FiveUsers);

        Assert.Equal("must be a valid status", (await _api.GetAsync($"syncs/{sync}/sync_runs/1/sync_records?status=lost")).At("$.errors.status[0]"));
    }

    [Fact]
    public async Task Records_of_a_run_that_is_not_there_are_404_in_the_documented_words()
    {
        var (sync, _) = await NewSyncAsync(FiveUsers);

        var answer = await _api.GetAsync($"syncs/{sync}/sync_runs/987654/sync_records");

        Assert.Equal((HttpStatusCode.NotFound, "SyncRun not found"), (answer.Status, answer.At("$.errors[0].detail")));
    }

    [Fact]
    public async Task Refused_rows_are_sent_again_at_once_when_asked()
    {
        var (sync, table) = await NewSyncAsync(OneWithoutName);
        var run = await _api.RunAsync(sync);

        var retry = await _api.PostAsync($"syncs/{sync}/sync_runs/{run.Id}/retry", "");

        Assert.Equal((HttpStatusCode.Created, "retry", "general"), (retry.Status, retry.Attributes.At("$.kind"), retry.Attributes.At("$.sync_run_type")));
        var again = (await _api.FinishedAsync(sync, retry.Id)).Attributes;
        Assert.Equal(("1", "1"), (again.At("$.total_rows"), again.At("$.failed_rows")));
        Assert.Equal(4, _target.Count(table));
    }

    [Fact]
    public async Task Where_every_row_arrived_there_is_nothing_to_send_again()
    {
        var (sync, _) = await NewSyncAsync(FiveUsers);
        var run = await _api.RunAsync(sync);

        Assert.Equal(HttpStatusCode.FailedDependency, (await _api.PostAsync($"syncs/{sync}/sync_runs/{run.Id}/retry", "")).Status);
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_be_sent_and_sends_nothing()
    {
        var (sync, table) = await NewSyncAsync(OneWithoutName);
        var started = await _api.PostAsync($"syncs/{sync}/dry_run", "");

        var run = (await _api.FinishedAsync(sync, started.Id)).Attributes;

        Assert.Equal(("test", "dry_run", "5"), (run.At("$.sync_run_type"), run.At("$.kind"), run.At("$.counts.to_add")));
        Assert.Equal(4, run["samples"]!["added"]!.AsArray().Count);
        Assert.Equal("name", run.At("$.samples.problems[0].field"));
        Assert.Equal(0, _target.Count(table));
    }

    [Theory]
    [InlineData("what was delivered", """{"snapshot": true}""", "5")]
    [InlineData("how far a cursor has come", """{"cursor": true}""", "0")]
    public async Task A_sync_can_forget(string what, string body, string sentAgain)
    {
        var (sync, _) = await NewSyncAsync(FiveUsers);
        await _api.RunAsync(sync);

        var reset = await _api.PostAsync($"syncs/{sync}/reset", body);

        Assert.True(reset.Status == HttpStatusCode.OK, what);
        Assert.Equal(sentAgain, (await _api.RunAsync(sync)).Attributes.At("$.total_rows"));
    }

    [Fact]
    public async Task What_a_sync_is_to_forget_is_named()
    {
        var (sync, _) = await NewSyncAsync(FiveUsers);

        Assert.Equal(HttpStatusCode.BadRequest, (await _api.PostAsync($"syncs/{sync}/reset", "{}")).Status);
    }

    [Fact]
    public async Task A_cursor_moves_with_the_rows_that_were_delivered()
    {
        var (sync, _) = await NewSyncAsync(FiveUsers, more: """, "cursor_field": "id" """);

        await _api.RunAsync(sync);

        Assert.Equal("5", (await _api.GetAsync($"syncs/{sync}")).Attributes.At("$.current_cursor_field"));
    }

    [Fact]
    public async Task A_run_whose_source_is_gone_fails_and_says_why()
    {
        var source = (await _api.PostAsync("connectors", $$"""
            {"connector": {"name": "{{SquaredApi.Unique("gone")}}", "connector_type": "source", "connector_name": "Sqlite", "configuration": {"database": "demo:gone.db"} } }
            """)).Id;
        var sync = await _api.NewSyncAsync(model: await _api.NewModelAsync(source));

        await _api.StartAsync(sync);

        // A source that is away is tried again for a while, so the end is not waited for.
        Assert.Equal("pending", (await _api.GetAsync($"syncs/{sync}")).Attributes.At("$.status"));
        Assert.Equal(HttpStatusCode.OK, (await _api.DeleteAsync($"schedule_syncs/{sync}")).Status);
    }

    private async Task<(string Sync, string Table)> NewSyncAsync(string query, string mode = "incremental", string more = "")
    {
        var table = _target.NewTable();
        var model = await _api.NewModelAsync(await _api.ShopAsync(), query: query);
        return (await _api.NewSyncAsync(more, stream: table, model: model, mode: mode), table);
    }
}
