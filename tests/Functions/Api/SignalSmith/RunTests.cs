using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.Extensions.DependencyInjection;
using static FunctionsPlatform.Tests.Api.SignalSmith.SmithWorkspace;

namespace FunctionsPlatform.Tests.Api.SignalSmith;

[Collection(nameof(SmithPlatform))]
public sealed class RunTests(SmithPlatform platform)
{
    private const string Nobody = "550e8400-e29b-41d4-a716-446655440001";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_trigger_answers_with_the_run_that_it_started()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = await workspace.NewSyncAsync();

        var run = await BodyAsync(workspace.PostAsync($"/syncs/{sync}/trigger"), HttpStatusCode.Created);

        Assert.Equal((sync, workspace.Id.ToString(), "queued", "api", "general", "", "0"), (run.At("$.sync_id"), run.At("$.workspace_id"), run.At("$.status"), run.At("$.trigger"), run.At("$.kind"), run.At("$.error"), run.At("$.rows_processed")));
        Assert.Equal(run.At("$.id"), (await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs/{run.At("$.id")}"))).At("$.id"));
        Assert.Equal(run.At("$.id"), (await BodyAsync(workspace.GetAsync($"/syncs/{sync}"))).At("$.last_run_id"));
    }

    [Theory]
    [InlineData("trigger", null, "general")]
    [InlineData("trigger", """{"force": true}""", "general")]
    [InlineData("dry-run", null, "dry_run")]
    [InlineData("backfill", """{"from": "10"}""", "backfill")]
    [InlineData("backfill", """{"from": "10", "until": "20"}""", "backfill")]
    public async Task Runs_are_started_in_several_ways(string how, string? body, string kind)
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = await workspace.NewSyncAsync();

        var run = await BodyAsync(workspace.PostAsync($"/syncs/{sync}/{how}", body is null ? null : JsonNode.Parse(body)), HttpStatusCode.Created);

        Assert.Equal(kind, run.At("$.kind"));
    }

    [Theory]
    [InlineData("trigger", """{"force": "yes"}""", "$.force")]
    [InlineData("trigger", """{"full": true}""", "$.full")]
    [InlineData("backfill", "{}", "$.from")]
    [InlineData("backfill", """{"since": "10"}""", "$.since")]
    public async Task A_bad_start_is_400(string how, string body, string place)
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = await workspace.NewSyncAsync();

