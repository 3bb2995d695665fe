using System.Text.Json;
using FunctionsPlatform.Dashboards;

namespace FunctionsPlatform.Api.Shared;

/// <param name="Filters">Parameters that apply to each widget whose query has their column.</param>
public sealed record CreateDashboardRequest(
    string Name,
    string? Description = null,
    IReadOnlyList<WidgetRequest>? Widgets = null,
    IReadOnlyList<DashboardFilter>? Filters = null,
    RefreshBody? Refresh = null);

/// <summary>What is left away stays as it is. Widgets and filters are replaced as a whole.</summary>
public sealed record UpdateDashboardRequest(
    string? Name = null,
    string? Description = null,
    IReadOnlyList<WidgetRequest>? Widgets = null,
    IReadOnlyList<DashboardFilter>? Filters = null,
    RefreshBody? Refresh = null);

/// <param name="QueryId">The saved query that it shows; every kind but text has one, or a dataset, or a model.</param>
/// <param name="DatasetId">The dataset that it shows.</param>
/// <param name="Query">One SELECT in DuckDB's SQL over the dataset, which is a table by its name; without it all of its rows are shown.</param>
/// <param name="ModelId">The model that it shows.</param>
/// <param name="Show">What is shown of the model.</param>
/// <param name="Features">What the model predicts from: one row as an array or an object, or an array of such.</param>
/// <param name="Horizon">How many periods a model of type time_series looks ahead.</param>
/// <param name="Content">The words of a text: paragraphs, <c># headings</c> and <c>- lists</c>.</param>
/// <param name="WidgetId">Of a widget that is kept; without it the widget is a new one.</param>
public sealed record WidgetRequest(
    WidgetKind Type,
    GridPosition Position,
    string? QueryId = null,
    string? DatasetId = null,
    string? Query = null,
    string? ModelId = null,
    ModelView? Show = null,
    JsonElement? Features = null,
    int? Horizon = null,
    string? Content = null,
    string? Title = null,
    string? Description = null,
    WidgetDisplay? Display = null,
    string? WidgetId = null);

/// <param name="MaxAgeSeconds">The age up to which data that was read before is shown again; 0 reads anew every time.</param>
public sealed record RefreshBody(int MaxAgeSeconds);
