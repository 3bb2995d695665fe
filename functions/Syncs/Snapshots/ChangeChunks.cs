using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>The chunks of runs, to be delivered.</summary>
public sealed class ChangeChunks(SyncFiles files)
{
    public async Task<ChunkReader> OpenAsync(RunFiles run, int chunk, CancellationToken cancellationToken)
    {
        var index = await IndexAsync(run, cancellationToken);
        return new ChunkReader(await files.ReadRowsAsync(index.Chunks[chunk], cancellationToken), index.Changes.Chunks[chunk]);
    }

    internal async Task<ChangesIndex> IndexAsync(RunFiles run, CancellationToken cancellationToken) =>
        await files.FindJsonAsync<ChangesIndex>(run.Changes, cancellationToken) ?? throw new FileNotFoundException("A run was not compared.", run.Changes);
}

/// <param name="Row">Its position in the chunk.</param>
/// <param name="Values">In the CLR types of <see cref="ColumnKind"/>; of a removed row the key's, the others null.</param>
public sealed record ChangedRow(int Row, RowChange Change, object?[] Values);

/// <summary>The rows of a chunk, in order of what happened to them: removed, changed, added. All of them are in memory, packed.</summary>
public sealed class ChunkReader : IAsyncDisposable
{
    private readonly ColumnBatch _rows;
    private int _next;

    internal ChunkReader(ColumnBatch rows, ChunkInfo info) => (_rows, Info) = (rows, info);

    public ChunkInfo Info { get; }

    public IReadOnlyList<ResultColumn> Columns => _rows.Columns;

    /// <summary>The next row; null at the end.</summary>
    public ValueTask<ChangedRow?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<ChangedRow?>(_next < _rows.Rows ? Row(_next++) : null);
    }

    public ChangedRow Row(int row) => new(row, Info.ChangeOf(row), _rows.Row(row));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal IEnumerable<object?[]> Of(RowChange change, int most)
    {
        var (first, rows) = change switch
        {
            RowChange.Removed => (0L, Info.Removed),
            RowChange.Changed => (Info.Removed, Info.Changed),
            _ => (Info.Removed + Info.Changed, Info.Added),
        };
        for (var row = 0; row < Math.Min(rows, most); row++)
            yield return _rows.Row((int)first + row);
    }
}
