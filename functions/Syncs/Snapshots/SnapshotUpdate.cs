using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Makes a snapshot out of the one before and what a run delivered.</summary>
/// <param name="before">Null where the destination held nothing.</param>
internal sealed class SnapshotUpdate(
    SyncFiles files, ComparisonDatabase database, RunFiles run, string attempt, CompareRequest request, SnapshotManifest? before, int chunkRows)
{
    private const int ChunksPerFile = 5;

    private readonly Extract _extract = request.Extract;
    private readonly SnapshotFiles _snapshots = new(files, run);
    private readonly RowDigests _difference = new();
    private readonly KeyRanges _touched = new();
    private readonly ResultColumn[] _key = [.. request.Extract.Key.Select(at => request.Extract.Columns[at])];
    private readonly SnapshotWriter _entries = new(files, run, attempt, [.. request.Extract.Key.Select(at => request.Extract.Columns[at])], chunkRows * ChunksPerFile);

    /// <summary>What the old entries say of rows no longer holds: they were delivered by another mapping.</summary>
    private bool IsOutdated => before is not null && !RowComparison.IsComparable(before, request);

    /// <summary>Whether the extract, if all of it was accepted, is all that the destination holds, and most of it is new, so that copying it is least work.</summary>
    public bool CanReplace(Changes changes) =>
        !request.KeepUnseen && request.OnlyRejectedOf is null && (changes.Added + changes.Changed) * 2 >= _extract.Rows
        && (before is null || request.DetectRemovals || changes.Changed + changes.Unchanged == before.Rows);

    /// <summary>Records the extract.</summary>
    public async Task<SnapshotManifest> ReplaceAsync(CancellationToken cancellationToken)
    {
        var parts = new ExtractParts(files, run, _extract, []);
        int[] keyColumns = [.. Enumerable.Range(0, _key.Length)];
        for (var part = 0; part < parts.Count; part++)
        {
            var (rows, hashes) = (await parts.ReadKeysAsync(part, cancellationToken), await parts.HashesAsync(part, cancellationToken));
            _difference.Add(hashes);
            for (var row = 0; row < rows.Rows; row++)
            {
                _entries.Waiting.Add(rows, row, keyColumns, hashes, hashes.Rows[row]);
                await _entries.FlushFullAsync(cancellationToken);
            }
        }

        return await FinishAsync([], [], null, cancellationToken);
    }

    /// <summary>Records what was delivered, row by row.</summary>
    public async Task<SnapshotManifest> ApplyAsync(DeliveredRows delivered, CancellationToken cancellationToken)
    {
        var directory = files.Scratch.CreateWorkDirectory();
        try
        {
            using var touched = new HashIndexes(directory, "touched", before?.Rows ?? 0);
            var pending = new PendingRows(files, run, attempt, request, before, chunkRows);
            for (var chunk = 0; chunk < delivered.Index.Chunks.Count; chunk++)
                await ApplyAsync(delivered, chunk, touched, pending, cancellationToken);
            touched.Complete();
            var old = await OldFilesAsync(directory, touched, cancellationToken);
            var digests = before is null || IsOutdated ? null : await _snapshots.DigestsAsync(before, cancellationToken);
            return await FinishAsync(old, await pending.CompleteAsync(delivered, cancellationToken), digests, cancellationToken);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task ApplyAsync(DeliveredRows delivered, int chunk, HashIndexes touched, PendingRows pending, CancellationToken cancellationToken)
    {
        var (info, outcome) = (delivered.Index.Changes.Chunks[chunk], await delivered.OutcomeAsync(chunk, cancellationToken));
        if (outcome.Tried == 0 && !request.KeepUnseen)
            return;
        var rows = await files.ReadRowsAsync(delivered.Index.Chunks[chunk], cancellationToken);
        var hashes = new RowHashes();
        new RowHasher(_extract.Key).Hash(rows, hashes);
        // A row that may have arrived counts as held: sending it again must be somebody's wish, not the next run's.
        var undelivered = outcome.Undelivered(rows.Rows).Except(outcome.Unknown).ToHashSet();
        for (var row = 0; row < rows.Rows; row++)
        {
            var change = info.ChangeOf(row);
            if (undelivered.Contains(row))
            {
                if (change != RowChange.Removed)
                    await pending.AddAsync(rows, row, cancellationToken);
                // The old entry would say that the row is as it was delivered, which was not wanted.
                if (change == RowChange.Added || !request.SendEverything)
                    continue;
                Put(rows, row, hashes, RowHashes.Stale);
            }
            else if (change != RowChange.Removed)
            {
                Put(rows, row, hashes, hashes.Rows[row]);
            }

            if (change != RowChange.Added)
            {
                touched.Add(hashes, row, Place.Of(chunk, row));
                _touched.Add(hashes.High[row]);
            }

            await _entries.FlushFullAsync(cancellationToken);
        }
    }

    private void Put(ColumnBatch rows, int row, RowHashes hashes, long hash)
    {
        _entries.Waiting.Add(rows, row, _extract.Key, hashes, hash);
        _difference.Add(hashes.High[row], hash);
    }

    /// <summary>The files of the snapshot before, without the entries that were replaced or removed. Files with few entries left are copied.</summary>
    private async Task<List<SnapshotFile>> OldFilesAsync(string directory, HashIndexes touched, CancellationToken cancellationToken)
    {
        if (before is null)
            return [];
        var replaced = await ReplacedAsync(before, directory, touched, cancellationToken);
        var kept = new List<SnapshotFile>();
        for (var at = 0; at < before.Files.Count; at++)
        {
            var file = before.Files[at].Without(replaced[at]);
            if (IsOutdated || IsWorn(file))
                await CopyAsync(file, cancellationToken);
            else
                kept.Add(file);
        }

        return kept;
    }

    private async Task<List<int>[]> ReplacedAsync(SnapshotManifest snapshot, string directory, HashIndexes touched, CancellationToken cancellationToken)
    {
        List<int>[] replaced = [.. snapshot.Files.Select(_ => new List<int>())];
        await new ReplacedEntries(database, _snapshots, snapshot).FindAsync(directory, touched, _touched, (file, row, high, hash) =>
        {
            replaced[file].Add(row);
            if (!IsOutdated)
                _difference.Remove(high, hash);
        }, cancellationToken);
        return replaced;
    }

    private bool IsWorn(SnapshotFile file) => file.Live < file.Rows / 2 || file.Live < chunkRows * ChunksPerFile / 4;

    private async Task CopyAsync(SnapshotFile file, CancellationToken cancellationToken)
    {
        if (file.Live == 0)
            return;
        var entries = await _snapshots.EntriesAsync(file, cancellationToken);
        var hashes = IsOutdated ? entries.ComputeHashes() : null;
        for (var row = 0; row < entries.Count; row++)
        {
            if (!file.IsLive(row))
                continue;
            _entries.Waiting.Add(entries, row, IsOutdated);
            if (hashes is not null)
                _difference.Add(hashes.High[row], RowHashes.Stale);
            await _entries.FlushFullAsync(cancellationToken);
        }
    }

    /// <param name="digests">Of the entries that <see cref="_difference"/> is the difference to; null when it is to none.</param>
    private async Task<SnapshotManifest> FinishAsync(
        List<SnapshotFile> old, IReadOnlyList<SnapshotFile> pending, RowDigests? digests, CancellationToken cancellationToken)
    {
        await _entries.FlushAsync(cancellationToken);
        var manifest = new SnapshotManifest(RowHasher.Version, request.Fingerprint, _extract.Columns, _key, run.SnapshotFile(attempt, "digests"), [.. old, .. _entries.Files], pending);
        var ranges = RowDigests.RangesFor(manifest.Rows);
        var all = digests is null ? _difference
            : digests.Ranges >= ranges ? digests.Plus(_difference)
            : await _snapshots.ComputeDigestsAsync(manifest, cancellationToken);
        await files.WriteAsync(manifest.Digests, all.Fold(ranges).Write(), cancellationToken);
        await files.WriteJsonAsync(SnapshotManifest.NameOf(run, run.RunId), manifest, cancellationToken);
        return manifest;
    }
}
