using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>What to compare, and how.</summary>
/// <param name="Accepted">What the destination holds; null before the first delivery.</param>
/// <param name="Fingerprint">Of all that decides what a row becomes in the destination. Where it differs from that of <paramref name="Accepted"/>, every row counts as changed.</param>
public sealed record CompareRequest(Extract Extract, SnapshotRef? Accepted, string Fingerprint)
{
    /// <summary>Rows that have not changed are sent too, as changed.</summary>
    public bool SendEverything { get; init; }

    /// <summary>Rows that the destination holds and the extract has not are removed. Needs a key.</summary>
    public bool DetectRemovals { get; init; }

    /// <summary>The extract holds only rows that a cursor or a range found: those it has not are as they were, and what could not be delivered before is tried again.</summary>
    public bool KeepUnseen { get; init; }

    /// <summary>Nothing is sent but what that run of the sync did not deliver.</summary>
    public Guid? OnlyRejectedOf { get; init; }
}

/// <summary>What there is to send. Small: the rows are in files of the run.</summary>
/// <param name="Unchanged">Rows of the extract that the destination holds as they are.</param>
/// <param name="DuplicateKeys">Rows that share their key with another; none of them is sent.</param>
/// <param name="NullKeys">Rows whose key has a null in it; none of them is sent.</param>
/// <param name="Chunks">In the order in which they are best delivered: what is removed, what is changed, what is added.</param>
public sealed record Changes(
    long Added, long Changed, long Removed, long Unchanged, long DuplicateKeys, long NullKeys, IReadOnlyList<ChunkInfo> Chunks)
{
    public long Total => Added + Changed + Removed;
}

/// <param name="Number">From 0.</param>
public sealed record ChunkInfo(int Number, long Added, long Changed, long Removed)
{
    public long Rows => Added + Changed + Removed;

    /// <summary>What happened to the row at a position: rows are in the order removed, changed, added.</summary>
    internal RowChange ChangeOf(int row) =>
        row < Removed ? RowChange.Removed
        : row < Removed + Changed ? RowChange.Changed
        : RowChange.Added;
}

/// <summary>What happened to a row of the source.</summary>
public enum RowChange
{
    Removed,
    Changed,
    Added,
}

/// <summary>Where the rows of a run's changes are.</summary>
/// <param name="Basis">What was compared: the same comparison again gives the same.</param>
/// <param name="Chunks">Names of the blobs, by the number of the chunk. Rows of a chunk are in the order removed, changed, added.</param>
/// <param name="Refused">Rows that are not sent.</param>
internal sealed record ChangesIndex(
    string Basis, IReadOnlyList<ResultColumn> Columns, IReadOnlyList<int> Key, Changes Changes, IReadOnlyList<string> Chunks, IReadOnlyList<RefusedRows> Refused);

/// <param name="Code">Why: <see cref="SnapshotErrors.KeyNull"/> or <see cref="SnapshotErrors.KeyDuplicate"/>.</param>
internal sealed record RefusedRows(string Blob, int Rows, string Code);
