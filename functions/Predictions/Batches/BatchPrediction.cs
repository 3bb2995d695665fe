using System.Text.Json.Serialization;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

public enum BatchState
{
    Pending,
    Running,
    Completed,
    Failed,
}

/// <summary>Predictions for all rows of a dataset, made in the background and put into another.</summary>
/// <param name="Version">The one that was deployed when they were asked for.</param>
/// <param name="Into">The name of the dataset that they are put into.</param>
/// <param name="Result">The id of that dataset, which is made if there is none.</param>
public sealed record BatchPrediction(Guid Id, WorkspaceId Workspace, Guid Model, int Version, DatasetRows Source, string Into, Guid Result, DateTimeOffset CreatedAt)
{
    public static PublicId PublicId { get; } = new("batch_prediction", "bp-");

    public BatchState State { get; init; } = BatchState.Pending;

    public long RowCount { get; init; }

    public ApiError? Error { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    [JsonIgnore]
    public bool IsFinished => State is BatchState.Completed or BatchState.Failed;
}

/// <summary>Where a batch prediction is: what its orchestration and activities are given, and all that they are given.</summary>
public sealed record BatchKey(Guid Workspace, Guid Model, Guid Id)
{
    public static BatchKey Of(BatchPrediction batch) => new(batch.Workspace.Value, batch.Model, batch.Id);
}
