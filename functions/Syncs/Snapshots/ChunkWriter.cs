using FunctionsPlatform.Connectors.Bulk;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>
/// Writes what is to be sent in chunks. A part of the extract of which every row is new, or every row changed, is a chunk as it is. Everything else is copied, each
/// sort of change into chunks of its own, or all into one where they are few.
/// </summary>
/// <param name="snapshot">Null where the destination holds nothing.</param>
internal sealed class ChunkWriter(SyncFiles files, RunFiles run, CompareRequest request, SnapshotManifest? snapshot, ExtractParts parts, RowFates fates, int chunkRows)
{
    private readonly RowsWriter _removed = Writer(files, run, request, "removed", chunkRows);
    private readonly RowsWriter _changed = Writer(files, run, request, "changed", chunkRows);
    private readonly RowsWriter _added = Writer(files, run, request, "added", chunkRows);
    private readonly RowsWriter _duplicate = Writer(files, run, request, "duplicate", chunkRows);
    private readonly RowsWriter _nullKey = Writer(files, run, request, "null-key", chunkRows);
    private readonly List<RowsFile> _wholeChanged = [];
    private readonly List<RowsFile> _wholeAdded = [];

    public async Task<ChangesIndex> WriteAsync(string basis, CancellationToken cancellationToken)
    {
        await WriteRemovedAsync(cancellationToken);
        for (var part = 0; part < parts.Count; part++)
            await WriteAsync(part, cancellationToken);
        await _duplicate.FlushAsync(cancellationToken);
        await _nullKey.FlushAsync(cancellationToken);

        var chunks = await FewAsync(cancellationToken) ?? await ManyAsync(cancellationToken);
        var refused = _duplicate.Files.Select(file => new RefusedRows(file.Blob, file.Rows, SnapshotErrors.KeyDuplicate))
            .Concat(_nullKey.Files.Select(file => new RefusedRows(file.Blob, file.Rows, SnapshotErrors.KeyNull)));
        var changes = new Changes(
            chunks.Sum(chunk => chunk.Info.Added),
            chunks.Sum(chunk => chunk.Info.Changed),
            chunks.Sum(chunk => chunk.Info.Removed),
            Enumerable.Range(0, parts.FirstPending).Sum(part => fates.Count(part, RowFate.Unchanged)),
            fates.Count(RowFate.Duplicate),
            fates.Count(RowFate.NullKey),
            [.. chunks.Select((chunk, number) => chunk.Info with { Number = number })]);
        return new ChangesIndex(basis, request.Extract.Columns, request.Extract.Key, changes, [.. chunks.Select(chunk => chunk.Blob)], [.. refused]);
    }

    private async Task WriteRemovedAsync(CancellationToken cancellationToken)
    {
        var snapshots = new SnapshotFiles(files, run);
        foreach (var ofFile in fates.Removed.GroupBy(at => Place.From(at).File))
        {
            var entries = await snapshots.EntriesAsync(snapshot!.Files[ofFile.Key], cancellationToken);
            foreach (var at in ofFile)
            {
                var row = new object?[request.Extract.Columns.Count];
                foreach (var (value, position) in entries.KeyOf(Place.From(at).Row).Zip(request.Extract.Key))
                    row[position] = value;
                _removed.Waiting.AddRow(row);
                await _removed.FlushFullAsync(cancellationToken);
            }
        }
    }

    private async Task WriteAsync(int part, CancellationToken cancellationToken)
    {
        if (parts.Blob(part) is { } blob && fates.IsAll(part, RowFate.Added))
            _wholeAdded.Add(new RowsFile(blob, parts.Rows(part)));
        else if (parts.Blob(part) is { } changed && fates.IsAll(part, RowFate.Changed))
            _wholeChanged.Add(new RowsFile(changed, parts.Rows(part)));
        else if (fates.Count(part, RowFate.Unchanged) + fates.Count(part, RowFate.Passed) < parts.Rows(part))
            await CopyAsync(part, await parts.ReadAsync(part, cancellationToken), cancellationToken);
    }

    private async Task CopyAsync(int part, ColumnBatch rows, CancellationToken cancellationToken)
    {
        for (var row = 0; row < rows.Rows; row++)
        {
            var to = fates.Of(part)[row] switch
            {
                RowFate.Changed => _changed,
                RowFate.Added => _added,
                RowFate.Duplicate => _duplicate,
                RowFate.NullKey => _nullKey,
                _ => null,
            };
            if (to is null)
                continue;
            to.Waiting.AddRowFrom(rows, row);
            await to.FlushFullAsync(cancellationToken);
        }
    }

    /// <summary>All changes as one chunk; null where they are too many, or some are a chunk already.</summary>
    private async Task<List<Chunk>?> FewAsync(CancellationToken cancellationToken)
    {
        RowsWriter[] sorts = [_removed, _changed, _added];
        var (removed, changed, added) = (_removed.Waiting.Rows, _changed.Waiting.Rows, _added.Waiting.Rows);
        var rows = removed + changed + added;
        if (_wholeAdded.Count + _wholeChanged.Count + sorts.Sum(sort => sort.Files.Count) > 0 || rows > chunkRows || sorts.Sum(sort => sort.Waiting.Size) > ExtractWriter.MostBytes)
            return null;
        if (rows == 0)
            return [];
        var all = Writer(files, run, request, "few", rows);
        foreach (var sort in sorts)
        {
            for (var row = 0; row < sort.Waiting.Rows; row++)
                all.Waiting.AddRowFrom(sort.Waiting, row);
        }

        await all.FlushAsync(cancellationToken);
        return [new Chunk(all.Files[0].Blob, new ChunkInfo(0, added, changed, removed))];
    }

    private async Task<List<Chunk>> ManyAsync(CancellationToken cancellationToken)
    {
        foreach (var sort in new[] { _removed, _changed, _added })
            await sort.FlushAsync(cancellationToken);
        return
        [
            .. _removed.Files.Select(file => new Chunk(file.Blob, new ChunkInfo(0, 0, 0, file.Rows))),
            .. _wholeChanged.Concat(_changed.Files).Select(file => new Chunk(file.Blob, new ChunkInfo(0, 0, file.Rows, 0))),
            .. _wholeAdded.Concat(_added.Files).Select(file => new Chunk(file.Blob, new ChunkInfo(0, file.Rows, 0, 0))),
        ];
    }

    private static RowsWriter Writer(SyncFiles files, RunFiles run, CompareRequest request, string sort, int rows) =>
        new(files, number => run.Rows(request.Extract, sort, number), request.Extract.Columns, rows);

    private sealed record Chunk(string Blob, ChunkInfo Info);
}
