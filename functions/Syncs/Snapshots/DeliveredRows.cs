namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>What became of the rows of a run. Of outcomes only the sums are in memory: each may name as many rows as its chunk has.</summary>
internal sealed class DeliveredRows
{
    private const int ReadAtATime = 8;

    private readonly SyncFiles _files;
    private readonly RunFiles _run;
    private readonly ChunkSum[] _sums;

    private DeliveredRows(SyncFiles files, RunFiles run, ChangesIndex index, ChunkSum[] sums) => (_files, _run, Index, _sums) = (files, run, index, sums);

    public ChangesIndex Index { get; }

    /// <summary>Every row was accepted, and none was refused for its key.</summary>
    public bool IsAll => Index.Refused.Count == 0 && Array.TrueForAll(_sums, sum => sum.Undelivered == 0);

    public bool HasAccepted => Array.Exists(_sums, sum => sum.Accepted > 0);

    public bool HasUnknown => Array.Exists(_sums, sum => sum.HasUnknown);

    public static async Task<DeliveredRows> ReadAsync(SyncFiles files, RunFiles run, ChangesIndex index, CancellationToken cancellationToken)
    {
        var sums = new ChunkSum[index.Chunks.Count];
        var reading = new ParallelOptions { MaxDegreeOfParallelism = ReadAtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, sums.Length, reading, async (chunk, stop) =>
        {
            var outcome = await FindAsync(files, run, chunk, stop);
            var rows = (int)index.Changes.Chunks[chunk].Rows;
            var undelivered = outcome.Undelivered(rows).Count();
            sums[chunk] = new ChunkSum(rows - undelivered, undelivered, outcome.Rejected.Any(row => row.IsOutcomeUnknown));
        });
        return new DeliveredRows(files, run, index, sums);
    }

    public Task<ChunkOutcome> OutcomeAsync(int chunk, CancellationToken cancellationToken) =>
        _sums[chunk].Undelivered == 0 ? Task.FromResult(new ChunkOutcome([], null)) : FindAsync(_files, _run, chunk, cancellationToken);

    private static async Task<ChunkOutcome> FindAsync(SyncFiles files, RunFiles run, int chunk, CancellationToken cancellationToken) =>
        await files.FindJsonAsync<ChunkOutcome>(run.Outcome(chunk), cancellationToken) ?? ChunkOutcome.NothingSent;

    private sealed record ChunkSum(int Accepted, int Undelivered, bool HasUnknown);
}
