using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Dashboards;

public sealed partial class DashboardTriggers(DashboardReports reports, ReportRuns runs, ILogger<DashboardTriggers> logger)
{
    /// <summary>Makes the snapshots of reports that are due.</summary>
    [Function("Dashboards_OnSchedule")]
    public Task OnScheduleAsync([TimerTrigger("*/15 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        reports.RunDueAsync(due => runs.RunAsync(due, cancellationToken), (failure, report) => Log.NotMade(logger, failure, report), cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The snapshot of a report could not be made; tried again in some minutes. Report: {Report}")]
        public static partial void NotMade(ILogger logger, Exception exception, Guid report);
    }
}
