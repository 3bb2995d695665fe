using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Schedules as this API has them.</summary>
internal static class DatasetScheduleWords
{
    public static Result<Schedule> Read(DatasetScheduleBody body, string path) => body switch
    {
        { EveryMinutes: { } minutes, Cron: null } => new Schedule.Every(TimeSpan.FromMinutes(minutes)),
        { EveryMinutes: null, Cron: { } cron } => new Schedule.Cron(cron, body.TimeZone),
        _ => DatasetErrors.Invalid(new FieldError(path, "Give every_minutes or cron.")),
    };

    public static DatasetScheduleBody? Show(Schedule? schedule) => schedule switch
    {
        Schedule.Every every => new DatasetScheduleBody((int)every.Interval.TotalMinutes),
        Schedule.Cron cron => new DatasetScheduleBody(null, cron.Expression, cron.TimeZone),
        _ => null,
    };
}
