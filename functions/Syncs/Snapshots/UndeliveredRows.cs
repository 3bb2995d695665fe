namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>The rows of a run that the destination did not accept.</summary>
internal sealed class UndeliveredRows(SyncFiles files, RunFiles run)
{
    /// <summary>Gives the hash of the key of each, that of a key with a null in it being 0, and whether the row may have arrived all the same.</summary>
    public async Task VisitAsync(Action<RowHashes, int, bool> visit, CancellationToken cancellationToken)
    {
        if (await files.FindJsonAsync<ChangesIndex>(run.Changes, cancellationToken) is not { } changes)
            return;
        for (var chunk = 0; chunk < changes.Chunks.Count; chunk++)
        {
            var outcome = await files.FindJsonAsync<ChunkOutcome>(run.Outcome(chunk), cancellationToken) ?? ChunkOutcome.NothingSent;
            var rows = (int)changes.Changes.Chunks[chunk].Rows;
            if (!outcome.AcceptsAll(rows))
                await VisitAsync(changes, changes.Chunks[chunk], outcome.Undelivered(rows), outcome.Unknown, visit, cancellationToken);
        }

        foreach (var refused in changes.Refused.Where(refused => refused.Code == SnapshotErrors.KeyDuplicate))
            await VisitAsync(changes, refused.Blob, Enumerable.Range(0, refused.Rows), new HashSet<int>(), visit, cancellationToken);
    }

    private async Task VisitAsync(
        ChangesIndex changes, string blob, IEnumerable<int> rows, IReadOnlySet<int> unknown, Action<RowHashes, int, bool> visit, CancellationToken cancellationToken)
    {
        var hashes = new RowHashes();
        new RowHasher(changes.Key).HashKeys(await files.ReadRowsAsync(blob, cancellationToken), hashes);
        foreach (var row in rows)
            visit(hashes, row, unknown.Contains(row));
    }
}
