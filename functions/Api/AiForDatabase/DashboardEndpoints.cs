using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Shared;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiForDatabase;

public sealed class DashboardEndpoints(
    Dashboards.Dashboards dashboards, DashboardRequests requests, DashboardQueries queries, DashboardWriter writer, ResourceIds ids)
{
    [Function("Dashboards_List")]
    [RequirePermission(Permissions.DashboardsRead)]
    [Summary("List dashboards")]
    [QueryParameter("limit", "Dashboards a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<DashboardSummary>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dashboards")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        if (!(await dashboards.ListAsync(workspace, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal))
            return request.Refuse(refusal);
        var shown = await writer.IdsAsync(request, workspace, listed.Items, cancellationToken);
        return request.List<DashboardSummary>([.. listed.Items.Select(dashboard => DashboardSummary.Of(dashboard, shown[dashboard.Id]))], listed.NextCursor);
    }

    [Function("Dashboards_Create")]
    [RequirePermission(Permissions.DashboardsWrite)]
    [Idempotent]
    [Summary("Create a dashboard", Details = "Widgets lie on a grid of 12 columns and must not overlap.")]
    [Accepts<CreateDashboardRequest>]
    [Returns<DashboardBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotAllowedInState)]
    [Example("""
        {"name": "Sales Overview", "description": "Daily sales metrics",
         "widgets": [{"type": "metric", "query_id": "q_abc", "position": {"x": 0, "y": 0, "w": 6, "h": 4}}]}
        """)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/dashboards")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await requests.ReadNewAsync(request, cancellationToken)).Succeeded(out var draft, out var refusal)
            || !(await dashboards.CreateAsync(request.Caller().Workspace, draft, cancellationToken)).Succeeded(out var created, out refusal))
            return request.Refuse(refusal);
        return request.Created(DashboardBody.Of(created, DashboardIds.Underscored.Format(created.Id), await writer.PartsAsync(created, cancellationToken))).WithVersionOf(created);
    }

    [Function("Dashboards_Get")]
    [RequirePermission(Permissions.DashboardsRead)]
    [Summary("Get a dashboard with the current data of all its widgets", Details = """
        Widgets are read in parallel, each with a limit of its own; one that fails has an `error` and keeps none of the others from their `data`. Filters are set by their
        parameters: `?country=Spain`, `?period_from=2026-01-01`.
        """)]
    [QueryParameter("refresh", "true reads all data anew.", Type = typeof(bool))]
    [Returns<DashboardBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dashboards/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await queries.ReadAsync(request, id, cancellationToken)).Succeeded(out var data, out var refusal)
            ? request.Ok(DashboardBody.Of(data.Dashboard, await writer.IdAsync(request, data.Dashboard, cancellationToken), await writer.PartsAsync(data, cancellationToken))).WithVersionOf(data.Dashboard)
            : request.Refuse(refusal);

    [Function("Dashboards_Update")]
    [RequirePermission(Permissions.DashboardsWrite)]
    [Summary("Update a dashboard", Details = """
        What is left away stays as it is. Send the `ETag` that it was read with as `If-Match`: then it is refused where somebody has changed it since.
        """)]
    [Accepts<UpdateDashboardRequest>, Example("""{"name": "Sales, by week"}""")]
    [Returns<DashboardBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.PreconditionFailed)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "v1/dashboards/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var key = await ids.ReadDashboardAsync(request, id, cancellationToken);
        if (!(await requests.ReadChangeAsync(request, cancellationToken)).Succeeded(out var change, out var refusal)
            || !(await dashboards.UpdateAsync(request.Caller().Workspace, key, change, request.ReadVersion(), cancellationToken)).Succeeded(out var updated, out refusal))
            return request.Refuse(refusal);
        return request.Ok(DashboardBody.Of(updated, await writer.IdAsync(request, updated, cancellationToken), await writer.PartsAsync(updated, cancellationToken))).WithVersionOf(updated);
    }

    [Function("Dashboards_Delete")]
    [RequirePermission(Permissions.DashboardsWrite)]
    [Summary("Delete a dashboard", Details = "With its links, reports and snapshots. The queries that it showed stay.")]
    [Returns<DeletedDashboard>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/dashboards/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var key = await ids.ReadDashboardAsync(request, id, cancellationToken);
        return (await dashboards.DeleteAsync(request.Caller().Workspace, key, cancellationToken)).Succeeded(out _, out var refusal)
            ? request.Ok(new DeletedDashboard(id))
            : request.Refuse(refusal);
    }
}
