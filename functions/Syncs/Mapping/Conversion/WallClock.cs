namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>
/// Between instants and the time that clocks of a zone show. A time that clocks jump over is read by the offset before the jump, so 02:30 becomes 03:30; of a time
/// that they show twice, the first is meant. RFC 5545 and ECMAScript's Temporal ("compatible") do the same.
/// </summary>
internal sealed class WallClock(TimeZoneInfo zone)
{
    public static WallClock Utc { get; } = new(TimeZoneInfo.Utc);

    /// <summary>Null where the year would be none from 1 to 9999.</summary>
    public DateTimeOffset? ToInstant(DateTime wall)
    {
        var ticks = wall.Ticks - OffsetOf(wall.Ticks).Ticks;
        return IsInRange(ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    /// <summary>Null where the year would be none from 1 to 9999.</summary>
    public DateTime? ToWall(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks + zone.GetUtcOffset(instant).Ticks;
        return IsInRange(ticks) ? new DateTime(ticks) : null;
    }

    public TimeSpan OffsetAt(DateTimeOffset instant) => zone.GetUtcOffset(instant);

    // TimeZoneInfo.IsInvalidTime knows of summer time only: Samoa left out a whole day when it changed sides of the date line. So the offsets of a day before and
    // a day after are tried, as Temporal does.
    private TimeSpan OffsetOf(long wall)
    {
        var (before, after) = (OffsetAt(wall - TimeSpan.TicksPerDay), OffsetAt(wall + TimeSpan.TicksPerDay));
        if (before == after)
            return before;
        return (OffsetAt(wall - before.Ticks) == before, OffsetAt(wall - after.Ticks) == after) switch
        {
            (true, true) => before > after ? before : after,
            (false, true) => after,
            _ => before,
        };
    }

    private TimeSpan OffsetAt(long ticks) =>
        zone.GetUtcOffset(new DateTimeOffset(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero));

    private static bool IsInRange(long ticks) => ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
}
