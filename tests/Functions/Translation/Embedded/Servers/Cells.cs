using System.Globalization;

namespace FunctionsPlatform.Tests.Translation.Embedded.Servers;

/// <summary>Values of different databases as text that is equal where they are.</summary>
internal static class Cells
{
    private static readonly string[] Moments = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss"];

    public static string Comparable(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "1" : "0",
        DateOnly date => Moment(date.ToDateTime(TimeOnly.MinValue)),
        DateTime time => Moment(time),
        DateTimeOffset instant => Moment(instant.UtcDateTime),
        string text => DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? Moment(moment) : text,
        IConvertible number => Math.Round(number.ToDecimal(CultureInfo.InvariantCulture), 5).ToString("0.#####", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Moment(DateTime moment) => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
