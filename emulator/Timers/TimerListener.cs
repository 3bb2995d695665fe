using Emulator.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Emulator.Timers;

/// <summary>Runs one timer function at its times, never two runs at once.</summary>
internal sealed partial class TimerListener(
    HostedFunction function, TimerSchedule schedule, TimerMonitor? monitor, FunctionRunner runner, TimeProvider clock, ILogger logger)
{
    // Longer waits are waited in parts: timers of the system end at 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private DateTime Now => clock.LocalNow();

    public async Task RunAsync(bool runOnStartup, CancellationToken stopping)
    {
        var now = Now;
        if (monitor is not null && await monitor.IsPastDueAsync(now, stopping))
            await FireAsync(now, isPastDue: true, stopping);
        else if (runOnStartup)
            await FireAsync(now, isPastDue: false, stopping);

        while (true)
        {
            var next = schedule.Next(Now);
            await WaitUntilAsync(next, stopping);
            await FireAsync(next, isPastDue: false, stopping);
        }
    }

    private async Task WaitUntilAsync(DateTime time, CancellationToken stopping)
    {
        for (var left = time - Now; left > TimeSpan.Zero; left = time - Now)
            await Task.Delay(left < LongestWait ? left : LongestWait, clock, stopping);
    }

    private async Task FireAsync(DateTime time, bool isPastDue, CancellationToken stopping)
    {
        var timer = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = monitor?.Status };
        try
        {
            await runner.RunAsync(function, new TimerTriggerData(timer), stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Log.Failed(logger, exception, function.Name);
        }

        if (monitor is not null)
            await monitor.RecordAsync(time, stopping);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} failed; it runs again at its next time")]
        public static partial void Failed(ILogger logger, Exception exception, string function);
    }
}
