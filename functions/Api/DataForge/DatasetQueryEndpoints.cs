using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>SQL, or a question, over datasets.</summary>
public sealed class DatasetQueryEndpoints(DatasetQueries queries, DatasetQuestions questions, ResourceIds ids, TimeProvider clock)
{
    [Function("DatasetQueries_Run")]
    [RequirePermission(Permissions.DatasetsRead)]
    [Summary(
        "Run a query over a dataset",
        Details = "One SELECT of DuckDB's SQL. Every dataset of the workspace is a table by its name; files, other databases and settings are out of reach. "
            + "With `question` in place of `query`, a question in plain language. For results beyond the limit start an export.")]
    [Accepts<DatasetQueryRequest>]
    [Returns<QueryBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.QueryFailed, ErrorKind.NotAllowedInState)]
    [Example("""{"dataset_id": "ds-123456", "query": "SELECT * FROM sales WHERE date >= '2023-01-01'", "limit": 1000}""")]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/query")] HttpRequest request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        if (!(await request.ReadJsonAsync<DatasetQueryRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var workspace = request.Caller().Workspace;
        var dataset = await ids.ReadAsync(workspace, ResourceIds.Dataset, body.DatasetId, cancellationToken);
        TranslatedQuestion? asked = null;
        if (body.Question is { } question && !(await questions.TranslateAsync(workspace, dataset, question, cancellationToken)).Succeeded(out asked, out refusal))
            return request.Refuse(refusal);
        return (await queries.ReadAsync(workspace, dataset, asked?.Sql ?? body.Query!, new ReadLimits(queries.Timeout, body.Limit), request.HttpContext.RequestAborted)).Succeeded(out var reader, out refusal)
            ? await QueryAnswer.BeginAsync(request, body.DatasetId, reader, clock, started, request.HttpContext.RequestAborted, asked)
            : request.Refuse(refusal);
    }
}
