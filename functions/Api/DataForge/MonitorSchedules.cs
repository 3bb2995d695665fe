using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Schedules of monitors as callers write them.</summary>
internal static class MonitorSchedules
{
    private const string EveryPrefix = "@every ";

    public static Result<Schedule> Read(string text, string timeZone)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new Schedule.Manual();
        if (!text.StartsWith(EveryPrefix, StringComparison.Ordinal))
            return new Schedule.Cron(text, timeZone);
        return IntervalText.Read(text[EveryPrefix.Length..]) is { } every
            ? new Schedule.Every(every)
            : RequestErrors.BrokenRules([new FieldError("$.schedule", "An interval is written as @every 90m, @every 1h30m or @every 2d.")]);
    }

    public static string Write(Schedule schedule) => schedule switch
    {
        Schedule.Cron cron => cron.Expression,
        Schedule.Every every => EveryPrefix + IntervalText.Write(every.Interval),
        _ => "",
    };
}
