using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>One run of a sync.</summary>
public sealed record SyncRun(Guid Id, Guid SyncId, WorkspaceId Workspace, RunRequest Request, DateTimeOffset CreatedAt)
{
    public RunState State { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    public RunCounts Counts { get; init; } = new();

    /// <summary>How many chunks its rows are delivered in; known once they are compared.</summary>
    public int Chunks { get; init; }

    /// <summary>Why it failed, or why some of its rows were not delivered.</summary>
    public ApiError? Error { get; init; }

    /// <summary>What somebody asked of the run while it was running.</summary>
    public RunWish Wish { get; init; }

    public bool IsFinished => State >= RunState.Succeeded;
}

/// <summary>Where a run is: what orchestrations, activities and messages are given, and all that they are given.</summary>
public sealed record RunKey(Guid Workspace, Guid SyncId, Guid Id)
{
    public static RunKey Of(SyncRun run) => new(run.Workspace.Value, run.SyncId, run.Id);
}

/// <summary>How a run is to go.</summary>
public sealed record RunRequest(RunKind Kind = RunKind.General, RunTrigger Trigger = RunTrigger.Manual)
{
    /// <summary>A mirror removes however much the source shrank.</summary>
    public bool Force { get; init; }

    /// <summary>For <see cref="RunKind.Retry"/>: the run whose rejected rows are sent again.</summary>
    public Guid? RetryOf { get; init; }

    /// <summary>For <see cref="RunKind.Backfill"/>: values of the cursor column, the first included.</summary>
    public string? From { get; init; }

    /// <summary>For <see cref="RunKind.Backfill"/>: the first value that is not wanted any more.</summary>
    public string? Until { get; init; }

    /// <summary>For <see cref="RunTrigger.AfterRun"/>: the run of the other sync.</summary>
    public Guid? AfterRun { get; init; }

    /// <summary>For <see cref="RunTrigger.Schedule"/>: the time that it fell due.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

public enum RunKind
{
    General,

    /// <summary>As a general run, started to try the sync.</summary>
    Test,

    /// <summary>Finds out what a general run would do, and sends nothing.</summary>
    DryRun,

    /// <summary>Sends the rows again that an earlier run could not deliver.</summary>
    Retry,

    /// <summary>Sends a range again, whether changed or not.</summary>
    Backfill,
}

public enum RunTrigger
{
    Manual,
    Api,
    Schedule,

    /// <summary>The end of another sync's run.</summary>
    AfterRun,
}

/// <summary>In the order in which a run goes through them; those from <see cref="Succeeded"/> on are final.</summary>
public enum RunState
{
    Queued,
    Preparing,
    Reading,
    Comparing,
    Writing,
    Paused,
    Succeeded,

    /// <summary>Ended, and some rows were not delivered.</summary>
    PartiallySucceeded,

    /// <summary>Ended, and nothing was delivered.</summary>
    Failed,
    Cancelled,

    /// <summary>Fell due while another run of the sync was active; never ran.</summary>
    Skipped,
}

public enum RunWish
{
    GoOn,
    Pause,
    Cancel,
}

/// <summary>Rows of a run, by what became of them.</summary>
public sealed record RunCounts
{
    /// <summary>Rows that the source gave.</summary>
    public long Read { get; init; }

    /// <summary>Rows that the destination holds already as they are.</summary>
    public long Unchanged { get; init; }

    /// <summary>Rows to send: new, changed, gone.</summary>
    public long ToAdd { get; init; }

    public long ToChange { get; init; }

    public long ToRemove { get; init; }

    /// <summary>Rows that the destination accepted.</summary>
    public long Added { get; init; }

    public long Changed { get; init; }

    public long Removed { get; init; }

    /// <summary>Rows that the destination, the mapping or the key's rules refused.</summary>
    public long Rejected { get; init; }

    /// <summary>Rows whose key is null, or that share it with another. Part of <see cref="Rejected"/>, and never among those to send.</summary>
    public long Unkeyed { get; init; }

    /// <summary>Rows that were sent and of which nobody can know whether they arrived. Part of <see cref="Rejected"/>.</summary>
    public long Unknown { get; init; }

    public long ToSend => ToAdd + ToChange + ToRemove;

    public long Accepted => Added + Changed + Removed;

    /// <summary>Rows that were never tried, because the run was stopped or the destination was away.</summary>
    public long NotSent => Math.Max(0, ToSend - Accepted - (Rejected - Unkeyed));
}

/// <summary>How far a run is, now.</summary>
/// <param name="RowsPerSecond">Of the stage it is in.</param>
/// <param name="Remaining">An estimate; null while nothing can be said.</param>
public sealed record RunProgress(RunState Stage, RunCounts Counts, double? RowsPerSecond, TimeSpan? Remaining);
