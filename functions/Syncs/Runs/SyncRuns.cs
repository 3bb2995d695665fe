using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>The runs of syncs: started, watched, stopped. One run of a sync is active at a time.</summary>
/// <remarks>Starting makes the record; whoever has a Durable client then starts the orchestration, and a sweep does where that failed.</remarks>
public sealed class SyncRuns(SyncRunStore store, SyncStore syncs, ChunkStore chunks, RunPreview preview, Ids ids, TimeProvider clock)
{
    /// <summary>Claims the sync for a new run. Refused while another is active, and for a disabled sync.</summary>
    /// <param name="id">For a run whose id is fixed beforehand: starting it again is no second run.</param>
    public async Task<Result<SyncRun>> StartAsync(
        WorkspaceId workspace, Guid syncId, RunRequest request, CancellationToken cancellationToken, Guid? id = null)
    {
        var refusal = SyncErrors.NotFound;
        var run = new SyncRun(id ?? ids.New(), syncId, workspace, request, clock.GetUtcNow());
        if (id is not null && await FindStartedAsync(RunKey.Of(run), cancellationToken) is { } known)
            return known;
        if (await CheckAsync(workspace, syncId, request, cancellationToken) is { } wrong)
            return wrong;
        // Listed as open first: a claim without a record must not outlive a crash here.
        await store.OpenAsync(RunKey.Of(run), cancellationToken);
        await store.AddAsync(run, cancellationToken);
        if (await syncs.ChangeAsync(workspace, syncId, Claim, cancellationToken) is not null)
            return run;
        await store.RemoveAsync(run, cancellationToken);
        await store.CloseAsync(RunKey.Of(run), cancellationToken);
        return refusal;

        Sync? Claim(Sync sync)
        {
            refusal = !sync.IsEnabled ? SyncErrors.Disabled : SyncErrors.Active;
            return !sync.IsEnabled || sync.Progress.ActiveRun is not null
                ? null
                : sync with { Progress = sync.Progress with { ActiveRun = run.Id, Runs = sync.Progress.Runs + 1 } };
        }
    }

    /// <summary>Records that a run fell due and was not started, because another was active.</summary>
    public async Task<SyncRun> SkipAsync(WorkspaceId workspace, Guid syncId, RunRequest request, CancellationToken cancellationToken, Guid? id = null)
    {
        var now = clock.GetUtcNow();
        var run = new SyncRun(id ?? ids.New(), syncId, workspace, request, now) { State = RunState.Skipped, FinishedAt = now, Error = SyncErrors.Active };
        await store.AddAsync(run, cancellationToken);
        return run;
    }

    public async Task<Result<SyncRun>> GetAsync(WorkspaceId workspace, Guid syncId, Guid runId, CancellationToken cancellationToken) =>
        await store.FindAsync(new RunKey(workspace.Value, syncId, runId), cancellationToken) is { } run
            ? await SeenAsync(run, cancellationToken)
            : SyncErrors.RunNotFound;

    /// <summary>Newest first.</summary>
    /// <param name="states">Only those in one of these states; null for all.</param>
    public async Task<Result<Page<SyncRun>>> ListAsync(
        WorkspaceId workspace, Guid syncId, IReadOnlyCollection<RunState>? states, int limit, string? cursor, CancellationToken cancellationToken)
    {
        if (!(await store.ListAsync(workspace, syncId, states, limit, cursor, cancellationToken)).Succeeded(out var page, out var error))
            return error;
        var seen = new List<SyncRun>(page.Items.Count);
        foreach (var run in page.Items)
            seen.Add(await SeenAsync(run, cancellationToken));
        return new Page<SyncRun>(seen, page.NextCursor);
    }

    /// <summary>How far a run is; of a finished one, how it ended.</summary>
    public RunProgress ProgressOf(SyncRun run)
    {
        var elapsed = ((run.FinishedAt ?? clock.GetUtcNow()) - (run.StartedAt ?? run.CreatedAt)).TotalSeconds;
        var (done, all) = run.State == RunState.Writing ? (run.Counts.Accepted + run.Counts.Rejected, run.Counts.ToSend) : (run.Counts.Read, 0L);
        double? rate = elapsed > 0 && done > 0 ? done / elapsed : null;
        var remaining = rate is { } speed && all > done && !run.IsFinished ? TimeSpan.FromSeconds((all - done) / speed) : (TimeSpan?)null;
        return new RunProgress(run.State, run.Counts, rate, remaining);
    }

