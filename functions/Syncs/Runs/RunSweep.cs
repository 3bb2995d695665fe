namespace FunctionsPlatform.Syncs.Runs;

/// <summary>Looks after runs that are not finished: whether somebody runs them at all.</summary>
public sealed class RunSweep(SyncStore syncs, SyncRunStore runs, RunEnds ends, TimeProvider clock)
{
    // Younger ones may be between being recorded and being started.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public Task<IReadOnlyList<RunKey>> ListAsync(CancellationToken cancellationToken) => runs.ListOpenAsync(clock.GetUtcNow() - Grace, cancellationToken);

    /// <param name="isKnown">Whether there is an orchestration of the run.</param>
    /// <param name="isOver">Whether that has ended.</param>
    /// <returns>Whether the run's orchestration is to be started.</returns>
    public async Task<bool> NeedsStartAsync(RunKey key, bool isKnown, bool isOver, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(key, cancellationToken) is not { } run)
        {
            await runs.CloseAsync(key, cancellationToken);
            return false;
        }

        // Its process may have ended before everybody was told.
        if (run.IsFinished)
        {
            await ends.EndAsync(key, ended => ended, null, cancellationToken);
            return false;
        }

        if (isOver)
            await ends.FailAsync(key, run.Error ?? SyncErrors.Interrupted, cancellationToken);
        if (isKnown)
            return false;
        if (await syncs.FindAsync(run.Workspace, key.SyncId, cancellationToken) is { } sync && sync.Progress.ActiveRun == key.Id)
            return true;
        // It was recorded, and its process ended before it had the sync to itself.
        await runs.RemoveAsync(run, cancellationToken);
        await runs.CloseAsync(key, cancellationToken);
        return false;
    }
}
