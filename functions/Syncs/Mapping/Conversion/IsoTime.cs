using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>A date, or a date and time, read from ISO-8601 text. A space may stand for the T, as databases print it.</summary>
/// <param name="Offset">Null where the text names none.</param>
internal readonly partial record struct IsoTime(DateTime Wall, TimeSpan? Offset)
{
    private static readonly string[] TimeFormats = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];

    public static IsoTime? Parse(string text)
    {
        if (Syntax().Match(text) is not { Success: true } match
            || !DateOnly.TryParseExact(match.Groups["date"].ValueSpan, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return null;
        if (!match.Groups["time"].Success)
            return new IsoTime(date.ToDateTime(TimeOnly.MinValue), null);
        if (ParseTime(match.Groups["time"].Value) is not { } time)
            return null;
        var offset = match.Groups["offset"];
        if (!offset.Success)
            return new IsoTime(date.ToDateTime(time), null);
        return ParseOffset(offset.Value) is { } difference ? new IsoTime(date.ToDateTime(time), difference) : null;
    }

    public static TimeOnly? ParseTime(string text)
    {
        // Digits finer than a clock tick are no loss where they are zeros.
        var exact = text.Contains('.', StringComparison.Ordinal) ? text.Trim().TrimEnd('0').TrimEnd('.') : text.Trim();
        return TimeOnly.TryParseExact(exact, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }

    /// <summary>The instant, by the clock where the text names no offset. Null where the year would be none from 1 to 9999.</summary>
    public DateTimeOffset? ToInstant(WallClock clock)
    {
        if (Offset is not { } offset)
            return clock.ToInstant(Wall);
        var ticks = Wall.Ticks - offset.Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    /// <summary>What the clock showed.</summary>
    public DateTime? ToWall(WallClock clock)
    {
        if (Offset is null)
            return Wall;
        return ToInstant(clock) is { } instant ? clock.ToWall(instant) : null;
    }

    private static TimeSpan? ParseOffset(string text)
    {
        if (text is "Z" or "z")
            return TimeSpan.Zero;
        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        var hours = int.Parse(digits.AsSpan(0, 2), CultureInfo.InvariantCulture);
        var minutes = digits.Length > 2 ? int.Parse(digits.AsSpan(2), CultureInfo.InvariantCulture) : 0;
        if (hours > 18 || minutes > 59)
            return null;
        var offset = new TimeSpan(hours, minutes, 0);
        return text[0] == '-' ? -offset : offset;
    }

    [GeneratedRegex(
        @"^\s*(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ](?<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)\s?(?<offset>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?\s*$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
