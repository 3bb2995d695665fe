using System.Globalization;
using System.Text.Json;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Questions;

/// <summary>One value of a result as JSON and as text. Times are ISO 8601 with at most microseconds; bytes are base64.</summary>
public static class Cell
{
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF";

    /// <summary>The value as something a JSON serialiser writes natively. Numbers that JSON cannot hold (NaN, infinities) become their names.</summary>
    /// <param name="zone">The zone that instants are shown in; UTC, as <c>Z</c>, when null.</param>
    public static object? ToJson(object? value, TimeZoneInfo? zone = null) => value switch
    {
        double number when !double.IsFinite(number) => number.ToString(CultureInfo.InvariantCulture),
        null or string or bool or long or int or short or decimal or double => value,
        float number => ToJson((double)number),
        _ => ToText(value, zone),
    };

    public static string ToText(object? value, TimeZoneInfo? zone = null) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        DateTime local => local.ToString(Seconds, CultureInfo.InvariantCulture),
        DateTimeOffset instant when zone is null => instant.ToUniversalTime().ToString(Seconds + "'Z'", CultureInfo.InvariantCulture),
        DateTimeOffset instant => TimeZoneInfo.ConvertTime(instant, zone).ToString(Seconds + "zzz", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The value that <see cref="ToJson"/> wrote for a column of this kind.</summary>
    public static object? FromJson(in JsonElement json, ColumnKind kind) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when kind is ColumnKind.Float => json.GetDouble(),
        JsonValueKind.Number when kind is ColumnKind.Integer && json.TryGetInt64(out var number) => number,
        JsonValueKind.Number => json.TryGetDecimal(out var exact) ? exact : json.GetDouble(),
        _ => FromText(json.GetString()!, kind),
    };

    private static object FromText(string text, ColumnKind kind) => kind switch
    {
        ColumnKind.Float when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        ColumnKind.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
        ColumnKind.Time when TimeOnly.TryParseExact(text, "HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => time,
        ColumnKind.Time when TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) => span,
        ColumnKind.Timestamp when DateTime.TryParseExact(text, Seconds, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) => local,
        ColumnKind.TimestampTz when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) => instant,
        ColumnKind.Uuid when Guid.TryParse(text, out var id) => id,
        ColumnKind.Binary when TryFromBase64(text) is { } bytes => bytes,
        _ => text,
    };

    private static byte[]? TryFromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
