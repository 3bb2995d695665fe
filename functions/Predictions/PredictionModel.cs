using System.Text.Json.Serialization;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

public enum PredictionKind
{
    Classification,
    Regression,
    TimeSeries,
    Clustering,
    AnomalyDetection,

    /// <summary>Trained and run elsewhere; asked over HTTP.</summary>
    Endpoint,
}

public enum ModelStatus
{
    Training,
    Trained,
    Deployed,
    Failed,

    /// <summary>Only of a version: it predicted once, and another does now.</summary>
    Archived,
}

/// <summary>A model of a workspace. What was learnt is in its versions; the deployed one predicts.</summary>
public sealed record PredictionModel(Guid Id, WorkspaceId Workspace, string Name, PredictionKind Kind, DateTimeOffset CreatedAt)
{
    public static PublicId PublicId { get; } = new("prediction_model", "model-");

    public string? Description { get; init; }

    /// <summary>The number of the version that was begun last; 0 before the first.</summary>
    public int LastVersion { get; init; }

    /// <summary>The version that is being trained now.</summary>
    public int? InTraining { get; init; }

    /// <summary>The newest version whose training came to its end.</summary>
    public int? Trained { get; init; }

    public int? Deployed { get; init; }

    public DateTimeOffset? DeployedAt { get; init; }

    /// <summary>Those that were deployed before, latest first.</summary>
    public IReadOnlyList<int> DeployedBefore { get; init; } = [];

    /// <summary>Where a model of kind <see cref="PredictionKind.Endpoint"/> is asked.</summary>
    public EndpointSettings? Endpoint { get; init; }

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    [JsonIgnore]
    public ModelStatus Status =>
        Deployed is not null ? ModelStatus.Deployed
        : InTraining is not null ? ModelStatus.Training
        : Trained is not null ? ModelStatus.Trained
        : ModelStatus.Failed;
}

/// <summary>What a caller gives to make a model.</summary>
public sealed record NewPredictionModel(string Name, PredictionKind Kind)
{
    public string? Description { get; init; }

    public TrainingPlan Plan { get; init; } = new();

    public TrainingData? Data { get; init; }

    public EndpointSettings? Endpoint { get; init; }

    /// <summary>Headers of the endpoint, which are secrets.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
