using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Syncs.Mapping;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Syncs.Delivery;

/// <summary>Mapped rows of a chunk that are written together.</summary>
/// <param name="Number">From 0; the same rows have the same number whenever the chunk is read.</param>
/// <param name="Origins">Of each row: its position in the chunk, and what happened to it in the source.</param>
/// <param name="Failures">Rows among them that could not be mapped, and so are not among <paramref name="Rows"/>.</param>
/// <param name="End">Position in the chunk behind the last row that the batch accounts for.</param>
public sealed record ChunkBatch(
    int Number,
    RowOperations Operation,
    IReadOnlyList<object?[]> Rows,
    IReadOnlyList<(int Row, RowChange Change)> Origins,
    IReadOnlyList<RejectedRow> Failures,
    int End,
    bool ExpectNew);

/// <summary>Maps the rows of a chunk and puts those together that are written alike. Rows of a chunk are in order of what happened to them.</summary>
public sealed class ChunkBatches(ChunkReader rows, RowMapper mapper, WriteMode mode, int batchRows)
{
    private ChangedRow? _next;
    private int _number;
    private int _end;
    private bool _isStarted;

    /// <summary>The next batch; null at the end.</summary>
    public async Task<ChunkBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_isStarted)
            await AdvanceAsync(cancellationToken);
        _isStarted = true;
        if (_next is not { } first)
            return null;

        var (mapped, origins, failures) = (new List<object?[]>(), new List<(int, RowChange)>(), new List<RejectedRow>());
        var operation = OperationOf(first.Change);
        while (mapped.Count < batchRows && _next is { } row && row.Change == first.Change)
        {
            if (operation != RowOperations.None)
                Map(row, operation, mapped, origins, failures);
            _end = row.Row + 1;
            await AdvanceAsync(cancellationToken);
        }

        return new ChunkBatch(_number++, operation, mapped, origins, failures, _end, ExpectNew: first.Change == RowChange.Added);
    }

    private void Map(ChangedRow row, RowOperations operation, List<object?[]> mapped, List<(int, RowChange)> origins, List<RejectedRow> failures)
    {
        var target = new object?[mapper.Columns.Count];
        var failure = operation == RowOperations.Delete ? mapper.MapKey(row.Values, target) : mapper.Map(row.Values, target);
        if (failure is not null)
        {
            failures.Add(new RejectedRow(row.Row, failure.Code, $"{failure.Field}: {failure.Message}", false));
            return;
        }

        mapped.Add(target);
        origins.Add((row.Row, row.Change));
    }

    /// <summary>None for a row that this mode of writing passes over.</summary>
    private RowOperations OperationOf(RowChange change) => (mode, change) switch
    {
        (WriteMode.Mirror, RowChange.Removed) => RowOperations.Delete,
        (_, RowChange.Removed) => RowOperations.None,
        (WriteMode.Insert, RowChange.Added) => RowOperations.Insert,
        (WriteMode.Update, _) => RowOperations.Update,
        (WriteMode.Append, _) => RowOperations.Append,
        (WriteMode.Upsert or WriteMode.Mirror, _) or (WriteMode.Add, RowChange.Added) => RowOperations.Upsert,
        (WriteMode.Remove, RowChange.Added) => RowOperations.Delete,
        _ => RowOperations.None,
    };

    private async Task AdvanceAsync(CancellationToken cancellationToken) => _next = await rows.ReadAsync(cancellationToken);
}
