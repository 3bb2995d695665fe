using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Monitors;

public sealed class MonitorTriggers(DueMonitors due)
{
    [Function("Monitors_OnSchedule")]
    public Task OnScheduleAsync([TimerTrigger("*/10 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => due.RunAsync(cancellationToken);

    [Function("Monitors_OnExpiry")]
    public Task OnExpiryAsync([TimerTrigger("0 52 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) => due.ClearExpiredAsync(cancellationToken);
}
