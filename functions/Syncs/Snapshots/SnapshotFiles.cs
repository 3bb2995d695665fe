namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Reads snapshots.</summary>
internal sealed class SnapshotFiles(SyncFiles files, RunFiles run)
{
    public async Task<SnapshotManifest> ReadAsync(SnapshotRef snapshot, CancellationToken cancellationToken)
    {
        var name = SnapshotManifest.NameOf(run, snapshot.Id);
        return await files.FindJsonAsync<SnapshotManifest>(name, cancellationToken) ?? throw new FileNotFoundException("A snapshot of a sync is gone.", name);
    }

    public Task<RowDigests> DigestsAsync(SnapshotManifest snapshot, CancellationToken cancellationToken) =>
        files.ReadAsync(snapshot.Digests, content => RowDigests.Read(content.Span), cancellationToken);

    public Task<SnapshotEntries> EntriesAsync(SnapshotFile file, CancellationToken cancellationToken, SnapshotEntries? used = null) =>
        files.ReadAsync(file.Name, content => SnapshotEntries.Read(content.Span, used), cancellationToken);

    /// <summary>Adds the entries that count, those in some ranges where these are given.</summary>
    public async Task AddAsync(HashIndexes indexes, SnapshotManifest snapshot, KeyRanges? ranges, CancellationToken cancellationToken)
    {
        var (entries, hashes) = ((SnapshotEntries?)null, new RowHashes());
        for (var at = 0; at < snapshot.Files.Count; at++)
        {
            entries = await EntriesAsync(snapshot.Files[at], cancellationToken, entries);
            indexes.Add(entries.ComputeHashes(hashes), at, ranges, snapshot.Files[at]);
        }
    }

    /// <summary>The digests of all entries that count.</summary>
    public async Task<RowDigests> ComputeDigestsAsync(SnapshotManifest snapshot, CancellationToken cancellationToken)
    {
        var digests = new RowDigests();
        foreach (var file in snapshot.Files)
        {
            var hashes = (await EntriesAsync(file, cancellationToken)).ComputeHashes();
            for (var row = 0; row < hashes.Count; row++)
            {
                if (file.IsLive(row))
                    digests.Add(hashes.High[row], hashes.Rows[row]);
            }
        }

        return digests;
    }
}
