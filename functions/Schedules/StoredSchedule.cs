namespace FunctionsPlatform.Schedules;

/// <summary>A schedule as JSON in storage: one of <see cref="Every"/>, <see cref="Cron"/> and <see cref="After"/> has a value, or none.</summary>
public sealed record StoredSchedule(TimeSpan? Every = null, string? Cron = null, string? TimeZone = null, Guid? After = null)
{
    public static StoredSchedule Of(Schedule schedule) => schedule switch
    {
        Schedule.Every interval => new(Every: interval.Interval),
        Schedule.Cron cron => new(Cron: cron.Expression, TimeZone: cron.TimeZone),
        Schedule.After after => new(After: after.Id),
        _ => new(),
    };

    public Schedule ToSchedule() =>
        Every is { } every ? new Schedule.Every(every)
        : Cron is { } cron ? new Schedule.Cron(cron, TimeZone!)
        : After is { } after ? new Schedule.After(after)
        : new Schedule.Manual();
}
