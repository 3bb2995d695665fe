using System.Text.Json;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Workflows.Runs;

/// <summary>One run of a workflow.</summary>
/// <param name="VersionId">The version that it began with and keeps.</param>
public sealed record WorkflowRun(Guid Id, Guid WorkflowId, WorkspaceId Workspace, RunRequest Request, int Version, Guid VersionId, DateTimeOffset CreatedAt)
{
    public static PublicId PublicId { get; } = new("workflow run", "run_");

    public RunState State { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it failed.</summary>
    public ApiError? Error { get; init; }

    /// <summary>The path of the step that failed it.</summary>
    public string? FailedStep { get; init; }

    public WorkflowRunKey Key => new(Workspace.Value, WorkflowId, Id);

    public bool IsFinished => State >= RunState.Completed;
}

/// <summary>Where a run is: what orchestrations and activities are given.</summary>
public sealed record WorkflowRunKey(Guid Workspace, Guid Workflow, Guid Id)
{
    public string Instance => Id.ToString("N");
}

/// <summary>How a run came about, and how it is to go.</summary>
public sealed record RunRequest(RunTrigger Trigger)
{
    /// <summary>Steps that change something are told of and not done.</summary>
    public bool IsDry { get; init; }

    /// <summary>The run that this takes up: what succeeded there is not done again.</summary>
    public Guid? RerunOf { get; init; }

    /// <summary>The run whose step started this one.</summary>
    public WorkflowRunKey? Parent { get; init; }

    public string? ParentStep { get; init; }

    /// <summary>How many workflows have started each other to come here.</summary>
    public int Depth { get; init; }

    public DateTimeOffset? DueAt { get; init; }
}

public enum RunTrigger
{
    Manual,
    Schedule,
    Webhook,
    Event,
    Workflow,
}

/// <summary>Those from <see cref="Completed"/> on are final.</summary>
public enum RunState
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>What a run is given, as templates read it.</summary>
public sealed record RunInput(JsonElement? Input = null, JsonElement? Webhook = null, JsonElement? Event = null);
