using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Dashboards;

/// <summary>Table <c>DashboardReports</c>: partition = workspace, row = id, newest first. When each is due stands in table <c>ReportSchedules</c>.</summary>
public sealed class DashboardReports(PlatformStorage storage, ReportQueue queue, Ids ids, TimeProvider clock)
{
    /// <summary>Reports of one dashboard.</summary>
    public const int Most = 20;

    private const int AtATime = 100;

    private readonly Timetable _schedules = new(storage, "ReportSchedules");

    public async Task<Result<DashboardReport>> CreateAsync(Dashboard dashboard, string name, string cron, string timeZone, CancellationToken cancellationToken)
    {
        var schedule = new Schedule.Cron(cron, timeZone);
        if (schedule.Check() is { } invalid)
            return invalid;
        if ((await ListAsync(dashboard, cancellationToken)).Count >= Most)
            return DashboardErrors.TooManyReports(Most);
        var report = new DashboardReport(ids.New(), dashboard.Workspace, dashboard.Id, name, cron, timeZone, clock.GetUtcNow());
        var row = new TableEntity(dashboard.Workspace.ToString(), RowKeys.NewestFirst(report.Id)) { ["DashboardId"] = dashboard.Id };
        row.SetJson("Report", report);
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        var set = await _schedules.SetAsync(dashboard.Workspace, report.Id, schedule, MissedRuns.RunOnce, clock.GetUtcNow(), cancellationToken);
        return report with { NextDueAt = set.Value.NextDueAt };
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<DashboardReport>> ListAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        var ofDashboard = TableClient.CreateQueryFilter($"DashboardId eq {dashboard.Id}");
        var rows = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(dashboard.Workspace.ToString(), Most, null, cancellationToken, ofDashboard);
        return await Task.WhenAll(rows.Value.Items.Select(Read).Select(async report =>
            report with { NextDueAt = (await _schedules.FindAsync(report.Id, cancellationToken))?.NextDueAt }));
    }

    public async Task<DashboardReport?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken) is { } row ? Read(row) : null;

    public async Task<Result<DashboardReport>> RemoveAsync(Dashboard dashboard, Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(dashboard.Workspace, id, cancellationToken) is not { } report || report.DashboardId != dashboard.Id)
            return DashboardErrors.ReportNotFound;
        await _schedules.RemoveAsync(id, cancellationToken);
        await (await TableAsync(cancellationToken)).RemoveAsync(dashboard.Workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken);
        return report;
    }

    public async Task RemoveAllAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        foreach (var report in await ListAsync(dashboard, cancellationToken))
            await RemoveAsync(dashboard, report.Id, cancellationToken);
    }

    /// <summary>Queues what is due.</summary>
    /// <param name="failed">Told of the report that could not be queued; it stays due.</param>
    public Task QueueDueAsync(Action<Exception, Guid> failed, CancellationToken cancellationToken) => _schedules.Due.StartAsync(
        clock, AtATime, due => queue.SendAsync(new ReportRun(due.Workspace.Value, due.Id, due.RunId), cancellationToken), failed, cancellationToken);

    private static DashboardReport Read(TableEntity row) => row.GetJson<DashboardReport>("Report")!;

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("DashboardReports", cancellationToken);
}
