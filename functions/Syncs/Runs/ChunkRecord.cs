using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>How far the delivery of one chunk of a run is.</summary>
public sealed record ChunkRecord(int Number)
{
    public ChunkState State { get; init; }

    public long Added { get; init; }

    public long Changed { get; init; }

    public long Removed { get; init; }

    public long Rejected { get; init; }

    public long Unknown { get; init; }

    /// <summary>When a message that asks for its delivery was last sent; null for a chunk that a stopped worker gave back.</summary>
    public DateTimeOffset? EnqueuedAt { get; init; }

    /// <summary>Until when a worker has the chunk to itself.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>
    /// For destinations where twice sent is twice there: the batch that was about to be sent last. Found by another worker, its outcome is unknown.
    /// </summary>
    public int? Sending { get; init; }

    /// <summary>Batches whose outcome is recorded: the delivery goes on behind them.</summary>
    public int Settled { get; init; }

    /// <summary>Why the chunk, or a part of it, was not sent.</summary>
    public ApiError? Error { get; init; }

    public bool IsFinished => State is ChunkState.Delivered or ChunkState.Stopped or ChunkState.Failed;

    /// <summary>A run's counts with what its chunks have delivered, on top of the rows that were rejected before any was sent.</summary>
    public static RunCounts Total(RunCounts counts, IReadOnlyCollection<ChunkRecord> chunks) => counts with
    {
        Added = counts.Added + chunks.Sum(chunk => chunk.Added),
        Changed = counts.Changed + chunks.Sum(chunk => chunk.Changed),
        Removed = counts.Removed + chunks.Sum(chunk => chunk.Removed),
        Rejected = counts.Rejected + chunks.Sum(chunk => chunk.Rejected),
        Unknown = counts.Unknown + chunks.Sum(chunk => chunk.Unknown),
    };
}

public enum ChunkState
{
    Waiting,
    Sending,

    /// <summary>Every row was tried.</summary>
    Delivered,

    /// <summary>The run was cancelled before every row was tried.</summary>
    Stopped,

    /// <summary>The destination could not be written to.</summary>
    Failed,
}
