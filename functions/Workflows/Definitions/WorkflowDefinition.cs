using System.Text.Json.Serialization;

namespace FunctionsPlatform.Workflows;

/// <summary>What a workflow does: its steps and then, where the conditions hold, its actions.</summary>
public sealed record WorkflowDefinition(
    WorkflowTrigger Trigger, IReadOnlyList<WorkflowStep> Steps, IReadOnlyList<Condition> Conditions, IReadOnlyList<WorkflowStep> Actions)
{
    /// <summary>The id under which a run tells whether the conditions held.</summary>
    public const string ConditionsId = "conditions";

    /// <summary>Steps and actions as one list.</summary>
    [JsonIgnore]
    public IReadOnlyList<WorkflowStep> Flow => Conditions.Count == 0
        ? [.. Steps, .. Actions]
        : [.. Steps, new WorkflowStep(ConditionsId, new StepWork.Branch(Conditions, Actions, []))];

    /// <summary>Every step, those within others included, in the order in which they are written.</summary>
    [JsonIgnore]
    public IEnumerable<WorkflowStep> All => Flow.SelectMany(Within);

    private static IEnumerable<WorkflowStep> Within(WorkflowStep step) => step.Work.Parts.SelectMany(part => part.Steps).SelectMany(Within).Prepend(step);
}

/// <summary>One thing that a workflow does.</summary>
/// <param name="Id">Unique in the workflow; templates name the step by it.</param>
public sealed record WorkflowStep(string Id, StepWork Work)
{
    public string? Name { get; init; }

    /// <summary>It is skipped unless all of these hold.</summary>
    public IReadOnlyList<Condition> When { get; init; } = [];

    public StepRetry Retry { get; init; } = new();

    /// <summary>How long one attempt may take, or what it waits for; null for what is usual of its kind.</summary>
    public TimeSpan? Timeout { get; init; }

    public StepFailure OnFailure { get; init; } = new();
}

/// <summary>How often a step is tried.</summary>
/// <param name="Delay">Between the first two attempts; each later pause is <paramref name="Backoff"/> times the one before.</param>
public sealed record StepRetry(int Attempts = 1, TimeSpan Delay = default, double Backoff = 2);

/// <summary>What a run does when a step has failed for good.</summary>
/// <param name="GoTo">The step to go on with: a later one of the same list.</param>
public sealed record StepFailure(FailureAction Action = FailureAction.Stop, string? GoTo = null);

public enum FailureAction
{
    Stop,
    Continue,
    GoTo,
}

/// <summary>What starts a workflow beside people.</summary>
[JsonDerivedType(typeof(Manual), "manual")]
[JsonDerivedType(typeof(Cron), "schedule")]
[JsonDerivedType(typeof(Webhook), "webhook")]
[JsonDerivedType(typeof(Happening), "event")]
public abstract record WorkflowTrigger
{
    private WorkflowTrigger()
    {
    }

    public sealed record Manual : WorkflowTrigger;

    /// <param name="TimeZone">An IANA name.</param>
    public sealed record Cron(string Expression, string TimeZone) : WorkflowTrigger;

    /// <param name="IsSigned">Whether callers prove themselves by a signature of the body; otherwise by a token.</param>
    public sealed record Webhook(bool IsSigned) : WorkflowTrigger;

    /// <summary>An event of the platform.</summary>
    /// <param name="Filter">Values that the event's data must have.</param>
    public sealed record Happening(string Event, IReadOnlyDictionary<string, string> Filter) : WorkflowTrigger;
}
