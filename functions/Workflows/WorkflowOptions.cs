using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Workflows;

/// <summary>Section <c>Workflows</c>.</summary>
public sealed class WorkflowOptions
{
    public const string Section = "Workflows";

    /// <summary>Rows of a step that are kept for later steps and the history.</summary>
    [Range(1, 10_000)]
    public int MaxRows { get; set; } = 1_000;

    /// <summary>Memory that they may take, roughly.</summary>
    [Range(1_000, 16L * 1024 * 1024)]
    public long MaxBytes { get; set; } = 1024 * 1024;

    /// <summary>How long one attempt of a step may take, where the step does not say.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Days that a run is kept with its steps.</summary>
    [Range(1, 365)]
    public int KeepRunsDays { get; set; } = 30;
}
