using System.Security.Cryptography;
using Fixtures;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Syncs;

/// <summary>Runs are paused, cancelled, repeated and interrupted, and every row is accounted for.</summary>
public sealed class SyncControlTests : IAsyncLifetime
{
    private const string Numbers = "SELECT i AS id, 'row ' || i AS name FROM generate_series(1, 100) AS i";

    private readonly MemoryDestination _memory = new();
    private PlatformApp _app = null!;

    public async Task InitializeAsync() => _app = await PlatformApp.StartAsync(
        new Dictionary<string, string> { ["Syncs:ChunkRows"] = "50", ["Syncs:ChunkLease"] = "00:00:02" }, services => services.AddSingleton<IDestination>(_memory));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_paused_run_sends_nothing_until_it_is_resumed()
    {
        var (scenario, sync) = await SyncAsync();
        var third = Hold(3);
        var run = await scenario.StartAsync(sync);
        await third.Reached;

        Assert.True((await scenario.Runs.PauseAsync(sync.Workspace, sync.Id, CancellationToken.None)).Succeeded(out _, out _));
        await scenario.WakeAsync(run);
        await Task.Delay(TimeSpan.FromSeconds(1.2));
        third.LetGo();
        await Eventually.ValueAsync(async () => (await scenario.FindAsync(run)).State == RunState.Paused ? "paused" : null);
        await Task.Delay(TimeSpan.FromSeconds(1));
        var whilePaused = _memory.Rows.Count;
        Assert.True((await scenario.Runs.ResumeAsync(sync.Workspace, sync.Id, CancellationToken.None)).Succeeded(out _, out _));
        await scenario.WakeAsync(run);
        var ended = await scenario.EndOfAsync(run);

        Assert.InRange(whilePaused, 1, 99);
        Assert.Equal((RunState.Succeeded, 100L, 100), (ended.State, ended.Counts.Accepted, _memory.Rows.Count));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_in_the_middle_of_a_chunk_keeps_what_was_accepted_and_the_next_run_sends_the_rest()
    {
        var (scenario, sync) = await SyncAsync();
        var fourth = Hold(4);
        var run = await scenario.StartAsync(sync);
        await fourth.Reached;

        await scenario.Runs.CancelAsync(sync.Workspace, sync.Id, CancellationToken.None);
        await scenario.WakeAsync(run);
        var ended = await scenario.EndOfAsync(run);
        fourth.LetGo();
        var accepted = _memory.Rows.Count;
        var next = await scenario.RunAsync(sync);

        Assert.Equal((RunState.Cancelled, (long)accepted, 100L - accepted), (ended.State, ended.Counts.Accepted, ended.Counts.NotSent));
        Assert.Equal((RunState.Succeeded, (long)accepted, 100L - accepted), (next.State, next.Counts.Unchanged, next.Counts.Added));
        Assert.Equal(100, _memory.Written.Count);
    }

    [Fact]
    public async Task A_second_run_is_refused_while_one_is_active()
    {
        var (scenario, sync) = await SyncAsync();
        var first = Hold(1);
        var run = await scenario.StartAsync(sync);
        await first.Reached;

        var second = await scenario.Runs.StartAsync(sync.Workspace, sync.Id, new RunRequest(), CancellationToken.None);

        Assert.Equal("sync_active", second.Error.Code);
        first.LetGo();
        Assert.Equal(RunState.Succeeded, (await scenario.EndOfAsync(run)).State);
    }

    [Fact]
    public async Task Messages_that_come_twice_deliver_once()
    {
        _memory.IsRepeatable = false;
        var (scenario, sync) = await SyncAsync(request => request with { Write = WriteMode.Append });
        var queues = _app.Services.GetRequiredService<SyncQueues>();
        _memory.Before = async batch => await queues.SendAsync(new ChunkMessage(new RunKey(sync.Workspace.Value, sync.Id, batch.Id.Run), batch.Id.Chunk), CancellationToken.None);

        var run = await scenario.RunAsync(sync);
        await Task.Delay(TimeSpan.FromSeconds(2));

        Assert.Equal((RunState.Succeeded, 100L), (run.State, run.Counts.Accepted));
        Assert.Equal(100, _memory.Written.Count);
    }

    [Fact]
    public async Task A_batch_whose_answer_is_lost_is_not_sent_again_where_twice_sent_is_twice_there_and_is_reported()
    {
        _memory.IsRepeatable = false;
        var (scenario, sync) = await SyncAsync(request => request with { Write = WriteMode.Append });
        var lost = 0;
        _memory.After = _ => Interlocked.Increment(ref lost) == 3 ? throw new InvalidOperationException("The process ends here.") : Task.CompletedTask;

        var run = await scenario.RunAsync(sync);
        var next = await scenario.RunAsync(sync);

        Assert.Equal((RunState.PartiallySucceeded, 90L, 10L, 10L), (run.State, run.Counts.Accepted, run.Counts.Rejected, run.Counts.Unknown));
        // Whether to send them again is for a person to say.
        Assert.Equal((RunState.Succeeded, 0L), (next.State, next.Counts.ToSend));
        Assert.Equal(100, _memory.Written.Count);

        var retry = await scenario.RunAsync(sync, new RunRequest(RunKind.Retry) { RetryOf = run.Id });

        Assert.Equal((RunState.Succeeded, 10L, 110), (retry.State, retry.Counts.Accepted, _memory.Written.Count));
    }

    [Fact]
    public async Task A_destination_that_is_away_for_a_moment_gets_its_rows_later()
    {
        var (scenario, sync) = await SyncAsync();
        var tries = 0;
        _memory.Before = _ => Interlocked.Increment(ref tries) == 2 ? throw new ConnectorException(ConnectorFailure.Unreachable, "away") : Task.CompletedTask;

        var run = await scenario.RunAsync(sync);

        Assert.Equal((RunState.Succeeded, 100L, 100), (run.State, run.Counts.Accepted, _memory.Rows.Count));
    }

    [Fact]
    public async Task A_destination_that_refuses_us_fails_the_run_and_names_the_reason()
    {
        var (scenario, sync) = await SyncAsync();
        _memory.Before = _ => throw new ConnectorException(ConnectorFailure.AccessDenied, "no entry");

        var run = await scenario.RunAsync(sync);

        Assert.Equal((RunState.Failed, "connection_access_denied", 100L), (run.State, run.Error!.Code, run.Counts.NotSent));
    }

    [Fact]
    public async Task A_sync_runs_after_another()
    {
        var (scenario, first) = await SyncAsync();
        var (_, second) = await SyncAsync(request => request with { Schedule = new Schedule.After(first.Id) }, scenario);

        await scenario.RunAsync(first);
        var runs = await Eventually.ValueAsync(async () => await LatestAsync(scenario, second) is { IsFinished: true } run ? run : null);

        Assert.Equal((RunTrigger.AfterRun, RunState.Succeeded), (runs.Request.Trigger, runs.State));
    }

    [Fact]
    public async Task Syncs_that_would_wait_for_each_other_are_refused_by_name()
    {
        var (scenario, first) = await SyncAsync();
        var (_, second) = await SyncAsync(request => request with { Schedule = new Schedule.After(first.Id) }, scenario);

        var changed = await scenario.Syncs.UpdateAsync(first.Workspace, first.Id, new SyncChange { Schedule = new Schedule.After(second.Id) }, CancellationToken.None);

        Assert.Equal(ErrorKind.Invalid, changed.Error.Kind);
        Assert.Contains(second.Name, changed.Error.Message, StringComparison.Ordinal);
    }

    private async Task<(SyncScenario Scenario, Sync Sync)> SyncAsync(Func<NewSync, NewSync>? change = null, SyncScenario? within = null)
    {
        var scenario = within ?? await SyncScenario.CreateAsync(_app, [], []);
        var destination = await _app.Services.GetRequiredService<FunctionsPlatform.Destinations.Destinations>().CreateAsync(
            scenario.Workspace.Id, new NewDestination("memory", $"Memory {RandomNumberGenerator.GetHexString(8)}", []), CancellationToken.None);
        var sync = await scenario.SyncAsync(Numbers, "rows", request => (change?.Invoke(request) ?? request) with { DestinationId = destination.Value.Id });
        return (scenario, sync);
    }

    private static async Task<SyncRun?> LatestAsync(SyncScenario scenario, Sync sync) =>
        (await scenario.Runs.ListAsync(sync.Workspace, sync.Id, null, 1, null, CancellationToken.None)).Value.Items is [var latest, ..] ? latest : null;

    /// <summary>Holds a batch, counted from 1 over all chunks.</summary>
    private Gate Hold(int batch)
    {
        var gate = new Gate();
        var seen = 0;
        _memory.Before = _ => Interlocked.Increment(ref seen) == batch ? gate.HoldAsync() : Task.CompletedTask;
        return gate;
    }

    private sealed class Gate
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

        public void LetGo() => _open.TrySetResult();

        public Task HoldAsync()
        {
            _reached.TrySetResult();
            return _open.Task;
        }
    }
}
