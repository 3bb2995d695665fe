using System.Text.Json;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Workflows.Runs;

/// <summary>How far a step of a run is.</summary>
/// <param name="Path">See <see cref="Definitions.WorkflowMap"/>.</param>
/// <param name="Type">The word for its kind.</param>
public sealed record StepRecord(string Path, string Id, string Type, DateTimeOffset StartedAt)
{
    public StepState State { get; init; }

    public int Attempt { get; init; } = 1;

    public DateTimeOffset? FinishedAt { get; init; }

    public ApiError? Error { get; init; }

    /// <summary>Rows that were found.</summary>
    public long? RowCount { get; init; }

    /// <summary>Tells whether two runs found the same rows.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Of steps with others within: which of its lists is run, and how often. Null until that is decided.</summary>
    public StepEntry? Entry { get; init; }

    /// <summary>What works for the step elsewhere: the run of a sync or of another workflow, the import of a dataset.</summary>
    public Guid? Job { get; init; }

    /// <summary>When it stops waiting.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What was decided about an approval.</summary>
    public ApprovalDecision? Decision { get; init; }

    /// <summary>Whether it was done in the run that this one takes up.</summary>
    public bool IsReused { get; init; }

    /// <summary>Whether it was only told of, in a dry run.</summary>
    public bool IsDry { get; init; }

    public bool IsOver => State >= StepState.Succeeded;
}

public enum StepState
{
    Running,

    /// <summary>For a time, a job or an approval.</summary>
    Waiting,
    Succeeded,
    Failed,
    Skipped,

    /// <summary>Its run was ended before it was done.</summary>
    Cancelled,
}

/// <param name="Part">Which of the lists within the step is run; of a parallel step all are.</param>
/// <param name="Count">How often.</param>
public sealed record StepEntry(int Part, int Count);

public sealed record ApprovalDecision(bool IsApproved, string? Comment, string By, DateTimeOffset At);

/// <summary>What a step was given and what it found, kept in a blob.</summary>
public sealed record StepPapers(JsonElement? Input, StepOutput? Output);

/// <param name="Rows">An array for each row, with the values of its columns.</param>
/// <param name="Values">What was found beside rows, by name.</param>
/// <param name="Items">What a loop goes through.</param>
public sealed record StepOutput(
    IReadOnlyList<ResultColumn>? Columns = null,
    JsonElement? Rows = null,
    long? RowCount = null,
    bool IsTruncated = false,
    JsonElement? Values = null,
    IReadOnlyList<JsonElement>? Items = null);
