using Emulator.Hosting;
using Emulator.Hosting.Settings;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Emulator.Timers;

/// <summary>Runs all timer functions. One whose schedule cannot be read is reported and left out; the others run.</summary>
internal sealed partial class TimerListeners(
    FunctionCatalog functions,
    FunctionRunner runner,
    EmulatorSettings settings,
    IConfiguration configuration,
    TimeProvider clock,
    ILogger<TimerListeners> logger) : BackgroundService
{
    private readonly TimerStatusStore _store = new(Path.Combine(settings.DataDirectory, "timers"));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(functions.Timer.Select(function => Task.Run(() => ListenAsync(function, stoppingToken), stoppingToken)));

    private Task ListenAsync(HostedFunction function, CancellationToken stopping)
    {
        var trigger = (TimerTriggerAttribute)function.Trigger.Attribute;
        try
        {
            var schedule = TimerSchedule.Parse(SettingReferences.Resolve(trigger.Schedule, configuration));
            var isMonitored = trigger.UseMonitor && schedule.CanBeMonitored(clock.LocalNow());
            var monitor = isMonitored ? new TimerMonitor(function.Name, schedule, _store) : null;
            return new TimerListener(function, schedule, monitor, runner, clock, logger).RunAsync(trigger.RunOnStartup, stopping);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            Log.NotScheduled(logger, function.Name, exception.Message);
            return Task.CompletedTask;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} never runs: {Problem}")]
        public static partial void NotScheduled(ILogger logger, string function, string problem);
    }
}
