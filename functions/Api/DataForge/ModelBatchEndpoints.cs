using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Predictions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Predicts from whole datasets, in the background.</summary>
public sealed class ModelBatchEndpoints(BatchPredictions batches, ForgeModels models, ResourceIds ids)
{
    [Function("ForgeModels_PredictDataset")]
    [RequirePermission(Permissions.DatasetsWrite)]
    [Idempotent]
    [Summary(
        "Predict from a dataset into a dataset",
        Details = "In the background, with the deployed version: ask for the batch prediction until its status is completed. The dataset of the name `into` is made, or its rows replaced; "
            + "it has the columns that were read, then `prediction` and what comes with it.")]
    [Accepts<PredictDatasetRequest>, Example("""{"dataset_id": "ds-123456", "query": "SELECT * FROM sales", "into": "sales predicted"}""")]
    [Returns<BatchPredictionBody>(StatusCodes.Status202Accepted), Fails(ErrorKind.NotFound, ErrorKind.QueryFailed, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Predict(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/models/{id}/predict-dataset")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<PredictDatasetRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var workspace = request.Caller().Workspace;
        var model = await models.ReadAsync(workspace, id, cancellationToken);
        var source = await models.ReadDatasetAsync(workspace, body.DatasetId, body.Query, cancellationToken);
        if (!(await batches.StartAsync(workspace, model, source, body.Into, cancellationToken)).Succeeded(out var batch, out refusal))
            return request.Refuse(refusal);
        await BatchPredictionOrchestrator.StartAsync(client, BatchKey.Of(batch), cancellationToken);
        return request.Bare(StatusCodes.Status202Accepted, await ShowAsync(batch, cancellationToken));
    }

    [Function("ForgeModels_Batches")]
    [RequirePermission(Permissions.ModelsRead)]
    [Summary("List the batch predictions of a model", Details = "Newest first.")]
    [QueryParameter("limit", "Batch predictions a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<BatchPredictionBody>(StatusCodes.Status200OK, IsList = true)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/models/{id}/batch-predictions")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        var model = await models.ReadAsync(workspace, id, cancellationToken);
        return (await batches.ListAsync(workspace, model, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal)
            ? request.List<BatchPredictionBody>([.. await Task.WhenAll(listed.Items.Select(batch => ShowAsync(batch, cancellationToken)))], listed.NextCursor)
            : request.Refuse(refusal);
    }

    [Function("ForgeModels_Batch")]
    [RequirePermission(Permissions.ModelsRead)]
    [Summary("Get a batch prediction")]
    [Returns<BatchPredictionBody>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/models/{id}/batch-predictions/{batchId}")] HttpRequest request,
        string id,
        string batchId,
        CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        var model = await models.ReadAsync(workspace, id, cancellationToken);
        var key = await ids.ReadAsync(workspace, ResourceIds.BatchPrediction, batchId, cancellationToken);
        return (await batches.GetAsync(workspace, model, key, cancellationToken)).Succeeded(out var batch, out var missing)
            ? request.Ok(await ShowAsync(batch, cancellationToken))
            : request.Refuse(missing);
    }

    private async Task<BatchPredictionBody> ShowAsync(BatchPrediction batch, CancellationToken cancellationToken) => new(
        BatchPrediction.PublicId.Format(batch.Id),
        batch.State,
        await ids.ShowAsync(batch.Workspace, ResourceIds.PredictionModel, batch.Model, cancellationToken),
        batch.Version,
        await ids.ShowAsync(batch.Workspace, ResourceIds.Dataset, batch.Source.Id, cancellationToken),
        batch.Source.Sql,
        batch.Into,
        batch.State == BatchState.Completed ? await ids.ShowAsync(batch.Workspace, ResourceIds.Dataset, batch.Result, cancellationToken) : null,
        batch.State == BatchState.Completed ? batch.RowCount : null,
        DatasetErrorBody.Of(batch.Error),
        batch.CreatedAt,
        batch.FinishedAt);
}
