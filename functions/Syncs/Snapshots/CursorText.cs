using System.Globalization;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Values of cursor columns as text that means the same everywhere.</summary>
internal static class CursorText
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    public static string? Write(object value) => value switch
    {
        string text => text,
        long or decimal => Convert.ToString(value, CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTime timestamp => timestamp.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        Guid uuid => uuid.ToString("D"),
        _ => null,
    };

    /// <summary>The value that a text, of ours or a person's, stands for; null when it stands for none of that kind, or the kind has no order.</summary>
    public static object? Parse(ColumnKind kind, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        return kind switch
        {
            ColumnKind.Text => text,
            ColumnKind.Integer when long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) => number,
            ColumnKind.Integer or ColumnKind.Decimal when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, culture, out var number) => number,
            ColumnKind.Float when double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number) => number,
            ColumnKind.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date) => date,
            ColumnKind.Date when DateTimeOffset.TryParse(text, culture, Utc, out var instant) => DateOnly.FromDateTime(instant.UtcDateTime),
            ColumnKind.Time when TimeOnly.TryParse(text, culture, out var time) => time,
            ColumnKind.Timestamp when DateTimeOffset.TryParse(text, culture, Utc, out var instant) => DateTime.SpecifyKind(instant.UtcDateTime, DateTimeKind.Unspecified),
            ColumnKind.TimestampTz when DateTimeOffset.TryParse(text, culture, Utc, out var instant) => instant,
            ColumnKind.Uuid when Guid.TryParse(text, out var uuid) => uuid,
            _ => null,
        };
    }
}
