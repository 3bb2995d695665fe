namespace Emulator.Durable;

/// <summary>Stored as numbers: never renumber.</summary>
internal enum EventKind
{
    EpisodeStarted = 0,
    ExecutionStarted = 1,
    TaskScheduled = 2,
    TaskCompleted = 3,
    TaskFailed = 4,
    TimerCreated = 5,
    TimerFired = 6,
    SubOrchestrationCreated = 7,
    SubOrchestrationCompleted = 8,
    SubOrchestrationFailed = 9,
    EventSent = 10,
    EventRaised = 11,
    Terminated = 12,
    Suspended = 13,
    Resumed = 14,

    /// <summary>The orchestrator went on outside its own thread. Never in an inbox on disk: it ends the instance, or a replay finds it again.</summary>
    Strayed = 15,
}

/// <summary>One thing that happened to an instance: what its history is made of, and what its inbox brings.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="TaskId">The sequence number of the task that it is about, or -1.</param>
/// <param name="Name">Of the function or the external event.</param>
/// <param name="Payload">JSON, or the reason of a suspension in plain text.</param>
internal sealed record HistoryEvent(EventKind Kind, DateTime At, int TaskId = -1, string? Name = null, string? Payload = null);
