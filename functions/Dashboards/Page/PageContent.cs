using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Dashboards;

/// <summary>A dashboard as the script of its page reads it.</summary>
internal sealed record PageContent(
    string Name,
    string? Description,
    string GeneratedAt,
    string TimeZone,
    int RefreshSeconds,
    bool IsStatic,
    bool CanRefresh,
    IReadOnlyList<PageFilter> Filters,
    IReadOnlyList<PageWidget> Widgets)
{
    // The default encoder leaves no character that means something in HTML.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static PageContent Of(DashboardData data, bool isStatic, bool isForStrangers) => new(
        data.Dashboard.Name,
        data.Dashboard.Description,
        Cell.ToText(TimeZoneInfo.ConvertTime(data.At, data.Zone), data.Zone),
        data.Zone.Id,
        (int)data.Dashboard.MaxAge.TotalSeconds,
        isStatic,
        !isForStrangers,
        [.. data.Dashboard.Filters.Select(filter => PageFilter.Of(filter, data.Filters.Texts))],
        // In the order of reading, which is that of a narrow screen and of a screen reader.
        [.. data.Widgets.OrderBy(widget => widget.Widget.Position.Y).ThenBy(widget => widget.Widget.Position.X).Select(widget => PageWidget.Of(widget, data, isForStrangers))]);

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

internal sealed record PageFilter(string Label, FilterType Type, IReadOnlyList<string> Options, IReadOnlyList<PageParameter> Parameters)
{
    public static PageFilter Of(DashboardFilter filter, IReadOnlyDictionary<string, string> texts) => new(
        filter.Label ?? filter.Parameter.Replace('_', ' '), filter.Type, filter.Options, [.. filter.Parameters.Select(parameter => new PageParameter(parameter.Name, texts[parameter.Name]))]);
}

internal sealed record PageParameter(string Name, string Value);

internal sealed record PageWidget(string Id, WidgetKind Kind, string Title, string? Description, GridPosition Position, WidgetDisplay Display)
{
    public string? Text { get; init; }

    public string? Summary { get; init; }

    public IReadOnlyList<PageColumn>? Columns { get; init; }

    public IReadOnlyList<object?[]>? Rows { get; init; }

    /// <summary>There were more rows than are shown, and nobody asked for fewer.</summary>
    public bool IsTruncated { get; init; }

    public string? ReadAt { get; init; }

    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Why it shows no data.</summary>
    public string? Error { get; init; }

    public static PageWidget Of(WidgetData data, DashboardData dashboard, bool isForStrangers) =>
        new(data.Widget.Id.ToString("N"), data.Widget.Kind, data.Title, data.Widget.Description, data.Widget.Position, data.Display)
        {
            Text = (data.Widget.Source as WidgetSource.Text)?.Content,
            Summary = data.Answer?.Summary,
            Columns = data.Answer is null ? null : [.. data.Answer.Frame.Columns.Select(column => new PageColumn(column.Name, column.Kind.ToString()))],
            Rows = data.Answer is null ? null : [.. data.Answer.Frame.Rows.Select(row => Array.ConvertAll(row, value => Exact(Cell.ToJson(value, dashboard.Zone))))],
            IsTruncated = data.Answer is { Frame.IsTruncated: true } && data.Display.Limit is null,
            ReadAt = data.ReadAt is { } at ? Cell.ToText(at, dashboard.Zone) : null,
            Filters = data.Filters,
            Error = data.Error is not { } error ? null : isForStrangers ? "Those who work on this dashboard can see why." : error.Message,
        };

    // A script's numbers are doubles: what they cannot hold goes as text.
    private static object? Exact(object? value) => value switch
    {
        long number when Math.Abs((decimal)number) > 9_007_199_254_740_991m => Cell.ToText(number),
        decimal number when (decimal)(double)Math.Clamp(number, -1e27m, 1e27m) != number => Cell.ToText(number),
        _ => value,
    };
}

internal sealed record PageColumn(string Name, string Kind);
