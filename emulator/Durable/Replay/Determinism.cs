using DurableTask.Core.Exceptions;

namespace Emulator.Durable.Replay;

/// <summary>Holds what the code does now against what history says it did.</summary>
internal static class Determinism
{
    private const string Question = "Was a change made to the orchestrator code after this instance had already started running?";

    public static void Check(HistoryEvent recorded, OrchestratorAction? action)
    {
        var (what, expected) = recorded.Kind switch
        {
            EventKind.TaskScheduled => ("an activity task", typeof(ScheduleTaskOrchestratorAction)),
            EventKind.TimerCreated => ("a timer task", typeof(CreateTimerOrchestratorAction)),
            EventKind.SubOrchestrationCreated => ("a sub-orchestration task", typeof(CreateSubOrchestrationAction)),
            EventKind.EventSent => ("an event task", typeof(SendEventOrchestratorAction)),
            _ => throw new ArgumentException($"{recorded.Kind} records no action.", nameof(recorded)),
        };
        var named = recorded.Name is null ? "" : $" named '{recorded.Name}'";
        var past = $"A previous execution of this orchestration scheduled {what} with sequence number {recorded.TaskId}{named}, but the current";

        if (action is null)
            throw new NonDeterministicOrchestrationException($"{past} replay execution hasn't (yet?) scheduled this task. {Question}");
        if (action.GetType() != expected)
            throw new NonDeterministicOrchestrationException(
                $"{past} orchestration replay instead produced a {action.GetType().Name} action with this sequence number. {Question}");
        if (NameOf(action) is { } name && !string.Equals(name, recorded.Name, StringComparison.OrdinalIgnoreCase))
            throw new NonDeterministicOrchestrationException(
                $"{past} orchestration replay instead scheduled {what} named '{name}' with this sequence number. {Question}");
    }

    private static string? NameOf(OrchestratorAction action) => action switch
    {
        ScheduleTaskOrchestratorAction task => task.Name,
        CreateSubOrchestrationAction child => child.Name,
        SendEventOrchestratorAction sent => sent.Name,
        _ => null,
    };
}
