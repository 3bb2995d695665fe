namespace FunctionsPlatform.Datasets.Imports;

/// <summary>Content that waits for its import or is being imported.</summary>
/// <param name="Staged">The blob that holds the content; null where it is read from the dataset's connection.</param>
/// <param name="Appends">Whether rows are added to those that are there.</param>
/// <param name="StartedAt">When it was queued, began to run, or, for an upload, when the session was opened.</param>
public sealed record PendingImport(Guid Id, string? Staged, bool Appends, ReadOptions Options, DateTimeOffset StartedAt)
{
    /// <summary>Whether the content is still to be put into <see cref="Staged"/> by the caller.</summary>
    public bool AwaitsUpload { get; init; }
}

/// <summary>An import that is over.</summary>
/// <param name="ErrorCode">Why it failed; null when it did not.</param>
public sealed record EndedImport(Guid Id, DateTimeOffset At, string? ErrorCode);
