using FunctionsPlatform.Syncs.Snapshots;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>
/// Removes runs that are older than they are kept, with their rows. What a sync still compares with stays; a deleted sync goes with its last run.
/// </summary>
public sealed class RunCleanup(SyncStore syncs, SyncRunStore runs, ChunkStore chunks, SyncFiles files, TimeProvider clock, IOptions<SyncOptions> options)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromDays(options.Value.KeepRunsDays);
        await foreach (var (sync, isDeleted) in syncs.ListEverythingAsync(cancellationToken))
        {
            await foreach (var run in runs.ListOlderAsync(sync.Workspace, sync.Id, before, cancellationToken))
            {
                if (run.IsFinished)
                    await RemoveAsync(run, cancellationToken);
            }
            if (isDeleted && (await runs.ListAsync(sync.Workspace, sync.Id, null, 1, null, cancellationToken)).Value.Items.Count == 0)
                await RemoveAsync(sync, cancellationToken);
        }
    }

    /// <summary>The record last: until it is gone, the next cleaning finds the rest.</summary>
    private async Task RemoveAsync(SyncRun run, CancellationToken cancellationToken)
    {
        await files.RemoveRunAsync(RunFiles.Of(run), cancellationToken);
        await chunks.RemoveAllAsync(RunKey.Of(run), cancellationToken);
        await runs.RemoveAsync(run, cancellationToken);
    }

    /// <summary>The record last, as with runs.</summary>
    private async Task RemoveAsync(Sync sync, CancellationToken cancellationToken)
    {
        await files.RemoveSyncAsync(sync.Workspace, sync.Id, cancellationToken);
        await syncs.EraseAsync(sync.Workspace, sync.Id, cancellationToken);
    }
}
