using System.ComponentModel.DataAnnotations;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>A schedule in this API's words. An interval is a real one: 90 minutes are 90 minutes.</summary>
/// <param name="Interval">With <paramref name="Unit"/>, of an interval.</param>
internal sealed record SquaredSchedule(string Type, int? Interval = null, string? Unit = null, string? Cron = null)
{
    public const string Manual = "manual";

    private const string ByInterval = "interval";
    private const string ByCron = "cron_expression";
    private const string Utc = "UTC";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Longest first: an interval is shown in the longest unit that it is a whole number of.</summary>
    private static readonly (string Unit, TimeSpan Length)[] Units =
        [("weeks", TimeSpan.FromDays(7)), ("days", TimeSpan.FromDays(1)), ("hours", TimeSpan.FromHours(1)), ("minutes", TimeSpan.FromMinutes(1))];

    public static IEnumerable<ValidationResult> Check(string type, int? interval, string? unit, string? cron)
    {
        if (type is not (Manual or ByInterval or ByCron))
            yield return Failure("invalid schedule type", nameof(SyncFields.ScheduleType));
        if (unit is not null && Units.All(known => known.Unit != unit))
            yield return Failure("invalid interval unit", nameof(SyncFields.SyncIntervalUnit));
        if (type == ByInterval)
        {
            if (interval is not > 0)
                yield return Failure("must be present and greater than 0 for interval schedule_type", nameof(SyncFields.SyncInterval));
            else if (LengthOf(unit) is { } length && interval > Longest / length)
                yield return Failure($"must not be more than {Longest.TotalDays} days", nameof(SyncFields.SyncInterval));
            if (unit is null)
                yield return Failure("must be present for interval schedule_type", nameof(SyncFields.SyncIntervalUnit));
        }
        if (type == ByCron && new Schedule.Cron(cron ?? "", Utc).Check() is { } wrong)
            yield return Failure(string.Join(' ', wrong.Fields!.Select(field => field.Message)), nameof(SyncFields.CronExpression));
    }

    /// <summary>What was checked, with what belongs to other types left away.</summary>
    public static SquaredSchedule Read(string type, int? interval, string? unit, string? cron) => type switch
    {
        ByInterval => new SquaredSchedule(type, interval, unit),
        ByCron => new SquaredSchedule(type, Cron: cron),
        _ => new SquaredSchedule(Manual),
    };

    /// <param name="interval">As it was sent, where it was sent through this API.</param>
    /// <param name="unit">As it was sent.</param>
    public static SquaredSchedule Of(Schedule schedule, int? interval, string? unit) => schedule switch
    {
        Schedule.Every { Interval: var every } when LengthOf(unit) * interval == every => new SquaredSchedule(ByInterval, interval, unit),
        Schedule.Every { Interval: var every } => InWholeUnits(every),
        Schedule.Cron cron => new SquaredSchedule(ByCron, Cron: cron.Expression),
        _ => new SquaredSchedule(Manual),
    };

    public Schedule ToSchedule() => Type switch
    {
        ByInterval => new Schedule.Every(LengthOf(Unit)!.Value * Interval!.Value),
        ByCron => new Schedule.Cron(Cron!, Utc),
        _ => new Schedule.Manual(),
    };

    private static SquaredSchedule InWholeUnits(TimeSpan every)
    {
        var (unit, length) = Units.FirstOrDefault(known => every.Ticks % known.Length.Ticks == 0, Units[^1]);
        return new SquaredSchedule(ByInterval, (int)Math.Ceiling(every / length), unit);
    }

    private static TimeSpan? LengthOf(string? unit) => Array.Find(Units, known => known.Unit == unit) is { Unit: not null } found ? found.Length : null;

    private static ValidationResult Failure(string message, string member) => new(message, [member]);
}
