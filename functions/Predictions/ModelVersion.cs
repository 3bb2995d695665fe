using System.Text.Json.Serialization;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

public enum VersionState
{
    Training,
    Trained,
    Failed,
    Cancelled,
}

/// <summary>One training of a model, and what came of it.</summary>
public sealed record ModelVersion(Guid Model, WorkspaceId Workspace, int Number, PredictionKind Kind, TrainingPlan Plan, DateTimeOffset CreatedAt)
{
    public VersionState State { get; init; } = VersionState.Training;

    /// <summary>The version whose rows are learnt from: its own, or an earlier one's.</summary>
    public int RowsOf { get; init; } = Number;

    /// <summary>The dataset that is learnt from instead; its rows are not kept here.</summary>
    public DatasetRows? Dataset { get; init; }

    /// <summary>When the first candidate was begun: from here the time budget runs.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The algorithms that are compared; known once the rows were read.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = [];

    /// <summary>How those that were tried did, in the order of <see cref="Algorithms"/>.</summary>
    public IReadOnlyList<CandidateResult> Candidates { get; init; } = [];

    /// <summary>The best of them.</summary>
    public string? Algorithm { get; init; }

    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    public IReadOnlyList<string> Features { get; init; } = [];

    public ApiError? Error { get; init; }

    /// <summary>From 0 to 1. The last step, in which the best candidate learns from all rows, counts as one more candidate.</summary>
    [JsonIgnore]
    public double Progress => State != VersionState.Training ? 1 : Algorithms.Count == 0 ? 0 : Candidates.Count / (Algorithms.Count + 1.0);
}

/// <summary>How to learn; what is null or empty is chosen automatically.</summary>
public sealed record TrainingPlan
{
    /// <summary>The column to predict.</summary>
    public string? Target { get; init; }

    /// <summary>The columns to predict from.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The column of times, of a series.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>Periods after which a series repeats itself.</summary>
    public int? SeasonLength { get; init; }

    public int? Clusters { get; init; }

    /// <summary>The share of rows that are taken for anomalies.</summary>
    public double Contamination { get; init; } = 0.01;

    /// <summary>The share of rows that nothing is learnt from, to measure by.</summary>
    public double Holdout { get; init; } = 0.2;

    public int Seed { get; init; } = 1;

    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The algorithms to compare.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = [];
}

/// <summary>How one algorithm did on rows that it had not learnt from.</summary>
/// <param name="Score">Higher is better; null when it was not tried.</param>
/// <param name="Note">Why it has no score.</param>
public sealed record CandidateResult(string Algorithm, double? Score, IReadOnlyDictionary<string, double> Metrics, double Seconds, string? Note = null);
