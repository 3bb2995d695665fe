using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Predictions;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Dashboards;

/// <summary>What a dashboard must hold to, whatever its queries are.</summary>
internal static partial class DashboardRules
{
    public const int MostWidgets = 50;
    public const int MostFilters = 10;

    private const int LongestName = 200;
    private const int LongestDescription = 2_000;
    private const int LongestContent = 20_000;
    private const int MostOptions = 500;
    private const int MostColumns = 20;
    private const int MostFeatureRows = 200;

    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(7);

    // What addresses of dashboards mean already.
    private static readonly string[] Reserved = ["refresh", "token", "limit", "cursor", "theme"];

    public static IReadOnlyList<FieldError> Check(Dashboard dashboard) =>
    [
        .. Length("$.name", dashboard.Name, LongestName, isRequired: true),
        .. Length("$.description", dashboard.Description, LongestDescription),
        .. dashboard.MaxAge < TimeSpan.Zero || dashboard.MaxAge > LongestAge
            ? [new FieldError("$.refresh.max_age_seconds", $"From 0 to {LongestAge.TotalSeconds:0} seconds.")]
            : Array.Empty<FieldError>(),
        .. dashboard.Widgets.Count > MostWidgets ? [new FieldError("$.widgets", $"At most {MostWidgets} widgets.")] : dashboard.Widgets.SelectMany(Check),
        .. Overlaps(dashboard.Widgets),
        .. dashboard.Filters.Count > MostFilters ? [new FieldError("$.filters", $"At most {MostFilters} filters.")] : dashboard.Filters.SelectMany(Check),
        .. Repeated(dashboard.Filters),
    ];

    private static IEnumerable<FieldError> Check(Widget widget, int index)
    {
        var at = $"$.widgets[{index}]";
        if (!widget.Position.IsInside)
            yield return new FieldError($"{at}.position", $"Must lie on the grid: x + w within {GridPosition.Columns} columns, y + h within {GridPosition.Rows} rows, w and h at least 1.");
        if (widget.Kind == WidgetKind.Text != widget.Source is WidgetSource.Text)
            yield return new FieldError(widget.Kind == WidgetKind.Text ? $"{at}.content" : $"{at}.query_id", "A text has content; every other widget has a query, a dataset or a model.");
        if (widget.Source is WidgetSource.Text text)
        {
            foreach (var wrong in Length($"{at}.content", text.Content, LongestContent, isRequired: true))
                yield return wrong;
        }

        if (widget.Source is WidgetSource.Model model)
        {
            foreach (var wrong in Check(model, widget.Display, at))
                yield return wrong;
        }

        foreach (var wrong in Length($"{at}.title", widget.Title, LongestName).Concat(Length($"{at}.description", widget.Description, LongestDescription)).Concat(Check(widget.Display, at)))
            yield return wrong;
    }

    private static IEnumerable<FieldError> Check(WidgetSource.Model model, WidgetDisplay display, string at)
    {
        if (model.Show == ModelView.Predictions && model.Features is null == model.Horizon is null)
            yield return new FieldError($"{at}.features", "Give the features to predict from, or the horizon of a forecast.");
        if (model.Show != ModelView.Predictions && (model.Features is not null || model.Horizon is not null))
            yield return new FieldError($"{at}.show", "Only predictions have features or a horizon.");
        if (model.Horizon is < 1 or > ModelInput.MostPeriods)
            yield return new FieldError($"{at}.horizon", $"From 1 to {ModelInput.MostPeriods}.");
        if (model.Features is { } features && !IsFeatures(features))
            yield return new FieldError($"{at}.features", $"One row as an array or an object, or an array of at most {MostFeatureRows} such rows.");
        if (display.Aggregate is not null)
            yield return new FieldError($"{at}.display.aggregate", "What a model gives is drawn as it is.");
    }

    private static bool IsFeatures(string json)
    {
        using var features = JsonDocument.Parse(json);
        return features.RootElement switch
        {
            { ValueKind: JsonValueKind.Object } => true,
            { ValueKind: JsonValueKind.Array } values when values.GetArrayLength() > 0 =>
                values[0].ValueKind is not (JsonValueKind.Array or JsonValueKind.Object) || values.GetArrayLength() <= MostFeatureRows,
            _ => false,
        };
    }

