using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Webhooks;

namespace FunctionsPlatform.Dashboards;

/// <summary>Makes the snapshot of a report that is due, and tells of it.</summary>
public sealed class ReportRuns(DashboardStore dashboards, DashboardReports reports, DashboardSnapshots snapshots, Webhooks.Webhooks webhooks)
{
    /// <summary>The snapshot; null when the report or its dashboard has gone. The same run again makes the same snapshot anew, and is told of once.</summary>
    public async Task<DashboardSnapshot?> RunAsync(ReportRun run, CancellationToken cancellationToken)
    {
        var workspace = new WorkspaceId(run.Workspace);
        if (await reports.FindAsync(workspace, run.Report, cancellationToken) is not { } report
            || await dashboards.FindAsync(report.Workspace, report.DashboardId, cancellationToken) is not { } dashboard)
            return null;
        var snapshot = await snapshots.TakeAsync(dashboard, run.Snapshot, report.Id, cancellationToken);
        await webhooks.AnnounceAsync(workspace, Event(report, snapshot), cancellationToken);
        return snapshot;
    }

    private static WebhookEvent Event(DashboardReport report, DashboardSnapshot snapshot)
    {
        var (dashboardId, snapshotId) = (Dashboard.PublicId.Format(report.DashboardId), DashboardSnapshot.PublicId.Format(snapshot.Id));
        var data = new JsonObject
        {
            ["dashboard_id"] = dashboardId,
            ["report_id"] = DashboardReport.PublicId.Format(report.Id),
            ["report_name"] = report.Name,
            ["snapshot_id"] = snapshotId,
            ["snapshot_path"] = $"/v1/dashboards/{dashboardId}/snapshots/{snapshotId}",
            ["widgets"] = snapshot.Widgets,
            ["failed_widgets"] = snapshot.FailedWidgets,
        };
        return new WebhookEvent(WebhookEvent.IdOf(snapshot.Id, EventTypes.ReportGenerated), EventTypes.ReportGenerated, snapshot.CreatedAt, data);
    }
}
