using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Records what the destination holds after a run: what it held before, with the rows that it accepted.</summary>
public sealed class SnapshotCommit(
    SyncFiles files, ComparisonDatabase database, SnapshotComparison comparison, ChangeChunks chunks, Ids ids, TimeProvider clock, IOptions<SyncOptions> options)
{
    /// <summary>By then, every attempt to record the run that wrote a file has ended, and what it recorded is known.</summary>
    private static readonly TimeSpan SafeAge = TimeSpan.FromDays(1);

    /// <summary>
    /// Makes the snapshot for the next run to compare with. Rows that were rejected or never sent are in it as they were before the run, so that
    /// they come up again; those that may have arrived are in it as if they had. Doing it again gives the same.
    /// </summary>
    /// <param name="request">As it was compared.</param>
    /// <returns>The same as <see cref="CompareRequest.Accepted"/> when the run changed nothing; null when nothing is held.</returns>
    public async Task<SnapshotRef?> CommitAsync(RunFiles run, CompareRequest request, CancellationToken cancellationToken)
    {
        if (request.Accepted?.Id == run.RunId)
            return request.Accepted;
        var delivered = await DeliveredRows.ReadAsync(files, run, await chunks.IndexAsync(run, cancellationToken), cancellationToken);
        var snapshot = await comparison.SnapshotAsync(run, request, cancellationToken);
        if (!delivered.HasAccepted && !delivered.HasUnknown && !(request.KeepUnseen && (!delivered.IsAll || snapshot is { Pending.Count: > 0 })))
            return request.Accepted;
        var manifest = await ReplaceAsync(run, request, snapshot, delivered, cancellationToken)
            ?? await Update(run, request, snapshot).ApplyAsync(delivered, cancellationToken);
        return new SnapshotRef(run.RunId, manifest.Rows, request.Fingerprint);
    }

    /// <summary>Records the whole extract, where that is right and least work; null where it is not, or the extract is not here.</summary>
    private async Task<SnapshotManifest?> ReplaceAsync(
        RunFiles run, CompareRequest request, SnapshotManifest? snapshot, DeliveredRows delivered, CancellationToken cancellationToken)
    {
        var update = Update(run, request, snapshot);
        if (!delivered.IsAll || !update.CanReplace(delivered.Index.Changes))
            return null;
        try
        {
            return await update.ReplaceAsync(cancellationToken);
        }
        catch (ExtractLostException)
        {
            return null;
        }
    }

    private SnapshotUpdate Update(RunFiles run, CompareRequest request, SnapshotManifest? snapshot) =>
        new(files, database, run, ids.New().ToString("N"), request, snapshot, options.Value.ChunkRows);

    /// <summary>
    /// Removes old files of a sync's snapshots that the one it keeps does not need. To be called when that is recorded; files of the last day stay until a later call.
    /// </summary>
    /// <param name="run">Any run of the sync.</param>
    public async Task RemoveUnusedAsync(RunFiles run, SnapshotRef? kept, CancellationToken cancellationToken)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        if (kept is not null)
        {
            var manifest = await new SnapshotFiles(files, run).ReadAsync(kept, cancellationToken);
            needed.UnionWith([SnapshotManifest.NameOf(run, kept.Id), manifest.Digests]);
            needed.UnionWith(manifest.Files.Concat(manifest.Pending).Select(file => file.Name));
        }

        var before = clock.GetUtcNow() - SafeAge;
        await foreach (var (name, writtenAt) in files.ListAsync(run.Snapshots, cancellationToken))
        {
            if (writtenAt < before && !needed.Contains(name))
                await files.RemoveAsync(name, cancellationToken);
        }
    }
}
