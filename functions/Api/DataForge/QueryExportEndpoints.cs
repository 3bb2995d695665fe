using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Results of any size, as files.</summary>
public sealed class QueryExportEndpoints(QueryExports exports, ExportAnswers answers, ResourceIds ids)
{
    [Function("QueryExports_Start")]
    [RequirePermission(Permissions.DatasetsRead)]
    [Idempotent]
    [Summary("Export all rows of a query", Details = "In the background: ask for the export until its status is completed, then download its file. Files are kept for a week.")]
    [Accepts<ExportQueryRequest>, Example("""{"dataset_id": "ds-123456", "query": "SELECT * FROM sales", "format": "parquet"}""")]
    [Returns<ExportBody>(StatusCodes.Status202Accepted), Fails(ErrorKind.NotFound, ErrorKind.QueryFailed, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/query/export")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<ExportQueryRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var workspace = request.Caller().Workspace;
        var dataset = await ids.ReadAsync(workspace, ResourceIds.Dataset, body.DatasetId, cancellationToken);
        return (await exports.StartAsync(workspace, dataset, body.Query, body.Format, cancellationToken)).Succeeded(out var export, out refusal)
            ? request.Bare(StatusCodes.Status202Accepted, await answers.ShowAsync(export, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("QueryExports_List")]
    [RequirePermission(Permissions.DatasetsRead)]
    [Summary("List exports, newest first")]
    [QueryParameter("limit", "Exports a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<ExportBody>(StatusCodes.Status200OK, IsList = true)]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/query/exports")] HttpRequest request, CancellationToken cancellationToken) =>
        answers.ListAsync(request, null, cancellationToken);

    [Function("QueryExports_Get")]
    [RequirePermission(Permissions.DatasetsRead)]
    [Summary("Get an export")]
    [Returns<ExportBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/query/exports/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await FindAsync(request, id, cancellationToken)).Succeeded(out var export, out var refusal) ? request.Ok(await answers.ShowAsync(export, cancellationToken)) : request.Refuse(refusal);

    [Function("QueryExports_Download")]
    [RequirePermission(Permissions.DatasetsRead)]
    [Summary("Download the file of an export")]
    [Returns(StatusCodes.Status200OK, ContentType = "application/octet-stream"), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Download(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/query/exports/{id}/download")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await FindAsync(request, id, cancellationToken)).Succeeded(out var export, out var refusal)
            || !(await exports.OpenAsync(export, cancellationToken)).Succeeded(out var content, out refusal))
            return request.Refuse(refusal);
        var (type, extension) = export.Format switch
        {
            ExportFormat.Csv => ("text/csv; charset=utf-8", "csv"),
            ExportFormat.JsonLines => ("application/x-ndjson", "jsonl"),
            _ => ("application/vnd.apache.parquet", "parquet"),
        };
        return new FileAnswer(content, type, $"{QueryExport.PublicId.Format(export.Id)}.{extension}", export.SizeBytes);
    }

    private async Task<Result<QueryExport>> FindAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        await exports.GetAsync(request.Caller().Workspace, await ids.ReadAsync(request.Caller().Workspace, ResourceIds.Export, id, cancellationToken), cancellationToken);
}
