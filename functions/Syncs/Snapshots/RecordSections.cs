using FunctionsPlatform.Connectors.Bulk;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>The rows of one file of a run, with what became of them.</summary>
internal abstract class RecordSection(string blob, int rows)
{
    public string Blob => blob;

    public int Rows => rows;

    /// <summary>How many of the rows the query is about.</summary>
    public abstract int Matching { get; }

    public abstract IEnumerable<int> MatchingRows();

    public abstract RunRecord Record(long number, int row, ColumnBatch rows);
}

/// <param name="outcome">Null while the chunk is not finished.</param>
internal sealed class ChunkSection(string blob, ChunkInfo info, ChunkOutcome? outcome, RunRecordQuery query) : RecordSection(blob, (int)info.Rows)
{
    private readonly Dictionary<int, RejectedRow> _rejected = outcome?.Rejected.DistinctBy(row => row.Row).ToDictionary(row => row.Row) ?? [];

    public override int Matching => query is { Status: null, Change: null } ? Rows : MatchingRows().Count();

    public override IEnumerable<int> MatchingRows() => Enumerable.Range(0, Rows)
        .Where(row => (query.Change is null || info.ChangeOf(row) == query.Change) && (query.Status is null || StatusOf(row) == query.Status));

    public override RunRecord Record(long number, int row, ColumnBatch rows)
    {
        var rejected = _rejected.GetValueOrDefault(row);
        return new RunRecord(number, info.ChangeOf(row), StatusOf(row), rows.Row(row), rejected?.Code, rejected?.Message);
    }

    private RecordStatus StatusOf(int row) =>
        outcome is null ? RecordStatus.Pending
        : row >= (outcome.Tried ?? Rows) ? RecordStatus.NotSent
        : !_rejected.TryGetValue(row, out var rejected) ? RecordStatus.Accepted
        : rejected.IsOutcomeUnknown ? RecordStatus.Unknown
        : RecordStatus.Rejected;
}

/// <summary>Rows that were not sent because of their keys.</summary>
internal sealed class RefusedSection(RefusedRows refused, RunRecordQuery query) : RecordSection(refused.Blob, refused.Rows)
{
    public override int Matching => query.Change is null && query.Status is null or RecordStatus.Rejected ? Rows : 0;

    public override IEnumerable<int> MatchingRows() => Enumerable.Range(0, Matching);

    public override RunRecord Record(long number, int row, ColumnBatch rows) =>
        new(number, null, RecordStatus.Rejected, rows.Row(row), refused.Code, Message);

    private string Message => refused.Code == SnapshotErrors.KeyNull
        ? "A column of the key is null."
        : "Another row has the same key.";
}
