using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Syncs;

/// <summary>The steps of a run. Each may run twice; what they hand on is beside the run's rows, not in the orchestration's history.</summary>
public sealed partial class SyncActivities(
    SyncRunStore runs, RunPreparation preparation, RunComparison comparison, RunDelivery delivery, RunEnds ends, RunWatch watch, TimeProvider clock, ILogger<SyncActivities> logger)
{
    [Function(nameof(PrepareRun))]
    public Task<RunStep> PrepareRun([ActivityTrigger] RunKey key) => StepAsync(key, RunState.Preparing, preparation.PlanAsync);

    [Function(nameof(ExtractSource))]
    public Task<RunStep> ExtractSource([ActivityTrigger] RunKey key) => StepAsync(key, RunState.Reading, preparation.ExtractAsync);

    [Function(nameof(CompareRows))]
    public Task<RunStep> CompareRows([ActivityTrigger] RunKey key) => StepAsync(key, RunState.Comparing, comparison.CompareAsync);

    [Function(nameof(EnqueueChunks))]
    public Task EnqueueChunks([ActivityTrigger] ChunkList list) => delivery.EnqueueAsync(list.Key, list.Chunks, CancellationToken.None);

    [Function(nameof(SweepChunks))]
    public Task<ChunkSweep> SweepChunks([ActivityTrigger] ChunkList list) => delivery.SweepAsync(list.Key, list.Chunks, CancellationToken.None);

    [Function(nameof(CommitRun))]
    public async Task CommitRun([ActivityTrigger] RunKey key)
    {
        try
        {
            await comparison.CommitAsync(key, CancellationToken.None);
        }
        catch (Exception surprise)
        {
            Log.Failed(logger, surprise, key.Id, nameof(CommitRun));
            throw new SyncStepException("What was accepted could not be recorded; the log says why.");
        }
    }

    /// <summary>Ends a run whose steps failed for reasons of ours, or whose source stayed away.</summary>
    [Function(nameof(GiveUpRun))]
    public async Task GiveUpRun([ActivityTrigger] RunKey key) =>
        await ends.EndAsync(
            key, run => run with { State = RunState.Failed, Error = run.Error ?? SyncErrors.Interrupted }, null, CancellationToken.None);

    private async Task<RunStep> StepAsync(RunKey key, RunState state, Func<SyncRun, CancellationToken, Task<Result<RunStep>>> step)
    {
        var run = await runs.ChangeAsync(key, current => Enter(current, state), CancellationToken.None);
        if (run is null or { IsFinished: true })
            return new RunStep(IsOver: true);
        if (run.Wish == RunWish.Cancel)
            return await OverAsync(ends.CancelAsync(key, CancellationToken.None));
        if (run.Wish == RunWish.Pause)
            return new RunStep(IsPaused: true);
        try
        {
            return (await watch.RunAsync(key, stop => step(run, stop), CancellationToken.None)).Succeeded(out var next, out var refusal)
                ? next
                : await RefuseAsync(key, refusal);
        }
        catch (OperationCanceledException)
        {
            return await OverAsync(ends.CancelAsync(key, CancellationToken.None));
        }
        catch (ConnectorException failure)
        {
            return await RefuseAsync(key, ConnectionErrors.From(failure));
        }
        catch (Exception surprise) when (surprise is not SyncStepException)
        {
            Log.Failed(logger, surprise, key.Id, state.ToString());
            throw new SyncStepException("A step of the run failed; the log says why.");
        }
    }

    private SyncRun Enter(SyncRun run, RunState state) => run switch
    {
        { IsFinished: true } or { Wish: RunWish.Cancel } => run,
        { Wish: RunWish.Pause } => run with { State = RunState.Paused, UpdatedAt = clock.GetUtcNow() },
        _ => run with { State = state, StartedAt = run.StartedAt ?? clock.GetUtcNow(), UpdatedAt = clock.GetUtcNow() },
    };

    /// <summary>What may pass is tried again, and meanwhile told on the run; anything else ends it.</summary>
    private async Task<RunStep> RefuseAsync(RunKey key, ApiError error)
    {
        if (!ConnectionErrors.IsTransient(error))
            return await OverAsync(ends.FailAsync(key, error, CancellationToken.None));
        await runs.ChangeAsync(key, run => run.IsFinished ? null : run with { Error = error }, CancellationToken.None);
        throw new SyncStepException("The source or the destination could not be reached.");
    }

    private static async Task<RunStep> OverAsync(Task end)
    {
        await end;
        return new RunStep(IsOver: true);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A step of a sync run failed. Run: {Run}, step: {Step}")]
        public static partial void Failed(ILogger logger, Exception exception, Guid run, string step);
    }
}

/// <summary>Makes Durable try again. Its message ends up in an orchestration's history, and so says nothing of rows or databases.</summary>
public sealed class SyncStepException(string message) : Exception(message);
