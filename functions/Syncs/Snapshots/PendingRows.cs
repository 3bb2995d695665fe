using FunctionsPlatform.Connectors.Bulk;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>
/// Collects rows that were not delivered, where the next read will not bring them up again. Rows with a null in their key are not among them: they can only be put
/// right in the source, and nothing could tell that they were.
/// </summary>
internal sealed class PendingRows(SyncFiles files, RunFiles run, string attempt, CompareRequest request, SnapshotManifest? before, int chunkRows)
{
    private readonly RowsWriter _rows = new(files, number => run.SnapshotFile(attempt, $"pending-{number:D5}.parquet"), request.Extract.Columns, chunkRows);

    public async Task AddAsync(ColumnBatch rows, int row, CancellationToken cancellationToken)
    {
        if (!request.KeepUnseen)
            return;
        _rows.Waiting.AddRowFrom(rows, row);
        await _rows.FlushFullAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<SnapshotFile>> CompleteAsync(DeliveredRows delivered, CancellationToken cancellationToken)
    {
        if (!request.KeepUnseen)
            return [];
        foreach (var refused in delivered.Index.Refused.Where(refused => refused.Code == SnapshotErrors.KeyDuplicate))
            await AddAllAsync(refused.Blob, null, cancellationToken);
        if (request.OnlyRejectedOf is { } retried)
            await AddUntriedAsync(retried, cancellationToken);
        await _rows.FlushAsync(cancellationToken);
        return [.. _rows.Files.Select(file => new SnapshotFile(file.Blob, file.Rows, file.Rows))];
    }

    /// <summary>Rows from before that this run did not look at, because it only tried those of one run again.</summary>
    private async Task AddUntriedAsync(Guid retried, CancellationToken cancellationToken)
    {
        var tried = new HashSet<UInt128>();
        await new UndeliveredRows(files, run with { RunId = retried }).VisitAsync((hashes, row, _) => tried.Add(hashes.Key(row)), cancellationToken);
        foreach (var file in SnapshotComparison.PendingOf(request, before))
            await AddAllAsync(file.Name, tried, cancellationToken);
    }

    private async Task AddAllAsync(string blob, HashSet<UInt128>? except, CancellationToken cancellationToken)
    {
        var rows = await files.ReadRowsAsync(blob, cancellationToken);
        var hashes = new RowHashes();
        new RowHasher(request.Extract.Key).HashKeys(rows, hashes);
        for (var row = 0; row < rows.Rows; row++)
        {
            if (except is null || !except.Contains(hashes.Key(row)))
                await AddAsync(rows, row, cancellationToken);
        }
    }
}
