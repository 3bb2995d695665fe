using System.Text.RegularExpressions;

namespace Bench.Accuracy;

/// <summary>What makes a question hard, told from the text of its known SQL.</summary>
internal static partial class Difficulty
{
    public static readonly IReadOnlyList<(string Name, Func<string, bool> Has)> All =
    [
        ("1 table", sql => Tables(sql) <= 1),
        ("2 tables", sql => Tables(sql) == 2),
        ("3 or more tables", sql => Tables(sql) >= 3),
        ("nested query", sql => Nested().IsMatch(sql)),
        ("set operation", sql => SetOperation().IsMatch(sql)),
        ("grouped", sql => Grouped().IsMatch(sql)),
        ("ordered or limited", sql => Ordered().IsMatch(sql)),
    ];

    /// <summary>The most that one SELECT joins.</summary>
    private static int Tables(string sql) => Select().Split(sql).Max(select => From().Count(select) + Join().Count(select));

    [GeneratedRegex(@"\bselect\b", RegexOptions.IgnoreCase)]
    private static partial Regex Select();

    [GeneratedRegex(@"\bfrom\b", RegexOptions.IgnoreCase)]
    private static partial Regex From();

    [GeneratedRegex(@"\bjoin\b", RegexOptions.IgnoreCase)]
    private static partial Regex Join();

    [GeneratedRegex(@"\(\s*select\b", RegexOptions.IgnoreCase)]
    private static partial Regex Nested();

    [GeneratedRegex(@"\b(union|intersect|except)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SetOperation();

    [GeneratedRegex(@"\bgroup\s+by\b", RegexOptions.IgnoreCase)]
    private static partial Regex Grouped();

    [GeneratedRegex(@"\border\s+by\b|\blimit\b", RegexOptions.IgnoreCase)]
    private static partial Regex Ordered();
}
