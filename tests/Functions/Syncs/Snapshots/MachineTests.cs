using System.Runtime.Versioning;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Snapshots;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

/// <summary>What one process wrote, another goes on with.</summary>
public sealed class MachineTests
{
    [Fact]
    public async Task Every_step_can_be_another_process()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 10, people: []);
        await scenario.AddManyAsync(1, 35);
        await scenario.SyncAsync();
        await scenario.SourceAsync("UPDATE people SET age = 0 WHERE id = 12", "DELETE FROM people WHERE id = 20");
        await scenario.AddManyAsync(100, 1);

        var run = scenario.NewRun();
        var extract = await scenario.ExtractAsync(run);
        scenario.Restart();
        var compared = await ScenarioRun.CompareAsync(scenario, run, new CompareRequest(extract, scenario.Accepted, "mapping 1") { DetectRemovals = true });
        scenario.Restart();
        var rows = await compared.RowsAsync();
        await compared.DeliverAsync();
        scenario.Restart();
        await compared.CommitAsync();
        scenario.Restart();

        Assert.Equal(["Removed 20 - -", "Changed 12 Person 12 0", "Added 100 Person 100 100"], rows);
        Assert.Equal(0, (await scenario.RunAsync(request => request with { DetectRemovals = true })).Changes.Total);
    }

    [Fact]
    public async Task What_was_kept_on_a_machine_that_is_gone_must_be_read_again()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        var run = scenario.NewRun();
        var extract = await scenario.ExtractAsync(run, isLocal: true);
        scenario.Restart();

        await Assert.ThrowsAsync<ExtractLostException>(() =>
            ScenarioRun.CompareAsync(scenario, run, new CompareRequest(extract, scenario.Accepted, "mapping 1")));
    }

    [Fact]
    public async Task What_was_sent_of_it_is_recorded_by_another_machine()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        await scenario.SourceAsync("UPDATE people SET age = 0 WHERE id > 1");
        var run = await scenario.RunAsync(isLocal: true);
        await run.DeliverAsync();
        scenario.Restart();
        await run.CommitAsync();

        Assert.Equal((0, 3), ((await scenario.RunAsync()).Changes.Total, scenario.Accepted!.Rows));
    }

    [Fact]
    public async Task A_second_attempt_to_read_is_not_mixed_up_with_the_first()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 1);
        var run = scenario.NewRun();
        var first = await scenario.ExtractAsync(run);
        await scenario.SourceAsync("DELETE FROM people WHERE id > 1");
        var second = await scenario.ExtractAsync(run);

        var compared = await ScenarioRun.CompareAsync(scenario, run, new CompareRequest(second, null, "mapping 1"));

        Assert.Equal((3, 1), (first.Rows, second.Rows));
        Assert.Equal(["Added 1 Ann 30"], await compared.RowsAsync());
    }

    [Fact]
    public async Task A_process_removes_what_dead_ones_left_and_not_what_living_ones_use()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();
        var dead = Path.Combine(scenario.ScratchRoot, "999999-dead");
        Directory.CreateDirectory(dead);
        await File.WriteAllTextAsync(Path.Combine(dead, "part.parquet"), "rows");
        await File.WriteAllTextAsync(dead + ".lock", "");
        var living = scenario.Machine.Get<ScratchDirectory>().Path;

        using var other = scenario.NewMachine();
        var own = other.Get<ScratchDirectory>().Path;

        Assert.Equal(new[] { living, own }.Order(), Directory.GetDirectories(scenario.ScratchRoot).Order());
        Assert.False(File.Exists(dead + ".lock"));
    }

    [Fact]
    public async Task A_machine_forgets_runs_that_ended_elsewhere()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        var run = await scenario.SyncAsync();
        using var nextDay = scenario.NewMachine(TimeSpan.FromDays(2));
        await (await nextDay.Get<ChangeChunks>().OpenAsync(run.Files, 0, CancellationToken.None)).DisposeAsync();
        var copies = Directory.GetFiles(nextDay.Get<ScratchDirectory>().Path, "*", SearchOption.AllDirectories);

        ((FakeTimeProvider)nextDay.Get<TimeProvider>()).Advance(TimeSpan.FromHours(1));
        await nextDay.Get<SyncFiles>().WriteAsync("other", new byte[1], CancellationToken.None);

        Assert.Single(copies);
        Assert.False(File.Exists(copies[0]));
    }

    [Fact]
    public async Task A_run_that_is_over_leaves_nothing_on_the_machine()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        var run = await scenario.SyncAsync();

        scenario.Machine.Get<SyncFiles>().Release(run.Files);

        var left = Directory.GetFiles(scenario.Machine.Get<ScratchDirectory>().Path, "*", SearchOption.AllDirectories);
        Assert.All(left, file => Assert.Contains("/snapshots/", file, StringComparison.Ordinal));
        Assert.Equal(3, (await run.RowsAsync()).Length);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task Rows_on_the_machine_are_for_its_user_alone()
    {
        using var scenario = await SnapshotScenario.StartAsync();
        await scenario.SyncAsync();

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(scenario.Machine.Get<ScratchDirectory>().Path));
    }
}
