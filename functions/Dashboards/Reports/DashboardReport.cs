using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Dashboards;

/// <summary>A schedule by which snapshots of a dashboard are kept.</summary>
/// <param name="Cron">Five fields.</param>
/// <param name="TimeZone">An IANA name.</param>
public sealed record DashboardReport(Guid Id, WorkspaceId Workspace, Guid DashboardId, string Name, string Cron, string TimeZone, DateTimeOffset CreatedAt)
{
    public static PublicId PublicId { get; } = new("report", "rep_");

    public DateTimeOffset? NextDueAt { get; init; }
}

/// <summary>A page with all of its data, as it was.</summary>
/// <param name="ReportId">The report that made it; null for one that somebody asked for.</param>
/// <param name="FailedWidgets">Widgets that show an error in it.</param>
public sealed record DashboardSnapshot(Guid Id, Guid DashboardId, Guid? ReportId, DateTimeOffset CreatedAt, long SizeBytes, int Widgets, int FailedWidgets)
{
    public static PublicId PublicId { get; } = new("snapshot", "snap_");
}
