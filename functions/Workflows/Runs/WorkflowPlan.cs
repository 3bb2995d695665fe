namespace FunctionsPlatform.Workflows.Runs;

/// <summary>A workflow as its orchestration knows it: in which order, and what then. Nothing of what steps say or hold is in it.</summary>
public sealed record WorkflowPlan(IReadOnlyList<PlannedStep> Steps)
{
    public static WorkflowPlan Of(WorkflowDefinition definition) => new(Planned(definition.Flow));

    private static IReadOnlyList<PlannedStep> Planned(IReadOnlyList<WorkflowStep> steps) => [.. steps.Select(step => new PlannedStep(
        step.Id, step.Retry, step.OnFailure, [.. step.Work.Parts.Select(part => Planned(part.Steps))])
    {
        IsLoop = step.Work is StepWork.Loop,
        RunsAll = step.Work is StepWork.Parallel,
        Concurrency = step.Work is StepWork.Loop loop ? loop.Concurrency : 1,
    })];
}

/// <param name="Parts">The lists of steps within it.</param>
public sealed record PlannedStep(string Id, StepRetry Retry, StepFailure OnFailure, IReadOnlyList<IReadOnlyList<PlannedStep>> Parts)
{
    public bool IsLoop { get; init; }

    /// <summary>Whether all of its parts are run, side by side.</summary>
    public bool RunsAll { get; init; }

    public int Concurrency { get; init; } = 1;
}
