using FunctionsPlatform.Platform;
using FunctionsPlatform.Predictions;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Models in this API's words.</summary>
public sealed class ForgeModels(Predictions.Predictions predictions, ResourceIds ids)
{
    private const string Mask = "*************";

    public Task<Guid> ReadAsync(WorkspaceId workspace, string id, CancellationToken cancellationToken) =>
        ids.ReadAsync(workspace, ResourceIds.PredictionModel, id, cancellationToken);

    /// <summary>What to learn from; null where a request says nothing of it.</summary>
    public async Task<Result<TrainingData?>> ReadDataAsync(WorkspaceId workspace, TrainingDataBody? data, CancellationToken cancellationToken)
    {
        if (data is null)
            return (TrainingData?)null;
        if (data.DatasetId is { } dataset)
            return new TrainingData(Dataset: await ReadDatasetAsync(workspace, dataset, data.Query, cancellationToken));
        return RowTable.Read(data.Columns!, data.Rows!.Value).Succeeded(out var rows, out var noTable) ? new TrainingData(rows) : noTable;
    }

    public async Task<DatasetRows> ReadDatasetAsync(WorkspaceId workspace, string id, string? query, CancellationToken cancellationToken) =>
        new(await ids.ReadAsync(workspace, ResourceIds.Dataset, id, cancellationToken), query);

    public async Task<IReadOnlyList<ForgeModelSummary>> SummariesAsync(WorkspaceId workspace, IReadOnlyList<PredictionModel> models, CancellationToken cancellationToken)
    {
        var shown = await ids.ShowAllAsync(workspace, ResourceIds.PredictionModel, models.Select(model => model.Id), cancellationToken);
        return await Task.WhenAll(models.Select(async model => await SummaryAsync(model, shown[model.Id], await VersionAsync(model, cancellationToken), cancellationToken)));
    }

    public async Task<ForgeModelDetails> DetailsAsync(PredictionModel model, CancellationToken cancellationToken)
    {
        var version = await VersionAsync(model, cancellationToken);
        var summary = await SummaryAsync(model, await ids.ShowAsync(model.Workspace, ResourceIds.PredictionModel, model.Id, cancellationToken), version, cancellationToken);
        var latest = await predictions.VersionAsync(model, model.LastVersion, cancellationToken);
        return new ForgeModelDetails(summary)
        {
            Training = latest is null || (latest.State == VersionState.Trained && model.InTraining is null) ? null : Training(model, latest),
            Card = version is { State: VersionState.Trained } ? await CardAsync(model, version, summary.DatasetId, cancellationToken) : null,
            Endpoint = Endpoint(model.Endpoint),
        };
    }

    public async Task<IReadOnlyList<ModelVersionBody>> VersionsAsync(PredictionModel model, IReadOnlyList<ModelVersion> versions, CancellationToken cancellationToken)
    {
        var shown = await ids.ShowAllAsync(model.Workspace, ResourceIds.Dataset, versions.Select(version => version.Dataset?.Id).OfType<Guid>(), cancellationToken);
        return [.. versions.Select(version => Version(model, version, version.Dataset is { } dataset ? shown[dataset.Id] : null))];
    }

    private static ModelVersionBody Version(PredictionModel model, ModelVersion version, string? dataset) => new(
        version.Number,
        version.State switch
        {
            VersionState.Training => ModelStatus.Training,
            VersionState.Trained when model.Deployed == version.Number => ModelStatus.Deployed,
            VersionState.Trained when model.DeployedBefore.Contains(version.Number) => ModelStatus.Archived,
            VersionState.Trained => ModelStatus.Trained,
            _ => ModelStatus.Failed,
        },
        version.Algorithm,
        dataset,
        version.Metrics,
        version.CreatedAt,
        version.FinishedAt,
        Failure(version.Error));

    private Task<ModelVersion?> VersionAsync(PredictionModel model, CancellationToken cancellationToken) =>
        predictions.VersionAsync(model, model.Deployed ?? model.Trained ?? model.LastVersion, cancellationToken);

    private async Task<ForgeModelSummary> SummaryAsync(PredictionModel model, string id, ModelVersion? version, CancellationToken cancellationToken) => new(
        id, model.Name, model.Description, model.Kind, model.Status, version?.Plan.Target, version?.Features ?? [], version?.Algorithm, model.Deployed ?? model.Trained,
        version?.Dataset is { } dataset ? await ids.ShowAsync(model.Workspace, ResourceIds.Dataset, dataset.Id, cancellationToken) : null,
        version?.Metrics ?? new Dictionary<string, double>(), model.DeployedAt, model.CreatedAt, model.UpdatedAt);

    /// <summary>The card is kept without the dataset, whose id is shown in this API's words.</summary>
    private async Task<ModelCard?> CardAsync(PredictionModel model, ModelVersion version, string? dataset, CancellationToken cancellationToken) =>
        await predictions.CardAsync(model, version.Number, cancellationToken) is { } card
            ? card with { Data = card.Data with { DatasetId = dataset, Query = version.Dataset?.Sql } }
            : null;

    // What was learnt can be deployed once the model knows of it, a moment after the version does.
    private static ModelTrainingBody Training(PredictionModel model, ModelVersion version) => new(
        version.Number,
        model.InTraining == version.Number ? VersionState.Training : version.State,
        Math.Round(version.Progress, 3),
        version.Algorithms,
        version.Candidates,
        Failure(version.Error));

    private static ModelFailureBody? Failure(ApiError? error) => error is null ? null : new ModelFailureBody(error.Code, error.Message);

    private static ModelEndpointBody? Endpoint(EndpointSettings? endpoint) => endpoint is null ? null : new ModelEndpointBody(
        endpoint.Url, endpoint.Headers.ToDictionary(name => name, _ => Mask), endpoint.Request, endpoint.Response, (int)endpoint.Timeout.TotalSeconds);
}
