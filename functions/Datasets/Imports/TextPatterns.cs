using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Datasets.Imports;

/// <summary>How values are spelt. DuckDB's own casts read more than this, and round: ' 1_5.7 ' would be the whole number 16.</summary>
internal static partial class TextPatterns
{
    public const string Integer = "-?(0|[1-9][0-9]{0,18})";
    public const string Fixed = @"-?(0|[1-9][0-9]*)(\.[0-9]+)?";
    public const string Float = @"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?";
    public const string Date = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    public const string Time = @"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?";
    public const string Timestamp = $@"{Date}([ T]{Time})?";
    public const string TimestampTz = $@"{Date}[ T]{Time} ?(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)";
    public const string Uuid = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

    /// <summary>Digits behind a zero, which a number would lose: a code of some sort.</summary>
    public const string LeadingZero = "-?0[0-9].*";

    public static string Matches(string text, string pattern) => $"regexp_full_match({text}, '{pattern}')";

    public static string Of(ColumnKind kind, string type) => kind switch
    {
        ColumnKind.Integer => Integer,
        ColumnKind.Decimal => ScaleOf(type) is > 0 and var scale ? $@"-?(0|[1-9][0-9]*)(\.[0-9]{{1,{scale.ToString(CultureInfo.InvariantCulture)}}}0*)?" : "-?(0|[1-9][0-9]*)",
        ColumnKind.Float => Float,
        ColumnKind.Date => Date,
        ColumnKind.Time => Time,
        ColumnKind.Timestamp => Timestamp,
        ColumnKind.TimestampTz => TimestampTz,
        ColumnKind.Uuid => Uuid,
        _ => ".*",
    };

    private static int ScaleOf(string type) => ScalePart().Match(type) is { Success: true } scale ? int.Parse(scale.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@",\s*([0-9]+)\)$")]
    private static partial Regex ScalePart();
}
