using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FunctionsPlatform.Dashboards;

namespace FunctionsPlatform.Api.Shared;

/// <param name="Cron">Five fields: <c>0 8 * * 1</c> is Mondays at eight.</param>
/// <param name="Timezone">An IANA name.</param>
public sealed record CreateReportRequest([property: StringLength(100)] string Cron, [property: StringLength(100)] string Timezone = "UTC", [property: StringLength(200)] string? Name = null);

public sealed record ReportBody(string ReportId, string Name, string Cron, string Timezone, DateTimeOffset CreatedAt, DateTimeOffset? NextDueAt)
{
    internal static ReportBody Of(DashboardReport report) =>
        new(DashboardIds.Report.Format(report.Id), report.Name, report.Cron, report.TimeZone, report.CreatedAt, report.NextDueAt);
}

public sealed record DeletedReport(string ReportId, bool Deleted = true);

/// <param name="ReportId">The report that it was made for; absent when somebody asked for it.</param>
/// <param name="FailedWidgets">How many of its widgets show an error.</param>
public sealed record SnapshotBody(
    string SnapshotId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ReportId,
    DateTimeOffset CreatedAt,
    long SizeBytes,
    int Widgets,
    int FailedWidgets)
{
    internal static SnapshotBody Of(DashboardSnapshot snapshot) => new(
        DashboardIds.Snapshot.Format(snapshot.Id),
        snapshot.ReportId is { } report ? DashboardIds.Report.Format(report) : null,
        snapshot.CreatedAt,
        snapshot.SizeBytes,
        snapshot.Widgets,
        snapshot.FailedWidgets);
}