        Assert.Contains(place, await ErrorAsync(workspace.PostAsync($"/syncs/{sync}/{how}", JsonNode.Parse(body)), HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Equal("[]", (await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs"))).ToJsonString());
    }

    [Fact]
    public async Task One_run_is_active_at_a_time()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = Guid.Parse(await workspace.NewSyncAsync());
        await ClaimAsync(workspace, sync, RunState.Reading);

        foreach (var how in new[] { "trigger", "dry-run" })
            await ErrorAsync(workspace.PostAsync($"/syncs/{sync}/{how}"), HttpStatusCode.Conflict);
        await ErrorAsync(workspace.PostAsync($"/syncs/{sync}/backfill", new { from = "1" }), HttpStatusCode.Conflict);
        Assert.Single((await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs"))).AsArray());
    }

    [Fact]
    public async Task The_active_run_is_paused_resumed_and_cancelled()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = Guid.Parse(await workspace.NewSyncAsync());
        foreach (var how in new[] { "pause", "resume", "cancel" })
            await ErrorAsync(workspace.PostAsync($"/syncs/{sync}/{how}"), HttpStatusCode.Conflict);
        var run = await ClaimAsync(workspace, sync, RunState.Writing);

        await ErrorAsync(workspace.PostAsync($"/syncs/{sync}/resume"), HttpStatusCode.Conflict);
        var paused = await BodyAsync(workspace.PostAsync($"/syncs/{sync}/pause"));
        var resumed = await BodyAsync(workspace.PostAsync($"/syncs/{sync}/resume"));
        var cancelled = await BodyAsync(workspace.PostAsync($"/syncs/{sync}/runs/{run.Id}/cancel"));

        Assert.Equal(("pause", "go_on", "cancel"), (paused.At("$.progress.requested"), resumed.At("$.progress.requested"), cancelled.At("$.progress.requested")));
        Assert.All([paused, resumed, cancelled], body => Assert.Equal(run.Id.ToString(), body.At("$.id")));
        await ErrorAsync(workspace.PostAsync($"/syncs/{sync}/pause"), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_run_counts_its_rows_and_tells_how_far_it_is()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = Guid.Parse(await workspace.NewSyncAsync());
        var run = await KeepAsync(workspace, sync, RunState.PartiallySucceeded, run => run with
        {
            StartedAt = Noon.AddSeconds(2),
            FinishedAt = Noon.AddSeconds(12),
            Counts = new RunCounts { Read = 100, Unchanged = 40, ToAdd = 30, ToChange = 20, ToRemove = 10, Added = 29, Changed = 20, Removed = 9, Rejected = 2, Unknown = 1 },
            Error = SyncErrors.RowsNotDelivered(2, 0),
        });

        var body = await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs/{run.Id}"));

        Assert.Equal(
            [
                "id", "workspace_id", "sync_id", "status", "trigger", "kind", "rows_processed", "rows_created", "rows_updated", "rows_deleted", "rows_failed", "error", "started_at",
                "completed_at", "created_at", "progress", "timing", "steps", "row_errors",
            ],
            body.AsObject().Select(member => member.Key));
        Assert.Equal(
            ("completed", "100", "29", "20", "9", "2", "2026-03-01T12:00:02Z", "2026-03-01T12:00:12Z", "2026-03-01T12:00:00Z"),
            (body.At("$.status"), body.At("$.rows_processed"), body.At("$.rows_created"), body.At("$.rows_updated"), body.At("$.rows_deleted"), body.At("$.rows_failed"), body.At("$.started_at"), body.At("$.completed_at"), body.At("$.created_at")));
        Assert.Contains("2 rows were rejected", body.At("$.error"), StringComparison.Ordinal);
        Assert.Equal(
            """{"stage":"partially_succeeded","requested":"go_on","rows_read":100,"rows_unchanged":40,"rows_to_send":60,"rows_to_create":30,"rows_to_update":20,"rows_to_delete":10,"rows_accepted":58,"rows_rejected":2,"rows_unknown":1,"rows_per_second":10,"seconds_remaining":null}""",
            body["progress"]!.ToJsonString());
        Assert.Equal("""{"queued_seconds":2,"running_seconds":10}""", body["timing"]!.ToJsonString());
        Assert.Equal(
            """[{"step":"queued","status":"completed","started_at":"2026-03-01T12:00:00Z","completed_at":"2026-03-01T12:00:02Z"},{"step":"run","status":"completed","started_at":"2026-03-01T12:00:02Z","completed_at":"2026-03-01T12:00:12Z"}]""",
            body["steps"]!.ToJsonString());
    }

    [Theory]
    [InlineData(RunState.Queued, "queued")]
    [InlineData(RunState.Preparing, "running")]
    [InlineData(RunState.Reading, "running")]
    [InlineData(RunState.Comparing, "running")]
    [InlineData(RunState.Writing, "running")]
    [InlineData(RunState.Paused, "running")]
    [InlineData(RunState.Succeeded, "completed")]
    [InlineData(RunState.PartiallySucceeded, "completed")]
    [InlineData(RunState.Failed, "failed")]
    [InlineData(RunState.Cancelled, "cancelled")]
    [InlineData(RunState.Skipped, "cancelled")]
    public async Task Every_state_has_its_word_and_is_found_by_it(RunState state, string word)
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = Guid.Parse(await workspace.NewSyncAsync());
        var run = await KeepAsync(workspace, sync, state);

        Assert.Equal(word, (await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs/{run.Id}"))).At("$.status"));
        Assert.Single((await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs?status={word}"))).AsArray());
        var others = string.Join(',', new[] { "queued", "running", "completed", "failed", "cancelled" }.Where(other => other != word));
        Assert.Empty((await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs?status={others}"))).AsArray());
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_and_by_pages()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = Guid.Parse(await workspace.NewSyncAsync());
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Insert(0, (await KeepAsync(workspace, sync, RunState.Succeeded)).Id.ToString());

        var all = await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs"));
        var page = await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs?page=2&page_size=2"));

        Assert.Equal(ids, all.AsArray().Select(run => run.At("$.id")));
        Assert.Equal(ids[2..], page["data"]!.AsArray().Select(run => run.At("$.id")));
        Assert.Equal("""{"page":2,"page_size":2,"total":3}""", page["pagination"]!.ToJsonString());
        await ErrorAsync(workspace.GetAsync($"/syncs/{sync}/runs?status=sleeping"), HttpStatusCode.BadRequest);
        await ErrorAsync(workspace.GetAsync($"/syncs/{Nobody}/runs"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_was_not_delivered_is_sent_again_once_the_run_is_finished()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = Guid.Parse(await workspace.NewSyncAsync());
        var clean = await KeepAsync(workspace, sync, RunState.Succeeded);
        var partial = await KeepAsync(workspace, sync, RunState.PartiallySucceeded, run => run with { Counts = new RunCounts { Read = 3, ToAdd = 3, Added = 1, Rejected = 2 } });

        await ErrorAsync(workspace.PostAsync($"/syncs/{sync}/runs/{clean.Id}/retry"), HttpStatusCode.Conflict);
        await ErrorAsync(workspace.PostAsync($"/syncs/{sync}/runs/{Nobody}/retry"), HttpStatusCode.NotFound);
        var retry = await BodyAsync(workspace.PostAsync($"/syncs/{sync}/runs/{partial.Id}/retry"), HttpStatusCode.Created);

        Assert.Equal(("retry", partial.Id.ToString()), (retry.At("$.kind"), retry.At("$.retry_of")));
    }

    [Fact]
    public async Task A_finished_run_cannot_be_cancelled()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = Guid.Parse(await workspace.NewSyncAsync());
        var finished = await KeepAsync(workspace, sync, RunState.Succeeded);
        var active = await ClaimAsync(workspace, sync, RunState.Reading);

        await ErrorAsync(workspace.PostAsync($"/syncs/{sync}/runs/{finished.Id}/cancel"), HttpStatusCode.Conflict);
        Assert.Equal("go_on", (await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs/{active.Id}"))).At("$.progress.requested"));
    }

    [Fact]
    public async Task A_sync_whose_latest_run_failed_says_so()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = Guid.Parse(await workspace.NewSyncAsync());
        var failed = await KeepAsync(workspace, sync, RunState.Failed, run => run with { Error = SyncErrors.SourceEmpty });
        await platform.App.Services.GetRequiredService<SyncStore>().ChangeAsync(
            workspace.Id, sync, known => known with { Progress = new SyncProgress { LastRun = failed.Id, LastState = RunState.Failed } }, default);

        var body = await BodyAsync(workspace.GetAsync($"/syncs/{sync}"));

        Assert.Equal(("error", SyncErrors.SourceEmpty.Message, failed.Id.ToString()), (body.At("$.status"), body.At("$.status_error"), body.At("$.last_run_id")));
    }

    [Fact]
    public async Task A_viewer_sees_runs_and_starts_none()
    {
        var owner = await platform.NewWorkspaceAsync();
        var sync = await owner.NewSyncAsync();
        var viewer = await platform.WorkspaceAsync(owner.Id, Roles.Viewer);

        await BodyAsync(viewer.GetAsync($"/syncs/{sync}/runs"));
        foreach (var how in new[] { "trigger", "dry-run", "pause", "resume", "cancel", "backfill" })
            await ErrorAsync(viewer.PostAsync($"/syncs/{sync}/{how}"), HttpStatusCode.Forbidden);
    }

    /// <summary>A run that is in a state, as if it had come there.</summary>
    private async Task<SyncRun> KeepAsync(SmithWorkspace workspace, Guid sync, RunState state, Func<SyncRun, SyncRun>? change = null)
    {
        var run = new SyncRun(platform.App.Services.GetRequiredService<Ids>().New(), sync, workspace.Id, new RunRequest(), Noon) { State = state };
        run = change is null ? run : change(run);
        await platform.App.Services.GetRequiredService<SyncRunStore>().AddAsync(run, default);
        return run;
    }

    /// <summary>The same, as the active run of its sync. Nothing carries it on.</summary>
    private async Task<SyncRun> ClaimAsync(SmithWorkspace workspace, Guid sync, RunState state)
    {
        var run = await KeepAsync(workspace, sync, state, run => run with { StartedAt = Noon });
        await platform.App.Services.GetRequiredService<SyncStore>().ChangeAsync(workspace.Id, sync, known => known with { Progress = known.Progress with { ActiveRun = run.Id } }, default);
        return run;
    }
}
