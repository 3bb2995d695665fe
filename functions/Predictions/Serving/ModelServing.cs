using System.Text.Json;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Predictions;

/// <summary>Predicts with deployed models. Once a model is in memory no storage is read for it, but to learn every few seconds what is deployed.</summary>
public sealed class ModelServing(
    PredictionStore store, LoadedModels loaded, EndpointCaller endpoints, DriftCounters counters, DriftStore drifts, TimeProvider clock, IOptions<PredictionOptions> options)
{
    private readonly TimedCache<(WorkspaceId, Guid), PredictionModel> _models = new(options.Value.DeploymentCache, clock);

    public async Task<Result<PredictionAnswer>> PredictAsync(WorkspaceId workspace, Guid id, ModelInput input, CancellationToken cancellationToken)
    {
        if (!(await DeployedAsync(workspace, id, cancellationToken)).Succeeded(out var model, out var refusal))
            return refusal;
        if (CheckSize(input) is { } tooMany)
            return tooMany;
        var version = model.Deployed!.Value;
        if (model.Kind == PredictionKind.Endpoint)
            return await AskAsync(model, input, cancellationToken);
        var key = new TrainingKey(workspace.Value, id, version);
        if (await loaded.GetAsync(key, cancellationToken) is not { } ready)
            return PredictionErrors.VersionNotFound(version);
        if (model.Kind == PredictionKind.TimeSeries)
            return Forecast(ready, version, input);
        if (!ReadRows(ready, input).Succeeded(out var rows, out var unfit))
            return unfit;
        foreach (var row in input.IsCounted ? rows : [])
            counters.Count(key, ready.Layout, row);
        return new PredictionAnswer(version, [.. rows.Select(ready.Predict)], input.IsBatch);
    }

    public async Task<Result<Drift>> DriftAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (!(await DeployedAsync(workspace, id, cancellationToken)).Succeeded(out var model, out var refusal))
            return refusal;
        var key = new TrainingKey(workspace.Value, id, model.Deployed!.Value);
        if (model.Kind is PredictionKind.Endpoint or PredictionKind.TimeSeries)
            return PredictionErrors.NoDrift;
        if (await loaded.GetAsync(key, cancellationToken) is not { } ready)
            return PredictionErrors.VersionNotFound(key.Version);
        return Drift.Of(key.Version, ready.Definition.Features, await drifts.RecentAsync(key, cancellationToken));
    }

    /// <summary>Looks up anew what is deployed.</summary>
    public void Forget(WorkspaceId workspace, Guid id) => _models.Remove((workspace, id));

    private async Task<Result<PredictionModel>> DeployedAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var model = await _models.GetAsync((workspace, id), () => store.FindAsync(workspace, id, cancellationToken));
        return model is null ? PredictionErrors.NotFound : model.Deployed is null ? PredictionErrors.NotDeployed : model;
    }

    private async Task<Result<PredictionAnswer>> AskAsync(PredictionModel model, ModelInput input, CancellationToken cancellationToken)
    {
        if (input.Features is not { } features)
            return PredictionErrors.InputInvalid(new FieldError("$.features", "Give the features to predict from."));
        return (await endpoints.PredictAsync(model, features, input.IsBatch, cancellationToken)).Succeeded(out var predictions, out var failed)
            ? new PredictionAnswer(model.Deployed!.Value, predictions, input.IsBatch)
            : failed;
    }

    private static Result<PredictionAnswer> Forecast(LoadedModel model, int version, ModelInput input) =>
        input is { Horizon: { } horizon, Features: null }
            ? new PredictionAnswer(version, model.Forecast(horizon), IsBatch: true)
            : PredictionErrors.InputInvalid(new FieldError("$.horizon", "This model forecasts a series: give the number of periods as horizon, and no features."));

    private static Result<List<object?[]>> ReadRows(LoadedModel model, ModelInput input)
    {
        if (input.Horizon is not null)
            return PredictionErrors.InputInvalid(new FieldError("$.horizon", "Only models of type time_series take a horizon."));
        if (input.Features is not { } features)
            return PredictionErrors.InputInvalid(new FieldError("$.features", "Give the features to predict from."));
        var rows = new List<object?[]>();
        foreach (var (given, path) in input.IsBatch ? features.EnumerateArray().Select((row, index) => (row, $"$.features[{index}]")) : [(features, "$.features")])
        {
            if (!FeatureInput.Read(given, model.Definition.Features, path).Succeeded(out var row, out var unfit))
                return unfit;
            rows.Add(row);
        }

        return rows;
    }

    private static ApiError? CheckSize(ModelInput input) =>
        input is { IsBatch: true, Features: { ValueKind: JsonValueKind.Array } rows } && rows.GetArrayLength() > ModelInput.MostRows
            ? PredictionErrors.InputInvalid(new FieldError("$.features", $"A batch has at most {ModelInput.MostRows:N0} rows."))
        : input.Horizon is < 1 or > ModelInput.MostPeriods ? PredictionErrors.InputInvalid(new FieldError("$.horizon", $"Must be 1 to {ModelInput.MostPeriods}."))
        : null;
}
