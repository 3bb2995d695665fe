using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Workflows;

/// <summary>Steps that run by themselves: on a schedule, when something happens, when they are called, or when somebody says so.</summary>
/// <param name="Version">Counts from 1. A run keeps the version that it began with.</param>
/// <param name="VersionId">Where the version is kept.</param>
public sealed record Workflow(Guid Id, WorkspaceId Workspace, string Name, WorkflowTrigger Trigger, int Version, Guid VersionId, DateTimeOffset CreatedAt)
{
    public static PublicId PublicId { get; } = new("workflow", "wf_");

    public string? Description { get; init; }

    /// <summary>A workflow that is not starts by nothing.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The names of values that templates read as <c>secrets</c>. The values are kept apart.</summary>
    public IReadOnlyList<string> SecretNames { get; init; } = [];

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;
}

/// <summary>What a version of a workflow does. It never changes.</summary>
/// <param name="Source">The definition as its author wrote it.</param>
public sealed record WorkflowVersion(Guid Id, int Number, WorkflowDefinition Definition, string Source);

/// <summary>What a caller gives to make a workflow, or to put in the place of all that it was.</summary>
public sealed record NewWorkflow(string Name, WorkflowDefinition Definition, string Source)
{
    public string? Description { get; init; }

    public bool IsEnabled { get; init; } = true;

    /// <summary>Null leaves those that there are.</summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    public override string ToString() => $"NewWorkflow {{ Name = {Name} }}";
}

/// <summary>What changes of a workflow beside what it does; null leaves a part as it is.</summary>
public sealed record WorkflowChange(string? Name = null, string? Description = null, bool? IsEnabled = null);

/// <summary>A workflow, and the secret of its webhook where that was just made and is shown this once.</summary>
public sealed record IssuedWorkflow(Workflow Workflow, WorkflowVersion Version, string? HookSecret)
{
    public override string ToString() => $"IssuedWorkflow {{ Id = {Workflow.Id} }}";
}
