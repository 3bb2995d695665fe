using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Dashboards;

/// <summary>What makes reports without a request.</summary>
public sealed partial class DashboardTriggers(DashboardReports reports, ReportRuns runs, ILogger<DashboardTriggers> logger)
{
    [Function("Dashboards_OnSchedule")]
    public Task OnScheduleAsync([TimerTrigger("*/15 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        reports.QueueDueAsync((failure, report) => Log.NotQueued(logger, failure, report), cancellationToken);

    [Function("Dashboards_OnReport")]
    public Task OnReportAsync([QueueTrigger("%ReportQueue%", Connection = "DataStorage")] ReportRun run, CancellationToken cancellationToken) =>
        runs.RunAsync(run, cancellationToken);

    [Function("Dashboards_OnReportPoison")]
    public void OnReportPoison([QueueTrigger("%ReportQueue%-poison", Connection = "DataStorage")] ReportRun run) => Log.NotMade(logger, run.Report, run.Snapshot);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A report that is due could not be queued; tried again in some minutes. Report: {Report}")]
        public static partial void NotQueued(ILogger logger, Exception exception, Guid report);

        [LoggerMessage(2, LogLevel.Error, "A report was tried several times and could not be made; the next one is made when it is due. Report: {Report}, snapshot: {Snapshot}")]
        public static partial void NotMade(ILogger logger, Guid report, Guid snapshot);
    }
}
