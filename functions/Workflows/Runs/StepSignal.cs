namespace FunctionsPlatform.Workflows.Runs;

/// <summary>What an activity is asked to do.</summary>
/// <param name="IsFailed">Of a step with others within: whether one of them has failed it.</param>
public sealed record StepCall(WorkflowRunKey Run, string Path, int Attempt = 1, bool IsFailed = false);

/// <summary>What an activity says of a step.</summary>
/// <param name="Until">Of one that waits: when it waits no longer.</param>
/// <param name="LookAfter">Of one that waits: when to look again, if nobody says that there is something to see.</param>
/// <param name="Entry">Of one with others within: what is to be run.</param>
public sealed record StepResult(StepSignal Signal, DateTimeOffset? Until = null, TimeSpan? LookAfter = null, StepEntry? Entry = null)
{
    /// <summary>What works for the step, and is to be started where nothing runs it yet.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public StartedJob? Job { get; init; }
}

/// <param name="Sync">The sync whose run it is; null where it is the run of a workflow.</param>
public sealed record StartedJob(Guid? Sync, WorkflowRunKey? Run, Guid Id);

public enum StepSignal
{
    /// <summary>It is done, or skipped.</summary>
    Done,
    Failed,

    /// <summary>The run is finished: nothing is done any more.</summary>
    Over,
    Wait,
    Enter,
}
