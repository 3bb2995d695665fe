using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Api.Shared;

/// <param name="Query">SQL over the dataset; absent where all of its rows are shown.</param>
/// <param name="Show">What is shown of the model.</param>
/// <param name="Features">What the model predicts from.</param>
/// <param name="Horizon">How many periods it looks ahead.</param>
/// <param name="Data">What it shows now; absent where only the configuration was asked for, and from a text.</param>
/// <param name="Error">Why there is no data.</param>
/// <param name="Filters">Parameters of the filters that its data heeds.</param>
/// <param name="RefreshedAt">When its data was read from its source.</param>
public sealed record WidgetBody(
    string WidgetId,
    WidgetKind Type,
    string? Title,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? QueryId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DatasetId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Query,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ModelId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ModelView? Show,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Features,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Horizon,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Content,
    GridPosition Position,
    WidgetDisplay Display,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WidgetRows? Data = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WidgetError? Error = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Filters = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? RefreshedAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? AgeSeconds = null)
{
    internal static WidgetBody Of(Widget widget, WidgetSources sources) => new(
        DashboardIds.Widget.Format(widget.Id),
        widget.Kind,
        widget.Title,
        widget.Description,
        widget.Source is WidgetSource.SavedQuery saved ? sources.Queries[saved.QueryId] : null,
        widget.Source is WidgetSource.Dataset dataset ? sources.Datasets[dataset.DatasetId] : null,
        (widget.Source as WidgetSource.Dataset)?.Sql,
        widget.Source is WidgetSource.Model model ? sources.Models[model.ModelId] : null,
        (widget.Source as WidgetSource.Model)?.Show,
        widget.Source is WidgetSource.Model { Features: { } features } ? JsonSerializer.Deserialize<JsonElement>(features) : null,
        (widget.Source as WidgetSource.Model)?.Horizon,
        (widget.Source as WidgetSource.Text)?.Content,
        widget.Position,
        widget.Display);

    internal static WidgetBody Of(WidgetData data, DashboardData dashboard, WidgetSources sources) => Of(data.Widget, sources) with
    {
        Title = data.Title.Length == 0 ? null : data.Title,
        Data = data.Answer is { } answer ? WidgetRows.Of(answer, dashboard.Zone) : null,
        Error = data.Error is { } error ? WidgetError.Of(error) : null,
        Filters = data.Answer is null ? null : data.Filters,
        RefreshedAt = data.ReadAt,
        AgeSeconds = data.ReadAt is { } at ? Math.Max(0, (long)(dashboard.At - at).TotalSeconds) : null,
    };
}

/// <summary>The ids of what widgets show, as callers write them.</summary>
internal sealed record WidgetSources(IReadOnlyDictionary<Guid, string> Queries, IReadOnlyDictionary<Guid, string> Datasets, IReadOnlyDictionary<Guid, string> Models);

/// <param name="Rows">Arrays in the order of the columns.</param>
/// <param name="Truncated">True when the query has more rows; absent otherwise.</param>
/// <param name="Summary">A sentence about the rows.</param>
public sealed record WidgetRows(
    IReadOnlyList<string> Columns,
    IReadOnlyList<object?[]> Rows,
    int RowCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Truncated,
    string Summary)
{
    internal static WidgetRows Of(Answer answer, TimeZoneInfo zone) => new(
        [.. answer.Frame.Columns.Select(column => column.Name)],
        [.. answer.Frame.Rows.Select(row => Array.ConvertAll(row, value => Cell.ToJson(value, zone)))],
        answer.Frame.Rows.Count,
        answer.Frame.IsTruncated,
        answer.Summary);
}

public sealed record WidgetError(string Code, string Message)
{
    internal static WidgetError Of(ApiError error) => new(error.Code, error.Message);
}
