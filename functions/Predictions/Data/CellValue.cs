using System.Globalization;

namespace FunctionsPlatform.Predictions;

/// <summary>Values as models see them.</summary>
internal static class CellValue
{
    public static object? Plain(object? value) => value switch
    {
        null or string or bool or DateTime => value,
        double number => double.IsFinite(number) ? value : null,
        long number => (double)number,
        decimal number => (double)number,
        float number => float.IsFinite(number) ? (double)number : null,
        int or short => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        DateTimeOffset instant => instant.UtcDateTime,
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The value as the name of a class or category.</summary>
    public static string Text(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType(), "A value that no model sees."),
    };

    /// <summary>The value as a number: of a time, its days.</summary>
    public static double? Number(object? value) => value switch
    {
        double number => number,
        bool flag => flag ? 1 : 0,
        DateTime time => time.Ticks / (double)TimeSpan.TicksPerDay,
        _ => null,
    };
}
