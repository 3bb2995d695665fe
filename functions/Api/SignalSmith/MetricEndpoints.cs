using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Knowledge;
using FunctionsPlatform.Knowledge.Import;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Numbers that questions ask for by name. Beyond what the product's documents have.</summary>
public sealed class MetricEndpoints(Definitions<Metric> metrics, KnowledgeImport import)
{
    [Function("SmithMetrics_List")]
    [RequirePermission(Permissions.ModelsRead)]
    [Summary("List the metrics of a workspace")]
    [PageNumber, PageSize("Metrics")]
    [Returns<MetricBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/metrics")] HttpRequest request,
        CancellationToken cancellationToken) =>
        request.ListOrPage<MetricBody>([.. (await metrics.ListAsync(request.Caller().Workspace, cancellationToken)).Select(MetricBody.Of)]);

    [Function("SmithMetrics_Create")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Idempotent]
    [Summary("Define a metric", Details = "Questions over the connection that say its name, or a synonym, are answered with its aggregate over its rows.")]
    [Accepts<CreateMetricRequest>]
    [Returns<MetricBody>(StatusCodes.Status201Created), Fails(ErrorKind.Conflict, ErrorKind.NotAllowedInState)]
    [Example("""
        {"connection_id": "01936f00-0000-7000-8000-000000000001", "name": "revenue", "synonyms": ["sales"],
         "table": "orders", "aggregate": "sum", "column": "amount", "filters": [{"column": "status", "operator": "=", "value": "paid"}]}
        """)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/metrics")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateMetricRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        return request.CreatedOrRefuse(
            await metrics.CreateAsync(request.Caller().Workspace, body.ConnectionId, body.ToMetric(), cancellationToken), MetricBody.Of, SmithErrors.OfKnowledge);
    }

    [Function("SmithMetrics_Get")]
    [RequirePermission(Permissions.ModelsRead)]
    [Summary("Get a metric")]
    [Returns<MetricBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/metrics/{metricId}")] HttpRequest request,
        string metricId,
        CancellationToken cancellationToken) =>
        request.OkOrRefuse(await metrics.GetAsync(request.Caller().Workspace, SmithIds.Read(metricId), cancellationToken), MetricBody.Of);

    [Function("SmithMetrics_Update")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("Replace a metric", Details = "Given as a whole; its connection stays.")]
    [Accepts<UpdateMetricRequest>, Example("""{"name": "revenue", "table": "orders", "aggregate": "sum", "column": "amount"}""")]
    [Returns<MetricBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.Conflict)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/workspaces/{workspaceId}/metrics/{metricId}")] HttpRequest request,
        string metricId,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<UpdateMetricRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        return request.OkOrRefuse(
            await metrics.UpdateAsync(request.Caller().Workspace, SmithIds.Read(metricId), body.ToMetric(), cancellationToken), MetricBody.Of, SmithErrors.OfKnowledge);
    }

    [Function("SmithMetrics_Delete")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("Delete a metric")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/metrics/{metricId}")] HttpRequest request,
        string metricId,
        CancellationToken cancellationToken) =>
        request.DeletedOrRefuse(await metrics.DeleteAsync(request.Caller().Workspace, SmithIds.Read(metricId), cancellationToken));

    [Function("SmithMetrics_Import")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Idempotent]
    [Summary(
        "Import metrics and names from dbt or Cube",
        Details = "Simple metrics over columns, and the names of tables and columns, are taken over in place of those of the same name. The answer tells of every other item why it was skipped.")]
    [Accepts<ImportKnowledgeRequest>]
    [Returns<ImportBody>(StatusCodes.Status200OK)]
    [Example("""
        {"connection_id": "01936f00-0000-7000-8000-000000000001",
         "content": "cubes:\n  - name: orders\n    sql_table: public.orders\n    measures:\n      - name: revenue\n        type: sum\n        sql: amount\n"}
        """)]
    public async Task<IActionResult> Import(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/metrics/import")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<ImportKnowledgeRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        return request.OkOrRefuse(
            await import.ImportAsync(request.Caller().Workspace, body.ConnectionId, body.Content, cancellationToken), ImportBody.Of, SmithErrors.OfKnowledge);
    }
}
