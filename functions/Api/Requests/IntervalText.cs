using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPlatform.Api.Requests;

/// <summary>Intervals as people write them: <c>90m</c>, <c>1h30m</c>, <c>2d</c>.</summary>
internal static partial class IntervalText
{
    public static TimeSpan? Read(string text)
    {
        var parts = Interval().Match(text.Trim());
        // Up to five digits each: the sum cannot overflow.
        return parts.Success
            ? TimeSpan.FromDays(Number(parts.Groups["d"])) + TimeSpan.FromHours(Number(parts.Groups["h"]))
                + TimeSpan.FromMinutes(Number(parts.Groups["m"])) + TimeSpan.FromSeconds(Number(parts.Groups["s"]))
            : null;
    }

    public static string Write(TimeSpan interval) =>
        (interval.Days > 0 ? $"{interval.Days}d" : "") + (interval.Hours > 0 ? $"{interval.Hours}h" : "")
        + (interval.Minutes > 0 ? $"{interval.Minutes}m" : "") + (interval.Seconds > 0 ? $"{interval.Seconds}s" : "");

    private static int Number(Group digits) => digits.Success ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?=\d)(?:(?<d>\d{1,5})d)?(?:(?<h>\d{1,5})h)?(?:(?<m>\d{1,5})m)?(?:(?<s>\d{1,5})s)?$")]
    private static partial Regex Interval();
}
