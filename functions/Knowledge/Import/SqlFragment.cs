using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Knowledge.Import;

/// <summary>The pieces of SQL in a file that are plain enough: a column, a table, conditions joined by AND.</summary>
internal static partial class SqlFragment
{
    /// <param name="resolve">The column that a name with or without braces stands for; null for none.</param>
    public static IReadOnlyList<MetricFilter>? Conditions(string text, Func<string, string?> resolve)
    {
        var filters = new List<MetricFilter>();
        for (var at = 0; ;)
        {
            var match = Condition().Match(text, at);
            if (!match.Success || resolve(match.Groups["left"].Value) is not { } column)
                return null;
            filters.Add(Filter(match, column));
            at = match.Index + match.Length;
            if (at == text.Length)
                return filters;
            if (And().Match(text, at) is not { Success: true } and)
                return null;
            at = and.Index + and.Length;
        }
    }

    /// <summary>A name, bare or in quotes.</summary>
    public static string? Name(string text) => Identifier().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary><c>orders</c>, <c>public.orders</c>, <c>warehouse.public.orders</c> or all rows and columns of one: with the schema, where it is said.</summary>
    public static string? Table(string text)
    {
        if (Relation().Match(text) is not { Success: true } match)
            return null;
        var parts = match.Groups["part"].Captures.Select(part => part.Value.Trim('"', '`', '[', ']')).ToList();
        return string.Join('.', parts.TakeLast(2));
    }

    private static MetricFilter Filter(Match match, string column)
    {
        var isNot = match.Groups["not"].Success;
        if (match.Groups["null"].Success)
            return new MetricFilter(column, isNot ? MetricFilter.IsNotNull : MetricFilter.IsNull);
        var values = match.Groups["value"].Captures.Select(value => Value(value.Value)).ToList();
        return match.Groups["in"].Success
            ? new MetricFilter(column, isNot ? MetricFilter.NotIn : MetricFilter.In, JsonSerializer.SerializeToElement(values))
            : new MetricFilter(column, match.Groups["operator"].Value switch { "<>" => "!=", "==" => "=", var plain => plain }, JsonSerializer.SerializeToElement(values[0]));
    }

    private static object Value(string text) =>
        text.StartsWith('\'') ? text[1..^1].Replace("''", "'", StringComparison.Ordinal)
        : bool.TryParse(text, out var flag) ? flag
        : decimal.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("""
        \G\s*(?<left>\{\{[^{}]*\}\} | \$?\{[\w.]+\}(?:\.\w+)? | ["`]?[A-Za-z_]\w*["`]?(?:\.["`]?\w+["`]?)?)\s*
        (?: (?<operator>==|=|!=|<>|<=|>=|<|>)\s*(?<value>'(?:[^']|'')*'|-?\d{1,20}(?:\.\d{1,20})?|true|false)
        | is\s+(?<not>not\s+)?(?<null>null)
        | (?<not>not\s+)?(?<in>in)\s*\(\s*(?<value>'(?:[^']|'')*'|-?\d{1,20}(?:\.\d{1,20})?)(?:\s*,\s*(?<value>'(?:[^']|'')*'|-?\d{1,20}(?:\.\d{1,20})?))*\s*\) )\s*
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Condition();

    [GeneratedRegex(@"\Gand\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex And();

    [GeneratedRegex("""^\s*["`\[]?(?<name>[A-Za-z_]\w*)["`\]]?\s*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex("""^\s*(?:select\s+\*\s+from\s+)?(?<part>["`\[]?\w+["`\]]?)(?:\.(?<part>["`\[]?\w+["`\]]?)){0,2}\s*;?\s*$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Relation();
}
