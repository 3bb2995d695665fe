using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPlatform.Predictions;

namespace FunctionsPlatform.Api.DataForge;

/// <param name="Target">The column to predict; for clustering none, for anomaly_detection one that only measures.</param>
/// <param name="Features">The columns to predict from, in the order in which arrays of them are sent; chosen automatically when left out.</param>
/// <param name="TimeColumn">The column of times, for time_series.</param>
/// <param name="Contamination">The share of rows that are anomalies.</param>
/// <param name="Holdout">The share of rows to measure by and not to learn from.</param>
/// <param name="Algorithms">Those to compare; all that suit when left out.</param>
/// <param name="Endpoint">Where a model of type endpoint is asked.</param>
public sealed record CreatePredictionModelRequest(
    [property: StringLength(200, MinimumLength = 1)] string Name,
    PredictionKind Type,
    [property: StringLength(2_000)] string? Description = null,
    string? Target = null,
    IReadOnlyList<string>? Features = null,
    string? TimeColumn = null,
    int? SeasonLength = null,
    int? Clusters = null,
    double? Contamination = null,
    double? Holdout = null,
    int? Seed = null,
    int? TimeBudgetSeconds = null,
    IReadOnlyList<string>? Algorithms = null,
    TrainingDataBody? Data = null,
    ModelEndpointBody? Endpoint = null) : TrainingChoices(Target, Features, TimeColumn, SeasonLength, Clusters, Contamination, Holdout, Seed, TimeBudgetSeconds, Algorithms);

/// <summary>What is left out stays as it was for the version before.</summary>
/// <param name="Data">Other rows to learn from.</param>
public sealed record TrainPredictionModelRequest(
    string? Target = null,
    IReadOnlyList<string>? Features = null,
    string? TimeColumn = null,
    int? SeasonLength = null,
    int? Clusters = null,
    double? Contamination = null,
    double? Holdout = null,
    int? Seed = null,
    int? TimeBudgetSeconds = null,
    IReadOnlyList<string>? Algorithms = null,
    TrainingDataBody? Data = null) : TrainingChoices(Target, Features, TimeColumn, SeasonLength, Clusters, Contamination, Holdout, Seed, TimeBudgetSeconds, Algorithms);

public abstract record TrainingChoices(
    string? Target,
    IReadOnlyList<string>? Features,
    string? TimeColumn,
    int? SeasonLength,
    int? Clusters,
    double? Contamination,
    double? Holdout,
    int? Seed,
    int? TimeBudgetSeconds,
    IReadOnlyList<string>? Algorithms)
{
    internal TrainingPlan Apply(TrainingPlan plan) => plan with
    {
        Target = Target ?? plan.Target,
        Features = Features ?? plan.Features,
        TimeColumn = TimeColumn ?? plan.TimeColumn,
        SeasonLength = SeasonLength ?? plan.SeasonLength,
        Clusters = Clusters ?? plan.Clusters,
        Contamination = Contamination ?? plan.Contamination,
        Holdout = Holdout ?? plan.Holdout,
        Seed = Seed ?? plan.Seed,
        TimeBudget = TimeBudgetSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : plan.TimeBudget,
        Algorithms = Algorithms ?? plan.Algorithms,
    };
}

/// <summary>Columns and rows, or the rows of a dataset.</summary>
/// <param name="Rows">Arrays of one value a column: numbers, texts, booleans, null, and times as texts such as 2026-01-31T12:00:00Z.</param>
/// <param name="DatasetId">A dataset to learn from, as it is when the model is trained.</param>
/// <param name="Query">One SELECT over the dataset, which is a table by its name; its whole table when left out.</param>
public sealed record TrainingDataBody(IReadOnlyList<string>? Columns = null, JsonElement? Rows = null, string? DatasetId = null, string? Query = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DatasetId is null ? Columns is null || Rows is null : Columns is not null || Rows is not null)
            yield return new ValidationResult("Give columns and rows, or a dataset_id.", [nameof(DatasetId)]);
        if (Query is not null && DatasetId is null)
            yield return new ValidationResult("A query needs the dataset_id that it is over.", [nameof(Query)]);
    }
}

