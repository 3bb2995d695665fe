using System.Text.Json.Serialization;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>What became of the rows of a chunk. Every row that was tried and is not named was accepted.</summary>
/// <param name="Tried">Rows from this position on were never sent; null when all were.</param>
public sealed record ChunkOutcome(IReadOnlyList<RejectedRow> Rejected, int? Tried)
{
    internal static ChunkOutcome NothingSent { get; } = new([], 0);

    internal bool AcceptsAll(long rows) => Rejected.Count == 0 && (Tried is null || Tried >= rows);

    /// <summary>Positions of rows that may or may not have arrived.</summary>
    [JsonIgnore]
    internal IReadOnlySet<int> Unknown => Rejected.Where(row => row.IsOutcomeUnknown).Select(row => row.Row).ToHashSet();

    /// <summary>Positions of rows that were not accepted.</summary>
    internal IEnumerable<int> Undelivered(int rows)
    {
        var tried = Math.Min(Tried ?? rows, rows);
        return Rejected.Select(row => row.Row).Where(row => row < tried).Distinct().Concat(Enumerable.Range(tried, rows - tried));
    }
}

/// <summary>A row that was not accepted.</summary>
/// <param name="Row">Its position in the chunk.</param>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="IsOutcomeUnknown">It was sent, and whether it was taken cannot be known.</param>
public sealed record RejectedRow(int Row, string Code, string Message, bool IsOutcomeUnknown = false);

/// <summary>Keeps the outcomes of a run's chunks.</summary>
public sealed class ChunkOutcomes(SyncFiles files)
{
    /// <summary>Replaces what was written before.</summary>
    public Task WriteAsync(RunFiles run, int chunk, ChunkOutcome outcome, CancellationToken cancellationToken) =>
        files.WriteJsonAsync(run.Outcome(chunk), outcome, cancellationToken);

    /// <summary>Null for a chunk that is not finished.</summary>
    public Task<ChunkOutcome?> FindAsync(RunFiles run, int chunk, CancellationToken cancellationToken) =>
        files.FindJsonAsync<ChunkOutcome>(run.Outcome(chunk), cancellationToken);
}
