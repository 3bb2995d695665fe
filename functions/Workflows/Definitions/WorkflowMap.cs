namespace FunctionsPlatform.Workflows.Definitions;

/// <summary>
/// Where the steps of a workflow are. In a run a step has a path: its id, behind the loops that it is in with the number of the passage (<c>each.3.notify</c>).
/// </summary>
internal sealed class WorkflowMap
{
    private readonly Dictionary<string, (WorkflowStep Step, string[] Loops)> _steps = [];

    public WorkflowMap(WorkflowDefinition definition) => Add(definition.Flow, []);

    /// <summary>The step at a path; null when there is none.</summary>
    public WorkflowStep? At(string path) => _steps.TryGetValue(path[(path.LastIndexOf('.') + 1)..], out var found) ? found.Step : null;

    /// <summary>The steps that find rows.</summary>
    public IEnumerable<string> RowSteps => _steps.Values.Where(found => found.Step.Work.FindsRows).Select(found => found.Step.Id);

    /// <summary>Where a step is, as seen from a path; null where it is in a loop that the path is not in.</summary>
    public string? PathOf(string id, string from)
    {
        if (!_steps.TryGetValue(id, out var found))
            return null;
        var passages = from.Split('.');
        var prefix = "";
        for (var at = 0; at < found.Loops.Length; at++)
        {
            if (2 * at + 1 >= passages.Length || passages[2 * at] != found.Loops[at])
                return null;
            prefix += $"{passages[2 * at]}.{passages[2 * at + 1]}.";
        }

        return prefix + id;
    }

    private void Add(IEnumerable<WorkflowStep> steps, string[] loops)
    {
        foreach (var step in steps)
        {
            _steps[step.Id] = (step, loops);
            foreach (var part in step.Work.Parts)
                Add(part.Steps, step.Work is StepWork.Loop ? [.. loops, step.Id] : loops);
        }
    }
}