    private static IEnumerable<FieldError> Check(WidgetDisplay display, string at)
    {
        if (display.Limit is < 1 or > 10_000)
            yield return new FieldError($"{at}.display.limit", "From 1 to 10000.");
        if (display.Y.Count > MostColumns)
            yield return new FieldError($"{at}.display.y", $"At most {MostColumns} columns.");
        if (display.Aggregate is not (null or SqlAggregate.Count) && display.Y.Count == 0)
            yield return new FieldError($"{at}.display.y", "Name the columns to aggregate.");
        if (display.Sort is not null && display.Aggregate is null)
            yield return new FieldError($"{at}.display.sort", "Only aggregated rows are sorted; a query's own are in its own order.");
        if (display.Format == NumberFormat.Currency && (display.Unit is not { } unit || !CurrencyCode().IsMatch(unit)))
            yield return new FieldError($"{at}.display.unit", "Give the currency as its code of three capitals, such as EUR.");
        foreach (var (field, text) in new[] { ("x", display.X), ("series", display.Series), ("comparison", display.Comparison), ("unit", display.Unit) })
        {
            foreach (var wrong in Length($"{at}.display.{field}", text, LongestName))
                yield return wrong;
        }
    }

    private static IEnumerable<FieldError> Overlaps(IReadOnlyList<Widget> widgets) =>
        from second in Enumerable.Range(0, Math.Min(widgets.Count, MostWidgets))
        let first = widgets.Take(second).ToList().FindIndex(other => other.Position.IsInside && other.Position.Overlaps(widgets[second].Position))
        where first >= 0 && widgets[second].Position.IsInside
        select new FieldError($"$.widgets[{second}].position", $"Covers cells of widgets[{first}].");

    private static IEnumerable<FieldError> Check(DashboardFilter filter, int index)
    {
        var at = $"$.filters[{index}]";
        if (!ParameterName().IsMatch(filter.Parameter) || Reserved.Contains(filter.Parameter))
            yield return new FieldError($"{at}.parameter", $"A name of lower-case letters, digits and underscores, none of {string.Join(", ", Reserved)}.");
        foreach (var wrong in Length($"{at}.column", filter.Column, LongestName, isRequired: true).Concat(Length($"{at}.label", filter.Label, LongestName)))
            yield return wrong;
        if (filter.Options.Count > MostOptions)
            yield return new FieldError($"{at}.options", $"At most {MostOptions} options.");
        if (filter.Operator == FilterOperator.Range && (filter.Default is not null || filter.Options.Count > 0))
            yield return new FieldError($"{at}.default", "A range has default_from and default_to, and no options.");
        if (filter.Operator != FilterOperator.Range && (filter.DefaultFrom ?? filter.DefaultTo) is not null)
            yield return new FieldError($"{at}.default_from", "Only a range has ends.");
        foreach (var text in filter.Options.Concat([filter.Default, filter.DefaultFrom, filter.DefaultTo]).OfType<string>().Where(text => text.Length > 0))
        {
            if (FilterValues.Parse(filter.Type, text) is not null)
                continue;
            yield return new FieldError(at, "An option or default is no value of the filter's type.");
            break;
        }

        if (filter is { Default.Length: > 0, Options.Count: > 0 } && !filter.Options.Contains(filter.Default))
            yield return new FieldError($"{at}.default", "Is none of the options.");
    }

    private static IEnumerable<FieldError> Repeated(IReadOnlyList<DashboardFilter> filters) =>
        from parameter in filters.SelectMany(filter => filter.Parameters).GroupBy(parameter => parameter.Name)
        where parameter.Count() > 1
        select new FieldError("$.filters", $"Two filters have the parameter '{parameter.Key}'.");

    private static IEnumerable<FieldError> Length(string path, string? text, int most, bool isRequired = false)
    {
        if (isRequired && string.IsNullOrWhiteSpace(text))
            yield return new FieldError(path, "Must not be empty.");
        else if (text?.Length > most)
            yield return new FieldError(path, $"At most {most:N0} characters.");
    }

    [GeneratedRegex(@"^[A-Z]{3}\z")]
    private static partial Regex CurrencyCode();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,39}\z")]
    private static partial Regex ParameterName();
}
