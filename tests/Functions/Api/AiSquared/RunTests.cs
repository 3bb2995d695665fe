using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Tests.Api.AiSquared;

/// <summary>Runs in every state that there is, as this API shows them.</summary>
public sealed class RunTests(SquaredPlatform platform) : IClassFixture<SquaredPlatform>
{
    [Theory]
    [InlineData(RunState.Queued, "pending")]
    [InlineData(RunState.Preparing, "started")]
    [InlineData(RunState.Reading, "querying")]
    [InlineData(RunState.Comparing, "queued")]
    [InlineData(RunState.Writing, "in_progress")]
    [InlineData(RunState.Paused, "paused")]
    [InlineData(RunState.Succeeded, "success")]
    [InlineData(RunState.PartiallySucceeded, "success")]
    [InlineData(RunState.Failed, "failed")]
    [InlineData(RunState.Cancelled, "canceled")]
    public async Task Each_state_has_the_word_that_the_product_has_for_it_and_is_found_by_it(RunState state, string word)
    {
        var sync = await platform.NewSyncAsync();
        await platform.NewRunAsync(sync, state);
        await platform.NewRunAsync(sync, state == RunState.Failed ? RunState.Succeeded : RunState.Failed);

        var found = (await platform.GetAsync($"syncs/{await platform.NumberOfAsync(sync)}/sync_runs?status={word}"))["data"]!.AsArray();

        Assert.Equal([word], found.Select(run => run.At("$.attributes.status")));
    }

    [Fact]
    public async Task A_run_that_was_skipped_never_was_one()
    {
        var sync = await platform.NewSyncAsync();
        await platform.NewRunAsync(sync, RunState.Skipped);

        Assert.Empty((await platform.GetAsync($"syncs/{await platform.NumberOfAsync(sync)}/sync_runs"))["data"]!.AsArray());
    }

    [Fact]
    public async Task A_run_with_rejected_rows_is_a_success_with_an_error_and_all_its_counts()
    {
        var sync = await platform.NewSyncAsync();
        var started = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await platform.NewRunAsync(sync, RunState.PartiallySucceeded, run => run with
        {
            StartedAt = started,
            FinishedAt = started.AddSeconds(12.5),
            Counts = new RunCounts { Read = 100, Unchanged = 60, ToAdd = 30, ToChange = 10, Added = 28, Changed = 9, Rejected = 3 },
            Error = SyncErrors.RowsNotDelivered(3, 0),
        });
        var number = await platform.NumberOfAsync(sync);

        var run = (await platform.GetAsync($"syncs/{number}/sync_runs"))["data"]![0]!;
        var shown = (JsonObject)run["attributes"]!;

        Assert.Equal(
            ["sync_id", "status", "sync_run_type", "started_at", "finished_at", "duration", "total_query_rows", "total_rows", "skipped_rows", "successful_rows",
             "failed_rows", "error", "created_at", "updated_at", "kind", "stage", "rows_per_second", "estimated_seconds_left", "counts"],
            shown.Select(attribute => attribute.Key));
        Assert.Equal((number, "success", "general", "partially_succeeded"), (shown.At("$.sync_id"), shown.At("$.status"), shown.At("$.sync_run_type"), shown.At("$.stage")));
        Assert.Equal(("100", "40", "60", "37", "3", "12.5"), (
            shown.At("$.total_query_rows"), shown.At("$.total_rows"), shown.At("$.skipped_rows"), shown.At("$.successful_rows"), shown.At("$.failed_rows"), shown.At("$.duration")));
        Assert.StartsWith("3 rows were rejected", shown.At("$.error"), StringComparison.Ordinal);
        Assert.Equal(
            (await platform.GetAsync($"syncs/{number}/sync_runs/{run.At("$.id")}"))["data"]!["attributes"]!["counts"]!.ToJsonString(),
            shown["counts"]!.ToJsonString());
    }

    [Theory]
    [InlineData(RunKind.General, "general", "general")]
    [InlineData(RunKind.Test, "test", "test")]
    [InlineData(RunKind.DryRun, "test", "dry_run")]
    [InlineData(RunKind.Retry, "general", "retry")]
    [InlineData(RunKind.Backfill, "general", "backfill")]
    public async Task A_run_has_one_of_two_documented_types_and_a_kind(RunKind kind, string type, string word)
    {
        var sync = await platform.NewSyncAsync();
        await platform.NewRunAsync(sync, RunState.Queued, run => run with { Request = new RunRequest(kind) });

        var run = (await platform.GetAsync($"syncs/{await platform.NumberOfAsync(sync)}/sync_runs"))["data"]![0]!;

        Assert.Equal((type, word), (run.At("$.attributes.sync_run_type"), run.At("$.attributes.kind")));
    }

