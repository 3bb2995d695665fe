using System.Globalization;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Predictions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Predicts with the deployed version of a model, and tells how its inputs change.</summary>
public sealed class ModelPredictionEndpoints(Predictions.Predictions predictions, ForgeModels models, TimeProvider clock)
{
    [Function("ForgeModels_Predict")]
    [RequirePermission(Permissions.ModelsRead)]
    [MaxBodySize(4 * 1024 * 1024)]
    [Summary("Make predictions using a deployed model")]
    [Accepts<PredictRequest>]
    [Returns<PredictedBody>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState, ErrorKind.ConnectionFailed)]
    [Example("""{"features": [1.2, 3.4, 5.6, 7.8]}""")]
    public async Task<IActionResult> Predict(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/models/{id}/predict")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        if (!(await request.ReadJsonAsync<PredictRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var workspace = request.Caller().Workspace;
        var key = await models.ReadAsync(workspace, id, cancellationToken);
        return (await predictions.PredictAsync(workspace, key, new ModelInput(body.Features, body.Horizon), cancellationToken)).Succeeded(out var answer, out var refusal)
            ? request.Ok(Show(id, answer, clock.GetElapsedTime(begun)))
            : request.Refuse(refusal);
    }

    [Function("ForgeModels_Drift")]
    [RequirePermission(Permissions.ModelsRead)]
    [Summary(
        "Tell how far recent inputs of a model are from what it was trained on",
        Details = "The population stability index of each feature over the last seven days: below 0.1 stable, from 0.25 on significantly different.")]
    [Returns<ModelDriftBody>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Drift(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/models/{id}/drift")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        return (await predictions.DriftAsync(workspace, await models.ReadAsync(workspace, id, cancellationToken), cancellationToken)).Succeeded(out var drift, out var refusal)
            ? request.Ok(new ModelDriftBody(id, drift.Version, drift.Inputs, drift.Level, drift.Features))
            : request.Refuse(refusal);
    }

    private static PredictedBody Show(string id, PredictionAnswer answer, TimeSpan took)
    {
        var first = answer.Predictions[0];
        return new PredictedBody(
            id,
            answer.Version,
            first.Value,
            answer.IsBatch ? null : first.Probabilities,
            answer.IsBatch ? null : first.Interval,
            answer.IsBatch ? null : first.Score,
            answer.IsBatch ? [.. answer.Predictions.Select(Item)] : null,
            Math.Round(took.TotalMilliseconds, 3));
    }

    private static PredictedItem Item(Prediction prediction) => new(
        prediction.At?.ToString(prediction.At.Value.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        prediction.Value,
        prediction.Probabilities,
        prediction.Interval,
        prediction.Score);
}
