using Azure.Data.Tables;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Schedules;

/// <summary>A schedule as it was set.</summary>
/// <param name="Id">Of what is scheduled.</param>
internal sealed record ScheduleEntry(WorkspaceId Workspace, Guid Id, Schedule Schedule, MissedRuns Missed, DateTimeOffset Anchor)
{
    public static ScheduleEntry Read(TableEntity entity) => new(
        new WorkspaceId(entity.GetGuid("Workspace")!.Value),
        entity.GetGuid("Id")!.Value,
        entity.GetString("Kind") switch
        {
            nameof(Schedule.Every) => new Schedule.Every(TimeSpan.FromTicks(entity.GetInt64("Interval")!.Value)),
            nameof(Schedule.Cron) => new Schedule.Cron(entity.GetString("Expression"), entity.GetString("TimeZone")),
            nameof(Schedule.After) => new Schedule.After(entity.GetGuid("After")!.Value),
            _ => new Schedule.Manual(),
        },
        Enum.Parse<MissedRuns>(entity.GetString("Missed")),
        new DateTimeOffset(entity.GetInt64("Anchor")!.Value, TimeSpan.Zero));

    public TableEntity Write(string partition, string row)
    {
        var entity = new TableEntity(partition, row)
        {
            ["Workspace"] = Workspace.Value,
            ["Id"] = Id,
            ["Kind"] = Schedule.GetType().Name,
            ["Missed"] = Missed.ToString(),
            ["Anchor"] = Anchor.UtcTicks,
        };
        if (Schedule is Schedule.Every every)
            entity["Interval"] = every.Interval.Ticks;
        if (Schedule is Schedule.Cron cron)
            (entity["Expression"], entity["TimeZone"]) = (cron.Expression, cron.TimeZone);
        if (Schedule is Schedule.After after)
            entity["After"] = after.Id;
        return entity;
    }
}
