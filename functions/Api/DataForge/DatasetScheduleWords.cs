using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Schedules as this API has them.</summary>
internal static class DatasetScheduleWords
{
    /// <param name="path">Where the request has it, which is where refusals say that something is wrong.</param>
    public static Result<Schedule> Read(DatasetScheduleBody body, string path) => body switch
    {
        { EveryMinutes: { } minutes, Cron: null } => Checked(new Schedule.Every(TimeSpan.FromMinutes(minutes)), path),
        { EveryMinutes: null, Cron: { } cron } => Checked(new Schedule.Cron(cron, body.TimeZone), path),
        _ => DatasetErrors.Invalid(new FieldError(path, "Give every_minutes or cron.")),
    };

    public static DatasetScheduleBody? Show(Schedule? schedule) => schedule switch
    {
        Schedule.Every every => new DatasetScheduleBody((int)every.Interval.TotalMinutes),
        Schedule.Cron cron => new DatasetScheduleBody(null, cron.Expression, cron.TimeZone),
        _ => null,
    };

    private static Result<Schedule> Checked(Schedule schedule, string path) => schedule.Check() is { } wrong
        ? wrong.At(("$.interval", $"{path}.every_minutes"), ("$.cron_expression", $"{path}.cron"), ("$.time_zone", $"{path}.time_zone"))
        : schedule;
}
