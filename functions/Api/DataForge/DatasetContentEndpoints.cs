using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>What goes into datasets and can be seen of them.</summary>
public sealed class DatasetContentEndpoints(Datasets.Datasets datasets, DatasetQueries queries, DatasetUploads uploads, DatasetAnswers answers, ResourceIds ids, TimeProvider clock)
{
    [Function("Datasets_AppendRows")]
    [RequirePermission(Permissions.DatasetsWrite)]
    [Idempotent, MaxBodySize(DatasetRequests.MostBytes)]
    [Summary("Add rows", Details = "Their columns are the dataset's; what is missing is null. A file can come as `multipart/form-data` in a field `file`.")]
    [Accepts<AppendRowsRequest>, Example("""{"rows": [{"date": "2023-01-03", "amount": 3.5}]}""")]
    [Returns<DatasetBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> AppendRows(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/datasets/{id}/rows")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var (workspace, key) = (request.Caller().Workspace, await IdAsync(request, id, cancellationToken));
        if (!(await datasets.GetAsync(workspace, key, cancellationToken)).Succeeded(out var dataset, out var refusal))
            return request.Refuse(refusal);
        if (request.HasFormContentType)
        {
            if (!(await DatasetRequests.FileAsync(request, cancellationToken)).Succeeded(out var file, out refusal) || !file.Options(dataset.Options).Succeeded(out var options, out refusal))
                return request.Refuse(refusal);
            await using var sent = file.Open();
            return await OkAsync(request, await datasets.AppendAsync(workspace, key, sent, options, cancellationToken), cancellationToken);
        }

        if (!(await request.ReadJsonAsync<AppendRowsRequest>(cancellationToken)).Succeeded(out var body, out refusal))
            return request.Refuse(refusal);
        await using var lines = DatasetRequests.Lines(body.Rows);
        var read = dataset.Options with { Format = FileFormat.JsonLines, OnUnreadable = body.OnError };
        return await OkAsync(request, await datasets.AppendAsync(workspace, key, lines, read, cancellationToken), cancellationToken);
    }

    [Function("Datasets_Refresh")]
    [RequirePermission(Permissions.DatasetsWrite)]
    [Idempotent]
    [Summary("Run the query of a dataset again", Details = "In the background: the dataset's status tells when it is done. Until then it holds what it held.")]
    [Returns<DatasetBody>(StatusCodes.Status202Accepted), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Refresh(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/datasets/{id}/refresh")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await AcceptedAsync(request, await datasets.RefreshAsync(request.Caller().Workspace, await IdAsync(request, id, cancellationToken), cancellationToken), cancellationToken);

    [Function("Datasets_OpenUpload")]
    [RequirePermission(Permissions.DatasetsWrite)]
    [Idempotent]
    [Summary("Open an upload of other content", Details = "Put the file to `upload.url` with the headers given, then complete the upload.")]
    [Accepts<OpenUploadRequest>, Example("""{"format": "csv"}""")]
    [Returns<DatasetBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> OpenUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/datasets/{id}/upload")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<OpenUploadRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var (workspace, key) = (request.Caller().Workspace, await IdAsync(request, id, cancellationToken));
        return (await datasets.OpenUploadAsync(workspace, key, DatasetRequests.Options(body), cancellationToken)).Succeeded(out var dataset, out refusal)
            ? request.Created(await answers.ShowAsync(dataset, cancellationToken) with { Upload = await uploads.OfAsync(dataset, cancellationToken) })
            : request.Refuse(refusal);
    }

    [Function("Datasets_CompleteUpload")]
    [RequirePermission(Permissions.DatasetsWrite)]
    [Idempotent]
    [Summary("Import what was uploaded", Details = "In the background: the dataset's status tells when it is done.")]
    [Returns<DatasetBody>(StatusCodes.Status202Accepted), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState, ErrorKind.TooLarge)]
    public async Task<IActionResult> CompleteUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/datasets/{id}/upload/complete")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await AcceptedAsync(request, await datasets.CompleteUploadAsync(request.Caller().Workspace, await IdAsync(request, id, cancellationToken), cancellationToken), cancellationToken);

    [Function("Datasets_Preview")]
    [RequirePermission(Permissions.DatasetsRead)]
    [Summary("See some rows of a dataset")]
    [QueryParameter("limit", "Rows, 1 to 1000.", Type = typeof(int), Example = "20")]
    [Returns<QueryBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Preview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/datasets/{id}/preview")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var (parameters, started) = (request.Parameters(), clock.GetTimestamp());
        var limit = parameters.Integer("limit", 20, 1, 1_000);
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var (workspace, key) = (request.Caller().Workspace, await IdAsync(request, id, cancellationToken));
        if (!(await datasets.GetAsync(workspace, key, cancellationToken)).Succeeded(out var dataset, out var refusal)
            || !(await queries.ReadAsync(workspace, key, $"SELECT * FROM {SqlDialect.DuckDb.Quote(dataset.Name)}", new ReadLimits(queries.Timeout, limit), cancellationToken))
                .Succeeded(out var reader, out refusal))
            return request.Refuse(refusal);
        return await QueryAnswer.BeginAsync(request, id, reader, clock, started, cancellationToken);
    }

    private Task<Guid> IdAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        ids.ReadAsync(request.Caller().Workspace, ResourceIds.Dataset, id, cancellationToken);

    private async Task<IActionResult> OkAsync(HttpRequest request, Result<Dataset> result, CancellationToken cancellationToken) => result.Succeeded(out var dataset, out var refusal)
        ? request.Ok(await answers.ShowAsync(dataset, cancellationToken))
        : request.Refuse(refusal);

    private async Task<IActionResult> AcceptedAsync(HttpRequest request, Result<Dataset> result, CancellationToken cancellationToken) => result.Succeeded(out var dataset, out var refusal)
        ? request.Bare(StatusCodes.Status202Accepted, await answers.ShowAsync(dataset, cancellationToken))
        : request.Refuse(refusal);
}
