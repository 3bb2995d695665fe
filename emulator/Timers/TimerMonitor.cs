using Microsoft.Azure.Functions.Worker;

namespace Emulator.Timers;

/// <summary>Remembers a timer's runs, so that one missed while the host was down is noticed.</summary>
internal sealed class TimerMonitor(string function, TimerSchedule schedule, TimerStatusStore store)
{
    public ScheduleStatus Status { get; private set; } = new();

    /// <summary>Reads the status and says whether a run has been missed. A schedule that was changed meanwhile has missed none.</summary>
    public async Task<bool> IsPastDueAsync(DateTime now, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(function, cancellationToken) is not { } status)
        {
            await SaveAsync(new ScheduleStatus { Next = schedule.Next(now) }, cancellationToken);
            return false;
        }

        Status = status;
        if (IsOfAnotherSchedule(status))
            await SaveAsync(new ScheduleStatus { Next = schedule.Next(now), LastUpdated = status.LastUpdated }, cancellationToken);
        return now > Status.Next;
    }

    /// <summary>Records a run that has ended.</summary>
    public Task RecordAsync(DateTime ranAt, CancellationToken cancellationToken) =>
        SaveAsync(new ScheduleStatus { Last = ranAt, LastUpdated = ranAt, Next = schedule.Next(ranAt) }, cancellationToken);

    private bool IsOfAnotherSchedule(ScheduleStatus status) =>
        schedule.Next(status.Last == default ? status.Next.AddSeconds(-1) : status.Last) != status.Next;

    private Task SaveAsync(ScheduleStatus status, CancellationToken cancellationToken)
    {
        Status = status;
        return store.WriteAsync(function, status, cancellationToken);
    }
}
