using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>What became of a row of a run.</summary>
public enum RecordStatus
{
    /// <summary>Its chunk is not finished.</summary>
    Pending,
    Accepted,
    Rejected,

    /// <summary>It was sent, and whether it was taken cannot be known.</summary>
    Unknown,
    NotSent,
}

/// <param name="Number">Its position among all rows of the run.</param>
/// <param name="Change">Null for a row that was refused for its key before it was compared.</param>
/// <param name="Values">Of a removed row the key's, the others null.</param>
/// <param name="Code">Why it was not accepted, snake_case.</param>
public sealed record RunRecord(long Number, RowChange? Change, RecordStatus Status, IReadOnlyList<object?> Values, string? Code, string? Message);

/// <param name="Total">Rows that the query is about, on all pages.</param>
public sealed record RunRecordPage(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<RunRecord> Records, long Total)
{
    internal static RunRecordPage Empty { get; } = new([], [], 0);
}

/// <summary>Which rows of a run are wanted: those of a status, of a change, or all.</summary>
public sealed record RunRecordQuery(long Offset, int Limit)
{
    public RecordStatus? Status { get; init; }

    public RowChange? Change { get; init; }
}

/// <summary>Reads back the rows of runs and what became of them. Of the rows, only those on the page are read.</summary>
public sealed class RunRecords(SyncFiles files)
{
    /// <summary>Empty for a run that was not compared.</summary>
    public async Task<RunRecordPage> ListAsync(RunFiles run, RunRecordQuery query, CancellationToken cancellationToken)
    {
        if (await files.FindJsonAsync<ChangesIndex>(run.Changes, cancellationToken) is not { } index)
            return RunRecordPage.Empty;
        var (records, before, first) = (new List<RunRecord>(), 0L, 0L);
        await foreach (var section in SectionsAsync(run, index, query, cancellationToken))
        {
            var (skip, room) = (Math.Max(0, query.Offset - before), query.Limit - records.Count);
            if (skip < section.Matching && room > 0)
                records.AddRange(await ReadAsync(section, first, skip, room, cancellationToken));
            before += section.Matching;
            first += section.Rows;
        }

        return new RunRecordPage(index.Columns, records, before);
    }

    /// <summary>The row at a position among all rows of the run; null when there is none.</summary>
    public async Task<RunRecord?> FindAsync(RunFiles run, long number, CancellationToken cancellationToken) =>
        number >= 0 && (await ListAsync(run, new RunRecordQuery(number, 1), cancellationToken)).Records is [var record, ..] ? record : null;

    private async IAsyncEnumerable<RecordSection> SectionsAsync(
        RunFiles run, ChangesIndex index, RunRecordQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var chunk = 0; chunk < index.Chunks.Count; chunk++)
        {
            var outcome = await files.FindJsonAsync<ChunkOutcome>(run.Outcome(chunk), cancellationToken);
            yield return new ChunkSection(index.Chunks[chunk], index.Changes.Chunks[chunk], outcome, query);
        }

        foreach (var refused in index.Refused)
            yield return new RefusedSection(refused, query);
    }

    private async Task<IEnumerable<RunRecord>> ReadAsync(RecordSection section, long first, long skip, int take, CancellationToken cancellationToken)
    {
        var rows = await files.ReadRowsAsync(section.Blob, cancellationToken);
        return section.MatchingRows().Skip((int)skip).Take(take).Select(row => section.Record(first + row, row, rows)).ToList();
    }
}
