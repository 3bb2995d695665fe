using System.Globalization;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.Sqlite;

/// <summary>Values as SQLite stores them: integers, floating-point numbers, text and bytes.</summary>
internal static class SqliteValue
{
    public static object Of(object value) => value switch
    {
        long or double or byte[] or string => value,
        bool boolean => boolean ? 1L : 0L,
        decimal whole when decimal.IsInteger(whole) && whole >= long.MinValue && whole <= long.MaxValue => (long)whole,
        decimal number => (double)number,
        _ => PrintedValue.Of(value),
    };

    /// <summary>Whether a decimal comes back as it is: as an integer of 64 bits, or with as many digits as a floating-point number surely keeps.</summary>
    public static bool KeepsDigits(object value) => value is decimal number
        && (decimal.IsInteger(number) && number >= long.MinValue && number <= long.MaxValue || Digits(number) <= SqliteFields.DecimalDigits);

    private static int Digits(decimal number)
    {
        var text = Math.Abs(number).ToString(CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal).Trim('0');
        return text.Length;
    }
}
