using System.Globalization;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Dashboards;

/// <summary>A filter with the values that it is set to; null where it is not.</summary>
public sealed record FilterValue(DashboardFilter Filter, object? From, object? To)
{
    public bool IsSet => From is not null || To is not null;
}

/// <summary>What the filters of a dashboard are set to.</summary>
public sealed record FilterValues(IReadOnlyList<FilterValue> All, IReadOnlyDictionary<string, string> Texts, bool AreDefaults)
{
    private const int LongestText = 200;

    public IEnumerable<FilterValue> Set => All.Where(value => value.IsSet);

    public static Result<FilterValues> Defaults(Dashboard dashboard) => Read(dashboard, _ => null);

    /// <param name="find">The text given for a parameter: null where none is, empty to leave its default away.</param>
    public static Result<FilterValues> Read(Dashboard dashboard, Func<string, string?> find)
    {
        var values = new List<FilterValue>();
        var texts = new Dictionary<string, string>();
        var wrong = new List<FieldError>();
        var areDefaults = true;
        foreach (var filter in dashboard.Filters)
        {
            var ends = new List<object?>();
            foreach (var (name, standard) in filter.Parameters)
            {
                var given = find(name);
                areDefaults &= given is null || given == (standard ?? "");
                var text = given ?? standard ?? "";
                texts[name] = text;
                if (text.Length == 0)
                    ends.Add(null);
                else if (Parse(filter.Type, text) is { } value && (filter.Options.Count == 0 || filter.Options.Contains(text)))
                    ends.Add(value);
                else
                    wrong.Add(new FieldError(name, Expected(filter)));
            }

            if (ends.Count == filter.Parameters.Count())
                values.Add(new FilterValue(filter, ends[0], ends[^1]));
        }

        return wrong.Count > 0 ? DashboardErrors.FilterValueInvalid(wrong) : new FilterValues(values, texts, areDefaults);
    }

    /// <summary>Null for what is no value of the type.</summary>
    internal static object? Parse(FilterType type, string text) => type switch
    {
        FilterType.Number => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null,
        FilterType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is > 1 and < 9999 ? date : null,
        _ => text.Length <= LongestText && !text.Any(char.IsControl) && text.IsNormalizedText() ? text : null,
    };

    private static string Expected(DashboardFilter filter) => filter switch
    {
        { Options: [_, ..] options } => $"Choose one of {string.Join(", ", options.Take(20))}{(options.Count > 20 ? ", ..." : "")}.",
        { Type: FilterType.Number } => "Give a number such as 12.5.",
        { Type: FilterType.Date } => "Give a day such as 2026-01-31.",
        _ => $"Give a text of at most {LongestText} characters.",
    };
}

file static class Texts
{
    // Lone surrogates are no text that a database takes.
    public static bool IsNormalizedText(this string text) => !text.EnumerateRunes().Any(rune => rune.Value == 0xFFFD);
}
