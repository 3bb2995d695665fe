using Microsoft.DurableTask.Client;

namespace Emulator.Durable;

/// <summary>
/// An orchestration instance without its input. Its execution is new each time the id starts over,
/// so that what an earlier execution left behind is told apart.
/// </summary>
internal sealed record Instance(string Id, string Execution, string Name, OrchestrationRuntimeStatus Status, DateTime CreatedAt, DateTime UpdatedAt)
{
    public string CustomStatus { get; init; } = "null";

    public string? Output { get; init; }

    public ParentLink? Parent { get; init; }

    public bool IsFinished => Status
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated;
}

/// <summary>The task of another instance that waits for this one.</summary>
internal sealed record ParentLink(string InstanceId, string Name, string Execution, int TaskId);

/// <summary>An event on its way to an instance; without an execution it is meant for whichever runs.</summary>
internal sealed record Message(long Id, string InstanceId, string? Execution, DateTime DueAt, HistoryEvent Event);

internal sealed record ActivityWork(long Id, string InstanceId, string Execution, int TaskId, string Name, string? Input);
