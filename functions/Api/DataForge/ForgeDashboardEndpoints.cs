using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Api.Shared;
using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Dashboards of this product. <see cref="SharedDashboardEndpoints"/> has their addresses.</summary>
public sealed class ForgeDashboardEndpoints(
    Dashboards.Dashboards dashboards, DashboardRequests requests, DashboardQueries queries, DashboardWriter writer, ResourceIds ids)
{
    [RequirePermission(Permissions.DashboardsRead)]
    [Summary("List dashboards")]
    [QueryParameter("limit", "Dashboards a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<ForgeDashboardSummary>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        if (!(await dashboards.ListAsync(workspace, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal))
            return request.Refuse(refusal);
        var shown = await writer.IdsAsync(request, workspace, listed.Items, cancellationToken);
        return request.List<ForgeDashboardSummary>([.. listed.Items.Select(dashboard => ForgeDashboardSummary.Of(dashboard, shown[dashboard.Id]))], listed.NextCursor);
    }

    [RequirePermission(Permissions.DashboardsWrite)]
    [Idempotent]
    [Summary("Create a dashboard", Details = "Widgets lie on a grid of 12 columns and must not overlap.")]
    [Accepts<CreateDashboardRequest>]
    [Returns<ForgeDashboardBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotAllowedInState)]
    [Example("""
        {"name": "Revenue", "widgets": [{"type": "line", "query_id": "q_abc", "position": {"x": 0, "y": 0, "w": 12, "h": 5}, "display": {"x": "week", "y": ["revenue"]}}]}
        """)]
    public async Task<IActionResult> Create(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await requests.ReadNewAsync(request, cancellationToken)).Succeeded(out var draft, out var refusal)
            || !(await dashboards.CreateAsync(request.Caller().Workspace, draft, cancellationToken)).Succeeded(out var created, out refusal))
            return request.Refuse(refusal);
        return request.Created(ForgeDashboardBody.Of(created, DashboardIds.Dashed.Format(created.Id), await writer.PartsAsync(created, cancellationToken))).WithVersionOf(created);
    }

    [RequirePermission(Permissions.DashboardsRead)]
    [Summary("Get a dashboard with the current data of all its widgets", Details = """
        Widgets are read in parallel, each with a limit of its own; one that fails has an `error` and keeps none of the others from their `data`. Filters are set by their
        parameters: `?country=Spain`, `?period_from=2026-01-01`.
        """)]
    [QueryParameter("refresh", "true reads all data anew.", Type = typeof(bool))]
    [Returns<ForgeDashboardBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await queries.ReadAsync(request, id, cancellationToken)).Succeeded(out var data, out var refusal)
            ? request.Ok(ForgeDashboardBody.Of(data.Dashboard, await writer.IdAsync(request, data.Dashboard, cancellationToken), await writer.PartsAsync(data, cancellationToken))).WithVersionOf(data.Dashboard)
            : request.Refuse(refusal);

    [RequirePermission(Permissions.DashboardsWrite)]
    [Summary("Replace a dashboard", Details = """
        Given as a whole; its links, reports and snapshots stay. Send the `ETag` that it was read with as `If-Match`: then it is refused where somebody has changed it since.
        """)]
    [Accepts<CreateDashboardRequest>, Example("""{"name": "Revenue", "widgets": []}""")]
    [Returns<ForgeDashboardBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.PreconditionFailed)]
    public async Task<IActionResult> Replace(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var key = await ids.ReadDashboardAsync(request, id, cancellationToken);
        if (!(await requests.ReadNewAsync(request, cancellationToken)).Succeeded(out var draft, out var refusal)
            || !(await dashboards.UpdateAsync(request.Caller().Workspace, key, DashboardChange.To(draft), request.ReadVersion(), cancellationToken)).Succeeded(out var replaced, out refusal))
            return request.Refuse(refusal);
        return request.Ok(ForgeDashboardBody.Of(replaced, await writer.IdAsync(request, replaced, cancellationToken), await writer.PartsAsync(replaced, cancellationToken))).WithVersionOf(replaced);
    }

    [RequirePermission(Permissions.DashboardsWrite)]
    [Summary("Delete a dashboard", Details = "With its links, reports and snapshots. The queries that it showed stay.")]
    [Returns(StatusCodes.Status204NoContent), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var key = await ids.ReadDashboardAsync(request, id, cancellationToken);
        return (await dashboards.DeleteAsync(request.Caller().Workspace, key, cancellationToken)).Succeeded(out _, out var refusal)
            ? ApiResponse.Empty(StatusCodes.Status204NoContent)
            : request.Refuse(refusal);
    }
}
