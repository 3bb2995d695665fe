using FunctionsPlatform.Connectors.DuckDb;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Finds out what became of each row since the snapshot. Where the digests of both agree, nothing has; what is left is joined in DuckDB.</summary>
/// <param name="snapshot">Null where the destination holds nothing.</param>
internal sealed class RowComparison(
    SyncFiles files, ComparisonDatabase database, RunFiles run, CompareRequest request, SnapshotManifest? snapshot, ExtractParts parts)
{
    private readonly SnapshotFiles _snapshots = new(files, run);

    private bool IsKeyed => request.Extract.Key.Count > 0;

    /// <summary>Rows that were delivered count as changed, whatever their hashes say.</summary>
    private bool AllChanged => request.SendEverything || (snapshot is not null && !IsComparable(snapshot, request));

    /// <summary>The fate of rows of the extract that the comparison need not name.</summary>
    private RowFate Common =>
        request.OnlyRejectedOf is not null ? RowFate.Passed
        : snapshot is null ? RowFate.Added
        : AllChanged ? RowFate.Changed
        : RowFate.Unchanged;

    public static bool IsComparable(SnapshotManifest snapshot, CompareRequest request) =>
        snapshot.HashVersion == RowHasher.Version && snapshot.Fingerprint == request.Fingerprint && snapshot.Columns.SequenceEqual(request.Extract.Columns);

    public async Task<RowFates> CompareAsync(CancellationToken cancellationToken)
    {
        var fates = new RowFates();
        for (var part = 0; part < parts.Count; part++)
            fates.AddPart(parts.Rows(part), part < parts.FirstPending ? Common : RowFate.Passed);
        var ranges = await RangesAsync(cancellationToken);
        if (ranges is { Found: null })
            return fates;
        var hasDoubles = IsKeyed && await DoubleKeys.MayBeThereAsync(parts, ranges?.Found, cancellationToken);
        if (Common == RowFate.Added && !hasDoubles && request.Extract.NullKeys == 0)
            return fates;

        var directory = files.Scratch.CreateWorkDirectory();
        try
        {
            var indexes = await WriteIndexesAsync(directory, ranges?.Found, cancellationToken);
            var sql = new ComparisonSql(request, Common, AllChanged, parts.FirstPending, hasDoubles);
            return await database.RunAsync(directory, session => Compare(session, indexes, sql, fates), cancellationToken);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>In which ranges the extract and the snapshot differ; null where all must be looked at.</summary>
    private async Task<Ranges?> RangesAsync(CancellationToken cancellationToken)
    {
        if (Common != RowFate.Unchanged || request.KeepUnseen || parts.Count > parts.FirstPending)
            return null;
        var digests = await parts.DigestsAsync(cancellationToken);
        return new Ranges(digests.Compare(await _snapshots.DigestsAsync(snapshot!, cancellationToken)));
    }

    private async Task<ComparisonIndexes> WriteIndexesAsync(string directory, KeyRanges? ranges, CancellationToken cancellationToken)
    {
        var rows = Math.Max(request.Extract.Rows, snapshot?.Rows ?? 0);
        using var indexes = new ComparisonIndexes(directory, rows);
        // Where removals are not wanted, entries whose keys were not read do not matter: then these must be known first.
        var known = ranges is null && !request.DetectRemovals ? new KeyRanges() : null;
        var reading = Task.Run(() => WriteReadAsync(indexes, ranges, known, cancellationToken), cancellationToken);
        if (known is not null)
            await reading;
        var holding = snapshot is null ? Task.CompletedTask : _snapshots.AddAsync(indexes.Held, snapshot, ranges ?? known, cancellationToken);
        await Task.WhenAll(reading, holding);
        indexes.Complete();
        return indexes;
    }

    private async Task WriteReadAsync(ComparisonIndexes indexes, KeyRanges? ranges, KeyRanges? known, CancellationToken cancellationToken)
    {
        for (var part = 0; part < parts.Count; part++)
        {
            var hashes = await parts.HashesAsync(part, cancellationToken);
            (part < parts.FirstPending ? indexes.Read : indexes.Pending).Add(hashes, part, ranges);
            known?.Add(hashes);
        }

        if (request.OnlyRejectedOf is { } other)
        {
            await new UndeliveredRows(files, run with { RunId = other }).VisitAsync(
                (hashes, row, mayHaveArrived) => indexes.Wanted.Add(hashes, row, mayHaveArrived ? ComparisonSql.MayHaveArrived : 0), cancellationToken);
        }
    }

    private static RowFates Compare(WorkSession session, ComparisonIndexes indexes, ComparisonSql sql, RowFates fates)
    {
        for (var number = 0; number < indexes.Held.Count; number++)
        {
            foreach (var statement in sql.Prepare(indexes, number))
                session.Execute(statement);
            session.Query(sql.Compare(indexes, number), row =>
            {
                var fate = row.GetInt32(2);
                if (fate == ComparisonSql.Removed)
                    fates.Removed.Add(row.GetInt64(1));
                else
                    fates.Set(row.GetInt64(0), (RowFate)fate);
            });
        }

        fates.Removed.Sort();
        return fates;
    }

    private sealed record Ranges(KeyRanges? Found);
}
