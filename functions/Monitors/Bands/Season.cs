using System.Globalization;

namespace FunctionsPlatform.Monitors.Bands;

/// <summary>What of the time a series is known to repeat by: as much as its history bears.</summary>
internal enum Season
{
    None,
    HourOfDay,
    DayOfWeek,
    HourOfWeek,
}

internal static class Seasons
{
    /// <summary>Values that a slot needs before its median means something.</summary>
    public const int FewestInSlot = 3;

    /// <param name="points">In the order of time.</param>
    public static Season Of(IReadOnlyList<SeriesPoint> points)
    {
        var days = (points[^1].At - points[0].At).TotalDays;
        var perDay = points.Count / Math.Max(days, 1);
        return perDay switch
        {
            >= 4 when days >= 7 * (FewestInSlot + 1) => Season.HourOfWeek,
            >= 4 when days >= FewestInSlot + 1 => Season.HourOfDay,
            < 4 and > 0.5 when days >= 7 * (FewestInSlot + 1) => Season.DayOfWeek,
            _ => Season.None,
        };
    }

    public static int SlotOf(this Season season, DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return season switch
        {
            Season.HourOfDay => local.Hour,
            Season.DayOfWeek => (int)local.DayOfWeek,
            Season.HourOfWeek => ((int)local.DayOfWeek * 24) + local.Hour,
            _ => 0,
        };
    }

    /// <summary>How much of the past has every slot once.</summary>
    public static TimeSpan Length(this Season season) => season switch
    {
        Season.HourOfDay => TimeSpan.FromDays(1),
        Season.DayOfWeek or Season.HourOfWeek => TimeSpan.FromDays(7),
        _ => TimeSpan.MaxValue,
    };

    public static string? Words(this Season season, DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return season switch
        {
            Season.HourOfDay => string.Create(CultureInfo.InvariantCulture, $"at {local:HH}:00"),
            Season.DayOfWeek => string.Create(CultureInfo.InvariantCulture, $"on a {local:dddd}"),
            Season.HourOfWeek => string.Create(CultureInfo.InvariantCulture, $"on a {local:dddd} at {local:HH}:00"),
            _ => null,
        };
    }
}
