using System.Globalization;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>Dates and times in their binary form: days and microseconds since 2000-01-01. What .NET has no value for is printed as the database does.</summary>
internal static class PostgreSqlDates
{
    public const int DaysFromUnix = 10_957;
    public const long MicrosecondsFromUnix = DaysFromUnix * MicrosecondsPerDay;
    public const long MicrosecondsPerDay = 86_400_000_000;

    private const int FirstDay = -730_119, LastDay = 2_921_939;

    /// <summary>From year 1 to year 9999.</summary>
    public static bool IsOrdinary(int days) => days is >= FirstDay and <= LastDay;

    /// <inheritdoc cref="IsOrdinary(int)"/>
    public static bool IsOrdinary(long microseconds) => microseconds is >= FirstDay * MicrosecondsPerDay and < (LastDay + 1) * MicrosecondsPerDay;

    public static string Print(int days) => days switch
    {
        int.MaxValue => "infinity",
        int.MinValue => "-infinity",
        _ => Date(days, out var era) + era,
    };

    /// <param name="zone">What stands behind the time.</param>
    public static string Print(long microseconds, string zone)
    {
        if (microseconds is long.MaxValue or long.MinValue)
            return microseconds > 0 ? "infinity" : "-infinity";
        var days = (int)Math.DivRem(microseconds, MicrosecondsPerDay, out var rest);
        if (rest < 0)
            (days, rest) = (days - 1, rest + MicrosecondsPerDay);
        var time = TimeSpan.FromMicroseconds(rest).ToString(rest % 1_000_000 == 0 ? @"hh\:mm\:ss" : @"hh\:mm\:ss\.FFFFFF", CultureInfo.InvariantCulture);
        return $"{Date(days, out var era)} {time}{zone}{era}";
    }

    /// <summary>The proleptic Gregorian calendar for any day (https://howardhinnant.github.io/date_algorithms.html#civil_from_days).</summary>
    private static string Date(int days, out string era)
    {
        var shifted = days + (long)DaysFromUnix + 719_468;
        var cycle = Math.DivRem(shifted, 146_097, out var ofCycle);
        if (ofCycle < 0)
            (cycle, ofCycle) = (cycle - 1, ofCycle + 146_097);
        var yearOfCycle = (ofCycle - ofCycle / 1_460 + ofCycle / 36_524 - ofCycle / 146_096) / 365;
        var dayOfYear = ofCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
        var fromMarch = (5 * dayOfYear + 2) / 153;
        var (month, day) = (fromMarch < 10 ? fromMarch + 3 : fromMarch - 9, dayOfYear - (153 * fromMarch + 2) / 5 + 1);
        var year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0);
        era = year > 0 ? "" : " BC";
        return string.Create(CultureInfo.InvariantCulture, $"{(year > 0 ? year : 1 - year):0000}-{month:00}-{day:00}");
    }
}
