using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Schedules in the words of this API: a cron expression, and in the configuration what cron cannot say.</summary>
internal static class SmithSchedules
{
    private const string EveryPrefix = "@every ";
    private const string Utc = "UTC";

    private static readonly (string From, string To)[] Places =
        [("$.cron_expression", "$.schedule"), ("$.time_zone", "$.config.schedule_time_zone"), ("$.interval", "$.config.@every")];

    /// <returns>Null when the request says nothing of a schedule.</returns>
    public static Result<Schedule?> Read(string? schedule, SmithSyncConfig? config, Schedule before)
    {
        var (cron, every) = schedule?.StartsWith(EveryPrefix, StringComparison.Ordinal) == true ? ("", schedule[EveryPrefix.Length..]) : (schedule, config?.Every);
        var given = new[] { Is(cron), Is(every), config?.AfterSyncId is not null }.Count(said => said);
        if (given > 1)
            return Wrong("$.schedule", "Give one of schedule, config.@every and config.after_sync_id.");
        if (Is(every))
            return ReadInterval(every!);
        if (config?.AfterSyncId is { } after)
            return new Schedule.After(after);
        if (Is(cron) || (config?.ScheduleTimeZone is not null && before is Schedule.Cron))
            return Checked(CronOf(cron, config, before as Schedule.Cron));
        return schedule is null && every is null ? Result.Of<Schedule?>(null) : new Schedule.Manual();
    }

    public static string ShowCron(Schedule schedule) => schedule is Schedule.Cron cron ? cron.Expression : "";

    public static string? ShowZone(Schedule schedule) => schedule is Schedule.Cron { TimeZone: not Utc } cron ? cron.TimeZone : null;

    public static string? ShowEvery(Schedule schedule) => schedule is Schedule.Every every ? IntervalText.Write(every.Interval) : null;

    private static Result<Schedule?> ReadInterval(string text)
    {
        if (IntervalText.Read(text) is not { } every)
            return Wrong("$.config.@every", "An interval is written as 90m, 1h30m or 2d.");
        return Checked(new Schedule.Every(every));
    }

    private static Schedule.Cron CronOf(string? text, SmithSyncConfig? config, Schedule.Cron? before) =>
        new(Is(text) ? text! : before!.Expression, config?.ScheduleTimeZone ?? before?.TimeZone ?? Utc);

    private static Result<Schedule?> Checked(Schedule schedule) => schedule.Check() is { } wrong ? wrong.At(Places) : schedule;

    private static bool Is(string? text) => !string.IsNullOrWhiteSpace(text);

    private static ApiError Wrong(string path, string message) => RequestErrors.BrokenRules([new FieldError(path, message)]);
}
