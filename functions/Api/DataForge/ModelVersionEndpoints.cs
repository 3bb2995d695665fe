using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Predictions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Trains models and decides which of their versions predicts.</summary>
public sealed class ModelVersionEndpoints(Predictions.Predictions predictions, ForgeModels models)
{
    [Function("ForgeModels_Train")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Idempotent]
    [MaxBodySize(ModelEndpoints.LargestData)]
    [Summary("Train a new version of a model", Details = "From the same rows again, or what the same dataset holds now, or from others. The deployed version predicts on until another is deployed.")]
    [Accepts<TrainPredictionModelRequest>(Optional = true)]
    [Returns<ForgeModelDetails>(StatusCodes.Status202Accepted)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState, ErrorKind.QueryFailed)]
    [Example("""{"algorithms": ["lightgbm", "fast_tree"], "time_budget_seconds": 120}""")]
    public async Task<IActionResult> Train(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/models/{id}/train")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadOptionalJsonAsync<TrainPredictionModelRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var workspace = request.Caller().Workspace;
        if (!(await models.ReadDataAsync(workspace, body.Data, cancellationToken)).Succeeded(out var data, out var noTable))
            return request.Refuse(noTable);
        var key = await models.ReadAsync(workspace, id, cancellationToken);
        if (!(await predictions.TrainAsync(workspace, key, body.Apply, data, cancellationToken)).Succeeded(out var model, out var refusal))
            return request.Refuse(refusal);
        await ModelEndpoints.StartAsync(client, model, cancellationToken);
        return request.Bare(StatusCodes.Status202Accepted, await models.DetailsAsync(model, cancellationToken));
    }

    [Function("ForgeModels_Cancel")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("Cancel the training of a model")]
    [Returns<ForgeModelDetails>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public Task<IActionResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/models/{id}/cancel")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        AnswerAsync(request, id, predictions.CancelTrainingAsync, cancellationToken);

    [Function("ForgeModels_Deploy")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("Let a trained version of a model predict")]
    [Accepts<DeployModelRequest>(Optional = true)]
    [Returns<ForgeModelDetails>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    [Example("""{"version": 1}""")]
    public async Task<IActionResult> Deploy(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/models/{id}/deploy")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await request.ReadOptionalJsonAsync<DeployModelRequest>(cancellationToken)).Succeeded(out var body, out var unreadable)
            ? await AnswerAsync(request, id, (workspace, key, stop) => predictions.DeployAsync(workspace, key, body.Version, stop), cancellationToken)
            : request.Refuse(unreadable);

    [Function("ForgeModels_Rollback")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("Let a version of a model predict again that did before")]
    [Accepts<RollbackModelRequest>(Optional = true)]
    [Returns<ForgeModelDetails>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Rollback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/models/{id}/rollback")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await request.ReadOptionalJsonAsync<RollbackModelRequest>(cancellationToken)).Succeeded(out var body, out var unreadable)
            ? await AnswerAsync(request, id, (workspace, key, stop) => predictions.RollbackAsync(workspace, key, body.Version, stop), cancellationToken)
            : request.Refuse(unreadable);

    [Function("ForgeModels_Versions")]
    [RequirePermission(Permissions.ModelsRead)]
    [Summary("List the versions of a model", Details = "Newest first.")]
    [QueryParameter("limit", "Versions a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<ModelVersionBody>(StatusCodes.Status200OK, IsList = true)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Versions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/models/{id}/versions")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        if (!(await predictions.GetAsync(workspace, await models.ReadAsync(workspace, id, cancellationToken), cancellationToken)).Succeeded(out var model, out var missing))
            return request.Refuse(missing);
        return (await predictions.VersionsAsync(workspace, model.Id, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal)
            ? request.List(await models.VersionsAsync(model, listed.Items, cancellationToken), listed.NextCursor)
            : request.Refuse(refusal);
    }

    private async Task<IActionResult> AnswerAsync(
        HttpRequest request, string id, Func<WorkspaceId, Guid, CancellationToken, Task<Result<PredictionModel>>> change, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        return (await change(workspace, await models.ReadAsync(workspace, id, cancellationToken), cancellationToken)).Succeeded(out var model, out var refusal)
            ? request.Ok(await models.DetailsAsync(model, cancellationToken))
            : request.Refuse(refusal);
    }
}
