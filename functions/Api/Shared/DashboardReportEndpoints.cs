using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Shared;

/// <summary>Schedules by which snapshots of a dashboard are made.</summary>
public sealed class DashboardReportEndpoints(DashboardQueries queries, DashboardReports reports)
{
    [Function("DashboardReports_Create")]
    [RequirePermission(Permissions.DashboardsWrite)]
    [Idempotent]
    [Summary("Schedule a report", Details = "Each time that it is due, a snapshot of the dashboard is kept: a page with all of its data.")]
    [Accepts<CreateReportRequest>, Example("""{"cron": "0 8 * * 1", "timezone": "Europe/Berlin", "name": "Monday figures"}""")]
    [Returns<ReportBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/dashboards/{id}/reports")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateReportRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await queries.FindAsync(request, id, cancellationToken)).Succeeded(out var dashboard, out refusal))
            return request.Refuse(refusal);
        return (await reports.CreateAsync(dashboard, body.Name ?? dashboard.Name, body.Cron, body.Timezone, cancellationToken)).Succeeded(out var report, out refusal)
            ? request.Created(ReportBody.Of(report))
            : request.Refuse(refusal);
    }

    [Function("DashboardReports_List")]
    [RequirePermission(Permissions.DashboardsRead)]
    [Summary("List the reports of a dashboard", Details = "At most 20, newest first.")]
    [Returns<ReportBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dashboards/{id}/reports")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await queries.FindAsync(request, id, cancellationToken)).Succeeded(out var dashboard, out var refusal)
            ? request.List<ReportBody>([.. (await reports.ListAsync(dashboard, cancellationToken)).Select(ReportBody.Of)])
            : request.Refuse(refusal);

    [Function("DashboardReports_Delete")]
    [RequirePermission(Permissions.DashboardsWrite)]
    [Summary("Stop a report", Details = "The snapshots that it made stay.")]
    [Returns<DeletedReport>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/dashboards/{id}/reports/{reportId}")] HttpRequest request,
        string id,
        string reportId,
        CancellationToken cancellationToken) =>
        (await queries.FindAsync(request, id, cancellationToken)).Succeeded(out var dashboard, out var refusal)
            && (await reports.RemoveAsync(dashboard, DashboardIds.Report.Read(reportId), cancellationToken)).Succeeded(out _, out refusal)
            ? request.Ok(new DeletedReport(reportId))
            : request.Refuse(refusal);
}
