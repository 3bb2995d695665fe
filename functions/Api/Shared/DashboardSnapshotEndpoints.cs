using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace FunctionsPlatform.Api.Shared;

/// <summary>Pages of a dashboard as it was.</summary>
public sealed class DashboardSnapshotEndpoints(DashboardQueries queries, DashboardSnapshots snapshots, Ids ids)
{
    [Function("DashboardSnapshots_Create")]
    [RequirePermission(Permissions.DashboardsWrite)]
    [Idempotent]
    [Summary("Keep a snapshot of a dashboard now")]
    [Returns<SnapshotBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/dashboards/{id}/snapshots")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await queries.FindAsync(request, id, cancellationToken)).Succeeded(out var dashboard, out var refusal)
            ? request.Created(SnapshotBody.Of(await snapshots.TakeAsync(dashboard, ids.New(), null, cancellationToken)))
            : request.Refuse(refusal);

    [Function("DashboardSnapshots_List")]
    [RequirePermission(Permissions.DashboardsRead)]
    [Summary("List the snapshots of a dashboard", Details = "Newest first, as many as `Dashboards__SnapshotsKept` lets be kept.")]
    [Returns<SnapshotBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dashboards/{id}/snapshots")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await queries.FindAsync(request, id, cancellationToken)).Succeeded(out var dashboard, out var refusal)
            ? request.List<SnapshotBody>([.. (await snapshots.ListAsync(dashboard, cancellationToken)).Select(SnapshotBody.Of)])
            : request.Refuse(refusal);

    [Function("DashboardSnapshots_Get")]
    [RequirePermission(Permissions.DashboardsRead)]
    [Summary("Download a snapshot", Details = "One HTML document with its data, styles and scripts, which needs nothing from anywhere.")]
    [Returns(StatusCodes.Status200OK, ContentType = "text/html"), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dashboards/{id}/snapshots/{snapshotId}")] HttpRequest request,
        string id,
        string snapshotId,
        CancellationToken cancellationToken)
    {
        if (!(await queries.FindAsync(request, id, cancellationToken)).Succeeded(out var dashboard, out var refusal)
            || !(await snapshots.ReadAsync(dashboard, DashboardIds.Snapshot.Read(snapshotId), cancellationToken)).Succeeded(out var page, out refusal))
            return request.Refuse(refusal);
        return new ApiResponse(StatusCodes.Status200OK, "text/html; charset=utf-8", page)
            .WithHeader(HeaderNames.ContentDisposition, $"attachment; filename=\"{snapshotId}.html\"")
            .WithHeader(HeaderNames.CacheControl, "private, no-store");
    }
}