    [Fact]
    public async Task A_run_that_writes_tells_how_fast_it_is_and_how_long_it_will_take()
    {
        var sync = await platform.NewSyncAsync();
        await platform.NewRunAsync(sync, RunState.Writing, run => run with
        {
            StartedAt = TimeProvider.System.GetUtcNow().AddSeconds(-10),
            Counts = new RunCounts { Read = 1_000, ToAdd = 1_000, Added = 500 },
        });

        var shown = (await platform.GetAsync($"syncs/{await platform.NumberOfAsync(sync)}/sync_runs"))["data"]![0]!["attributes"]!;

        Assert.InRange(shown["rows_per_second"]!.GetValue<double>(), 25, 50);
        Assert.InRange(shown["estimated_seconds_left"]!.GetValue<double>(), 10, 20);
        Assert.Equal("500", shown.At("$.counts.not_sent"));
    }

    [Fact]
    public async Task Runs_are_paged_from_the_latest_and_the_sync_knows_the_last_page()
    {
        var sync = await platform.NewSyncAsync();
        for (var made = 0; made < 7; made++)
            await platform.NewRunAsync(sync, RunState.Succeeded, run => run with { Counts = new RunCounts { Read = made } });
        var path = $"syncs/{await platform.NumberOfAsync(sync)}/sync_runs";

        var (first, second, last, behind) = (
            await platform.GetAsync(path), await platform.GetAsync($"{path}?page=2"), await platform.GetAsync($"{path}?page=3"), await platform.GetAsync($"{path}?page=9"));

        Assert.Equal(["6", "5", "4"], Reads(first));
        Assert.Equal(["3", "2", "1"], Reads(second));
        Assert.Equal(["0"], Reads(last));
        Assert.Empty(Reads(behind));
        Assert.EndsWith("page=3", first.At("$.links.last"), StringComparison.Ordinal);
        Assert.EndsWith("page=2", first.At("$.links.next"), StringComparison.Ordinal);
        Assert.Null(last.At("$.links.next"));
        Assert.EndsWith("page=3", last.At("$.links.last"), StringComparison.Ordinal);
        Assert.EndsWith("page=3", behind.At("$.links.last"), StringComparison.Ordinal);
        var ofOneStatus = await platform.GetAsync($"{path}?status=success");
        Assert.Equal(["6", "5", "4"], Reads(ofOneStatus));
        Assert.Null(ofOneStatus.At("$.links.last"));
        Assert.NotNull(ofOneStatus.At("$.links.next"));
    }

    [Fact]
    public async Task Numbers_of_runs_grow_with_time_whatever_is_shown_first()
    {
        var sync = await platform.NewSyncAsync();
        for (var made = 0; made < 3; made++)
            await platform.NewRunAsync(sync, RunState.Succeeded);

        var numbers = (await platform.GetAsync($"syncs/{await platform.NumberOfAsync(sync)}/sync_runs"))["data"]!.AsArray().Select(run => int.Parse(run.At("$.id")!)).ToList();

        Assert.Equal(numbers.OrderDescending(), numbers);
    }

    [Fact]
    public async Task A_status_that_is_none_is_400_in_the_documented_words() => Assert.Equal(
        "must be a valid status",
        (await platform.GetAsync($"syncs/{await platform.NumberOfAsync(await platform.NewSyncAsync())}/sync_runs?status=skipped")).At("$.errors.status[0]"));

    [Fact]
    public async Task A_run_of_another_sync_is_404_in_the_documented_words()
    {
        var (mine, other) = (await platform.NewSyncAsync(), await platform.NewSyncAsync());
        await platform.NewRunAsync(other, RunState.Succeeded);
        var run = (await platform.GetAsync($"syncs/{await platform.NumberOfAsync(other)}/sync_runs"))["data"]![0].At("$.id");

        var answer = await platform.GetAsync($"syncs/{await platform.NumberOfAsync(mine)}/sync_runs/{run}");

        Assert.Equal(("404", "Sync Run not found"), (answer.At("$.errors[0].status"), answer.At("$.errors[0].detail")));
    }

    private static IEnumerable<string?> Reads(JsonNode page) => page["data"]!.AsArray().Select(run => run.At("$.attributes.total_query_rows"));
}