    /// <summary>What a dry run showed; null for other runs.</summary>
    public Task<RunSamples?> SamplesAsync(RunKey run, CancellationToken cancellationToken) => preview.FindAsync(run, cancellationToken);

    /// <summary>Asks the active run to stop: it ends between two batches, and what was accepted by then is recorded.</summary>
    public Task<Result<SyncRun>> CancelAsync(WorkspaceId workspace, Guid syncId, CancellationToken cancellationToken) =>
        WishAsync(workspace, syncId, RunWish.Cancel, _ => null, cancellationToken);

    /// <summary>Asks the active run to wait: nothing more is sent until it is resumed.</summary>
    public Task<Result<SyncRun>> PauseAsync(WorkspaceId workspace, Guid syncId, CancellationToken cancellationToken) =>
        WishAsync(workspace, syncId, RunWish.Pause, run => run.Wish == RunWish.Cancel ? SyncErrors.NotActive : null, cancellationToken);

    public Task<Result<SyncRun>> ResumeAsync(WorkspaceId workspace, Guid syncId, CancellationToken cancellationToken) =>
        WishAsync(workspace, syncId, RunWish.GoOn, run => run.Wish == RunWish.Pause ? null : SyncErrors.NotPaused, cancellationToken);

    /// <summary>The run, where an earlier try to start it got as far as to claim its sync.</summary>
    private async Task<SyncRun?> FindStartedAsync(RunKey key, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(key, cancellationToken) is not { } run)
            return null;
        var sync = await syncs.FindAsync(run.Workspace, key.SyncId, cancellationToken);
        return run.IsFinished || sync?.Progress.ActiveRun == key.Id ? run : null;
    }

    private async Task<Result<SyncRun>> WishAsync(
        WorkspaceId workspace, Guid syncId, RunWish wish, Func<SyncRun, ApiError?> check, CancellationToken cancellationToken)
    {
        if (await syncs.FindAsync(workspace, syncId, cancellationToken) is not { } sync)
            return SyncErrors.NotFound;
        if (sync.Progress.ActiveRun is not { } active)
            return SyncErrors.NotActive;
        var refusal = SyncErrors.NotActive;
        var changed = await store.ChangeAsync(new RunKey(workspace.Value, syncId, active), Change, cancellationToken);
        return changed is not null ? changed : refusal;

        SyncRun? Change(SyncRun run)
        {
            if (run.IsFinished)
                return null;
            if (check(run) is { } wrong)
            {
                refusal = wrong;
                return null;
            }
            return run with { Wish = wish, UpdatedAt = clock.GetUtcNow() };
        }
    }

    private async Task<ApiError?> CheckAsync(WorkspaceId workspace, Guid syncId, RunRequest request, CancellationToken cancellationToken)
    {
        if (request.Kind == RunKind.Backfill && request is { From: null, Until: null })
            return SyncErrors.NeverBackfilled;
        if (request.RetryOf is not { } retried)
            return null;
        return await store.FindAsync(new RunKey(workspace.Value, syncId, retried), cancellationToken) switch
        {
            null => SyncErrors.RunNotFound,
            { IsFinished: false } => SyncErrors.RunNotFinished,
            { Counts: { Rejected: 0, NotSent: 0 } } => SyncErrors.NothingToRetry,
            _ => null,
        };
    }

    /// <summary>A run that is being delivered counts what its chunks have delivered so far.</summary>
    private async Task<SyncRun> SeenAsync(SyncRun run, CancellationToken cancellationToken) =>
        run.State is RunState.Writing or RunState.Paused
            ? run with { Counts = ChunkRecord.Total(run.Counts, await chunks.ListAsync(RunKey.Of(run), cancellationToken)) }
            : run;
}