/// <param name="Headers">Sent with every request. Their values are secrets and shown masked.</param>
/// <param name="Request">Liquid template of the JSON to send; it reads <c>features</c>.</param>
/// <param name="Response">Liquid template of the JSON of the prediction; it reads <c>response</c>.</param>
public sealed record ModelEndpointBody(
    [property: StringLength(2_000, MinimumLength = 1)] string Url,
    IReadOnlyDictionary<string, string>? Headers = null,
    string? Request = null,
    string? Response = null,
    [property: Range(1, 60)] int TimeoutSeconds = 10);

/// <param name="Version">The newest trained one when left out.</param>
public sealed record DeployModelRequest(int? Version = null);

/// <param name="Version">The one that was deployed before when left out.</param>
public sealed record RollbackModelRequest(int? Version = null);

/// <param name="Features">One row, as an array in the order of the model's features or as an object by their names, or an array of such rows.</param>
/// <param name="Horizon">How many periods to look ahead, for a model of type time_series.</param>
public sealed record PredictRequest(JsonElement? Features = null, int? Horizon = null);

/// <param name="Prediction">A class, a number, the number of a cluster, or whether the row is an anomaly; of several rows or periods, the first.</param>
/// <param name="Predictions">Of several rows or periods, all.</param>
public sealed record PredictedBody(
    string ModelId,
    int ModelVersion,
    object? Prediction,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, double>? Probabilities,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PredictionInterval? Interval,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Score,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PredictedItem>? Predictions,
    double LatencyMs);

public sealed record PredictedItem(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? At,
    object? Prediction,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, double>? Probabilities,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PredictionInterval? Interval,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Score);

/// <param name="Version">The deployed one, else the newest trained one; what describes a version is of this.</param>
/// <param name="DatasetId">The dataset that it has learnt from; null where rows were sent.</param>
public record ForgeModelSummary(
    string Id,
    string Name,
    string? Description,
    PredictionKind Type,
    ModelStatus Status,
    string? Target,
    IReadOnlyList<string> FeatureNames,
    string? Algorithm,
    int? Version,
    string? DatasetId,
    IReadOnlyDictionary<string, double> Metrics,
    DateTimeOffset? DeployedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <inheritdoc cref="ForgeModelSummary"/>
public sealed record ForgeModelDetails : ForgeModelSummary
{
    public ForgeModelDetails(ForgeModelSummary summary)
        : base(summary)
    {
    }

    /// <summary>The training that runs now, or the latest one if it did not succeed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ModelTrainingBody? Training { get; init; }

    /// <summary>What there is to know before relying on the version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ModelCard? Card { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ModelEndpointBody? Endpoint { get; init; }
}

/// <param name="Progress">From 0 to 1.</param>
public sealed record ModelTrainingBody(
    int Version,
    VersionState State,
    double Progress,
    IReadOnlyList<string> Algorithms,
    IReadOnlyList<CandidateResult> Candidates,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ModelFailureBody? Error);

public sealed record ModelFailureBody(string Code, string Message);

public sealed record ModelVersionBody(
    int Version,
    ModelStatus Status,
    string? Algorithm,
    string? DatasetId,
    IReadOnlyDictionary<string, double> Metrics,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ModelFailureBody? Error);

/// <param name="Query">One SELECT over the dataset, which is a table by its name; its whole table when left out.</param>
/// <param name="Into">The name of the dataset that rows and predictions are put into.</param>
public sealed record PredictDatasetRequest(string DatasetId, [property: StringLength(63, MinimumLength = 1)] string Into, string? Query = null);

/// <param name="ResultDatasetId">The dataset that has the predictions; null until they are completed.</param>
public sealed record BatchPredictionBody(
    string Id,
    BatchState Status,
    string ModelId,
    int ModelVersion,
    string DatasetId,
    string? Query,
    string Into,
    string? ResultDatasetId,
    long? RowCount,
    DatasetErrorBody? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt);

/// <param name="Inputs">Rows that were predicted from in the last seven days.</param>
public sealed record ModelDriftBody(string ModelId, int ModelVersion, long Inputs, DriftLevel Level, IReadOnlyList<FeatureDrift> Features);
