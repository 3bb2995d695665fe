using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Compares what was read with what the destination holds.</summary>
public sealed class SnapshotComparison(SyncFiles files, ComparisonDatabase database, ChangeChunks chunks, IOptions<SyncOptions> options)
{
    /// <summary>Finds what there is to send and writes it in chunks. The same comparison again gives the same chunks.</summary>
    /// <exception cref="ExtractLostException">The source is to be read again.</exception>
    public async Task<Changes> CompareAsync(RunFiles run, CompareRequest request, CancellationToken cancellationToken)
    {
        if (request is { DetectRemovals: true, KeepUnseen: true } or { DetectRemovals: true, Extract.Key.Count: 0 })
            throw new ArgumentException("What was not read, or has no key, cannot be found to be gone.", nameof(request));
        var basis = BasisOf(request);
        if (await files.FindJsonAsync<ChangesIndex>(run.Changes, cancellationToken) is { } known && known.Basis == basis)
            return known.Changes;

        var snapshot = await SnapshotAsync(run, request, cancellationToken);
        var parts = new ExtractParts(files, run, request.Extract, PendingOf(request, snapshot));
        var fates = await new RowComparison(files, database, run, request, snapshot, parts).CompareAsync(cancellationToken);
        var index = await new ChunkWriter(files, run, request, snapshot, parts, fates, options.Value.ChunkRows).WriteAsync(basis, cancellationToken);
        await files.WriteJsonAsync(run.Changes, index, cancellationToken);
        return index.Changes;
    }

    /// <summary>Some rows of each sort of change.</summary>
    public async Task<ChangeSamples> SampleAsync(RunFiles run, int rowsPerChange, CancellationToken cancellationToken)
    {
        var index = await chunks.IndexAsync(run, cancellationToken);
        var samples = Enum.GetValues<RowChange>().ToDictionary(change => change, _ => new List<object?[]>());
        foreach (var chunk in index.Changes.Chunks)
        {
            if (!IsWanted(RowChange.Removed, chunk.Removed) && !IsWanted(RowChange.Changed, chunk.Changed) && !IsWanted(RowChange.Added, chunk.Added))
                continue;
            await using var rows = await chunks.OpenAsync(run, chunk.Number, cancellationToken);
            foreach (var change in Enum.GetValues<RowChange>())
                samples[change].AddRange(rows.Of(change, rowsPerChange - samples[change].Count));
        }

        return new ChangeSamples(index.Columns, samples[RowChange.Added], samples[RowChange.Changed], samples[RowChange.Removed]);

        bool IsWanted(RowChange change, long rows) => rows > 0 && samples[change].Count < rowsPerChange;
    }

    /// <summary>Null where the destination holds nothing, or nothing that could be told apart by the key of now.</summary>
    internal async Task<SnapshotManifest?> SnapshotAsync(RunFiles run, CompareRequest request, CancellationToken cancellationToken)
    {
        if (request.Accepted is not { } accepted)
            return null;
        var snapshot = await new SnapshotFiles(files, run).ReadAsync(accepted, cancellationToken);
        var key = request.Extract.Key.Select(at => request.Extract.Columns[at].Name);
        return snapshot.Key.Select(column => column.Name).SequenceEqual(key) ? snapshot : null;
    }

    /// <summary>Rows as they were read with other columns are no rows of this extract.</summary>
    internal static IReadOnlyList<SnapshotFile> PendingOf(CompareRequest request, SnapshotManifest? snapshot) =>
        request.KeepUnseen && snapshot is not null && snapshot.Columns.SequenceEqual(request.Extract.Columns) ? snapshot.Pending : [];

    private static string BasisOf(CompareRequest request) => string.Join(
        ' ', request.Extract.Token, request.Accepted?.Id, request.Fingerprint, request.SendEverything, request.DetectRemovals, request.KeepUnseen, request.OnlyRejectedOf);
}

/// <summary>Rows as they are in the source now; of removed ones the key alone.</summary>
public sealed record ChangeSamples(
    IReadOnlyList<Connectors.ResultColumn> Columns, IReadOnlyList<object?[]> Added, IReadOnlyList<object?[]> Changed, IReadOnlyList<object?[]> Removed);
