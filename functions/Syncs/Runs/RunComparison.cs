using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>What a run has to send, and what of it was accepted in the end.</summary>
public sealed class RunComparison(
    SyncStore syncs, SyncRunStore runs, ChunkStore chunks, RunPapers papers, RunEnds ends, SnapshotComparison snapshots, SnapshotCommit commit, RunPreview preview)
{
    public async Task<Result<RunStep>> CompareAsync(SyncRun run, CancellationToken cancellationToken)
    {
        var key = RunKey.Of(run);
        var plan = await papers.ReadAsync<RunPlan>(key, cancellationToken);
        var extract = await papers.ReadAsync<Extract>(key, cancellationToken);
        if (await syncs.FindAsync(run.Workspace, run.SyncId, cancellationToken) is not { } sync)
            return SyncErrors.NotFound;

        var accepted = sync.Progress.Snapshot;
        if (plan.DetectsRemovals && !run.Request.Force && extract.Rows == 0 && accepted is { Rows: > 0 })
            return SyncErrors.SourceEmpty;
        var changes = await snapshots.CompareAsync(RunFiles.Of(run), Request(run, plan, extract, accepted), cancellationToken);
        if (!run.Request.Force && accepted is { Rows: > 0 } && changes.Removed > plan.MaxRemovalShare * accepted.Rows)
            return SyncErrors.SourceShrank(changes.Removed, accepted.Rows, plan.MaxRemovalShare);

        var counted = await runs.ChangeAsync(key, current => Counted(current, plan, changes), cancellationToken);
        if (run.Request.Kind != RunKind.DryRun)
            return new RunStep(Chunks: changes.Chunks.Count);
        await preview.MakeAsync(counted!, plan, changes, cancellationToken);
        await ends.EndAsync(key, current => current with { State = RunState.Succeeded }, null, CancellationToken.None);
        return new RunStep(IsOver: true);
    }

    /// <summary>Records what the destination holds now, and ends the run with what it came to.</summary>
    public async Task CommitAsync(RunKey key, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(key, cancellationToken) is not { } run)
            return;
        if (await syncs.FindAsync(run.Workspace, run.SyncId, cancellationToken) is not { } sync)
        {
            await ends.CancelAsync(key, cancellationToken);
            return;
        }

        var plan = await papers.ReadAsync<RunPlan>(key, cancellationToken);
        var extract = await papers.ReadAsync<Extract>(key, cancellationToken);
        var delivered = await chunks.ListAsync(key, cancellationToken);
        var counts = run.IsFinished ? run.Counts : ChunkRecord.Total(run.Counts, delivered);

        var before = sync.Progress.Snapshot;
        var after = sync.Progress.ActiveRun == key.Id
            ? await commit.CommitAsync(RunFiles.Of(run), Request(run, plan, extract, before), cancellationToken)
            : before;
        var cursor = run.Request.Kind is RunKind.General or RunKind.Test && plan.Cursor is not null && run.Wish != RunWish.Cancel
            ? extract.HighestCursor
            : null;
        await ends.EndAsync(
            key,
            current => Final(current, counts, delivered),
            progress => progress with { Snapshot = after, Cursor = cursor ?? progress.Cursor },
            cancellationToken);
        if (after != before)
            await commit.RemoveUnusedAsync(RunFiles.Of(run), after, cancellationToken);
    }

    private static CompareRequest Request(SyncRun run, RunPlan plan, Extract extract, SnapshotRef? accepted) => new(extract, accepted, plan.Fingerprint)
    {
        SendEverything = plan.Read == ReadStrategy.Everything || run.Request.Kind == RunKind.Backfill,
        DetectRemovals = plan.DetectsRemovals,
        KeepUnseen = plan.Cursor is not null,
        OnlyRejectedOf = run.Request.RetryOf,
    };

    /// <summary>What is not sent in this mode of writing counts as unchanged.</summary>
    private static SyncRun Counted(SyncRun run, RunPlan plan, Changes changes) => run with
    {
        Chunks = changes.Chunks.Count,
        Counts = run.Counts with
        {
            ToAdd = changes.Added,
            ToChange = plan.SendsChanged ? changes.Changed : 0,
            ToRemove = changes.Removed,
            Unchanged = changes.Unchanged + (plan.SendsChanged ? 0 : changes.Changed),
            Rejected = changes.DuplicateKeys + changes.NullKeys,
            Unkeyed = changes.DuplicateKeys + changes.NullKeys,
        },
    };

    private static SyncRun Final(SyncRun run, RunCounts counts, IReadOnlyList<ChunkRecord> delivered)
    {
        var error = delivered.Select(chunk => chunk.Error).FirstOrDefault(found => found is not null);
        var isComplete = counts is { Rejected: 0, NotSent: 0 };
        return run with
        {
            Counts = counts,
            State = run.Wish == RunWish.Cancel && counts.NotSent > 0 ? RunState.Cancelled
                : isComplete ? RunState.Succeeded
                : counts is { Accepted: 0, NotSent: > 0 } ? RunState.Failed
                : RunState.PartiallySucceeded,
            Error = isComplete ? null : error ?? SyncErrors.RowsNotDelivered(counts.Rejected, counts.NotSent),
        };
    }
}
