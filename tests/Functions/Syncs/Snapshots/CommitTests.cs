using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

public sealed class CommitTests
{
    [Fact]
    public async Task A_run_without_changes_writes_no_snapshot()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        var before = (scenario.Accepted, await SnapshotBlobsAsync(scenario));

        await scenario.SyncAsync();

        Assert.Equal(before.Accepted, scenario.Accepted);
        Assert.Equal(before.Item2, await SnapshotBlobsAsync(scenario));
    }

    [Fact]
    public async Task Recording_twice_is_recording_once()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("UPDATE people SET age = 0 WHERE id = 1", "DELETE FROM people WHERE id = 2");
        var run = await scenario.RunAsync(request => request with { DetectRemovals = true });
        await run.DeliverAsync();

        var first = await run.CommitAsync();
        scenario.Restart();
        var second = await run.CommitAsync();
        var whenKept = await (run with { Request = run.Request with { Accepted = first } }).CommitAsync();

        Assert.Equal(first, second);
        Assert.Equal(first, whenKept);
        Assert.Equal(0, (await scenario.RunAsync(request => request with { DetectRemovals = true })).Changes.Total);
    }

    [Fact]
    public async Task Many_small_runs_leave_few_files_and_a_true_snapshot()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 20, people: []);
        await scenario.AddManyAsync(1, 300);
        await scenario.SyncAsync();
        using var nextDay = scenario.NewMachine(TimeSpan.FromDays(2));
        for (var step = 0; step < 12; step++)
        {
            await scenario.SourceAsync($"UPDATE people SET age = age + 1000 WHERE id % 12 = {step}", $"DELETE FROM people WHERE id % 50 = {step}");
            await scenario.AddManyAsync(1000 + (step * 10), 3);
            await scenario.SyncAsync(request => request with { DetectRemovals = true });
            await nextDay.Get<SnapshotCommit>().RemoveUnusedAsync(scenario.NewRun(), scenario.Accepted, CancellationToken.None);
        }

        scenario.Restart();
        var after = await scenario.RunAsync(request => request with { DetectRemovals = true });

        Assert.Equal(0, after.Changes.Total);
        Assert.Equal(after.Request.Extract.Rows, scenario.Accepted!.Rows);
        Assert.InRange((await SnapshotBlobsAsync(scenario)).Count, 3, 12);
        Assert.Equal(after.Request.Extract.Rows, (await scenario.RunAsync(request => request with { SendEverything = true })).Changes.Changed);
    }

    [Fact]
    public async Task Files_that_no_kept_snapshot_needs_are_removed()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("UPDATE people SET age = 0");
        await scenario.SyncAsync();
        var both = await SnapshotBlobsAsync(scenario);

        await scenario.Machine.Get<SnapshotCommit>().RemoveUnusedAsync(scenario.NewRun(), scenario.Accepted, CancellationToken.None);
        var young = await SnapshotBlobsAsync(scenario);
        using var nextDay = scenario.NewMachine(TimeSpan.FromDays(2));
        var commit = nextDay.Get<SnapshotCommit>();
        await commit.RemoveUnusedAsync(scenario.NewRun(), scenario.Accepted, CancellationToken.None);
        var kept = await SnapshotBlobsAsync(scenario);
        var unchanged = await scenario.RunAsync();
        await commit.RemoveUnusedAsync(scenario.NewRun(), null, CancellationToken.None);

        Assert.Equal((6, 6, 3), (both.Count, young.Count, kept.Count));
        Assert.Equal(0, unchanged.Changes.Total);
        Assert.Empty(await SnapshotBlobsAsync(scenario));
    }

    private static Task<List<string>> SnapshotBlobsAsync(SnapshotScenario scenario) =>
        BlobsAsync(scenario.Machine.Get<SyncFiles>(), scenario.NewRun().Snapshots);

    private static async Task<List<string>> BlobsAsync(SyncFiles files, string folder)
    {
        var names = new List<string>();
        await foreach (var (name, _) in files.ListAsync(folder, CancellationToken.None))
            names.Add(name);
        return names;
    }
}
