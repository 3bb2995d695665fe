namespace Emulator.Durable.Replay;

/// <summary>What an orchestrator wants done. The names of the kinds are the field's: they appear in messages.</summary>
internal abstract record OrchestratorAction(int TaskId)
{
    /// <summary>The event by which history remembers the action.</summary>
    public abstract HistoryEvent ToEvent(DateTime at);
}

internal sealed record ScheduleTaskOrchestratorAction(int TaskId, string Name, string? Input) : OrchestratorAction(TaskId)
{
    public override HistoryEvent ToEvent(DateTime at) => new(EventKind.TaskScheduled, at, TaskId, Name);
}

internal sealed record CreateTimerOrchestratorAction(int TaskId, DateTime FireAt) : OrchestratorAction(TaskId)
{
    public override HistoryEvent ToEvent(DateTime at) => new(EventKind.TimerCreated, at, TaskId);
}

internal sealed record CreateSubOrchestrationAction(int TaskId, string Name, string InstanceId, string? Input) : OrchestratorAction(TaskId)
{
    public override HistoryEvent ToEvent(DateTime at) => new(EventKind.SubOrchestrationCreated, at, TaskId, Name);
}

internal sealed record SendEventOrchestratorAction(int TaskId, string InstanceId, string Name, string? Payload) : OrchestratorAction(TaskId)
{
    public override HistoryEvent ToEvent(DateTime at) => new(EventKind.EventSent, at, TaskId, Name);
}
