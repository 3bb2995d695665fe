using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <summary>The same dashboards under the base address that self-hosted instances have: what another API does not have there too.</summary>
public sealed class SelfHostedDashboardEndpoints(
    DashboardEndpoints dashboards, DashboardPageEndpoints pages, DashboardShareEndpoints shares, DashboardReportEndpoints reports, DashboardSnapshotEndpoints snapshots)
{
    [Function("SelfHostedDashboards_Update"), SameAs<DashboardEndpoints>(nameof(DashboardEndpoints.Update))]
    public Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/dashboards/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        dashboards.Update(request, id, cancellationToken);

    [Function("SelfHostedDashboards_View"), SameAs<DashboardPageEndpoints>(nameof(DashboardPageEndpoints.View))]
    public Task<IActionResult> View(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/dashboards/{id}/view")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        pages.View(request, id, cancellationToken);

    [Function("SelfHostedDashboards_Share"), SameAs<DashboardShareEndpoints>(nameof(DashboardShareEndpoints.Create))]
    public Task<IActionResult> Share(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/dashboards/{id}/share")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        shares.Create(request, id, cancellationToken);

    [Function("SelfHostedDashboards_Shares"), SameAs<DashboardShareEndpoints>(nameof(DashboardShareEndpoints.List))]
    public Task<IActionResult> Shares(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/dashboards/{id}/shares")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        shares.List(request, id, cancellationToken);

    [Function("SelfHostedDashboards_Withdraw"), SameAs<DashboardShareEndpoints>(nameof(DashboardShareEndpoints.Delete))]
    public Task<IActionResult> Withdraw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/dashboards/{id}/shares/{shareId}")] HttpRequest request,
        string id,
        string shareId,
        CancellationToken cancellationToken) =>
        shares.Delete(request, id, shareId, cancellationToken);

    [Function("SelfHostedDashboards_Report"), SameAs<DashboardReportEndpoints>(nameof(DashboardReportEndpoints.Create))]
    public Task<IActionResult> Report(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/dashboards/{id}/reports")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        reports.Create(request, id, cancellationToken);

    [Function("SelfHostedDashboards_Reports"), SameAs<DashboardReportEndpoints>(nameof(DashboardReportEndpoints.List))]
    public Task<IActionResult> Reports(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/dashboards/{id}/reports")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        reports.List(request, id, cancellationToken);

    [Function("SelfHostedDashboards_StopReport"), SameAs<DashboardReportEndpoints>(nameof(DashboardReportEndpoints.Delete))]
    public Task<IActionResult> StopReport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/dashboards/{id}/reports/{reportId}")] HttpRequest request,
        string id,
        string reportId,
        CancellationToken cancellationToken) =>
        reports.Delete(request, id, reportId, cancellationToken);

    [Function("SelfHostedDashboards_Keep"), SameAs<DashboardSnapshotEndpoints>(nameof(DashboardSnapshotEndpoints.Create))]
    public Task<IActionResult> Keep(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/dashboards/{id}/snapshots")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        snapshots.Create(request, id, cancellationToken);

    [Function("SelfHostedDashboards_Snapshots"), SameAs<DashboardSnapshotEndpoints>(nameof(DashboardSnapshotEndpoints.List))]
    public Task<IActionResult> Snapshots(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/dashboards/{id}/snapshots")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        snapshots.List(request, id, cancellationToken);

    [Function("SelfHostedDashboards_Snapshot"), SameAs<DashboardSnapshotEndpoints>(nameof(DashboardSnapshotEndpoints.Get))]
    public Task<IActionResult> Snapshot(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/dashboards/{id}/snapshots/{snapshotId}")] HttpRequest request,
        string id,
        string snapshotId,
        CancellationToken cancellationToken) =>
        snapshots.Get(request, id, snapshotId, cancellationToken);
}
