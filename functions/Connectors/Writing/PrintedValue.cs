using System.Globalization;

namespace FunctionsPlatform.Connectors.Writing;

/// <summary>Values as the text that databases read them from.</summary>
internal static class PrintedValue
{
    public static string Of(object value) => value switch
    {
        string text => text,
        bool boolean => boolean ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        TimeSpan span when span < TimeSpan.Zero => $"-{Of(-span)}",
        TimeSpan span => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours:00}:{span:mm\\:ss\\.ffffff}"),
        DateTime timestamp => timestamp.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF+00:00", CultureInfo.InvariantCulture),
        Guid id => id.ToString(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
