using System.Globalization;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Values as text: numbers with a point, dates and times by ISO-8601, bytes as base64.</summary>
internal static class InvariantText
{
    public static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    public static string Of(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    /// <param name="clock">Whose offset instants are printed with.</param>
    public static string Of(object value, WallClock clock) => value switch
    {
        string text => text,
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        decimal number => Of(number),
        double number => Of(number),
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        TimeSpan duration => Of(duration),
        DateTime wall => wall.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset instant => Of(instant, clock),
        Guid uuid => uuid.ToString("D"),
        byte[] bytes => Convert.ToBase64String(bytes),
        _ => throw new ArgumentException($"Rows have no values of the type {value.GetType().Name}.", nameof(value)),
    };

    private static string Of(TimeSpan duration) => string.Create(
        CultureInfo.InvariantCulture, $"{(duration < TimeSpan.Zero ? "-" : "")}{(int)duration.Duration().TotalHours:00}:{duration.Duration():mm\\:ss\\.FFFFFFF}").TrimEnd('.');

    private static string Of(DateTimeOffset instant, WallClock clock)
    {
        var offset = clock.OffsetAt(instant);
        return clock.ToWall(instant) is { } wall && offset != TimeSpan.Zero
            ? new DateTimeOffset(wall, offset).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)
            : instant.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
    }
}
