using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Dashboards;

/// <summary>A widget with what it shows now: an answer, or why there is none. A text has neither.</summary>
/// <param name="Title">The widget's own, else that of its source.</param>
public sealed record WidgetData(Widget Widget, string Title)
{
    public Answer? Answer { get; init; }

    /// <summary>How it is drawn: as the widget says, and where that is left open, as suits its source.</summary>
    public WidgetDisplay Display => ModelRows.Display(Widget, Answer);

    public ApiError? Error { get; init; }

    /// <summary>When the answer was read from its source.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Parameters of the filters that it heeds.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];
}

/// <summary>A dashboard with the data of all its widgets, in their order.</summary>
public sealed record DashboardData(Dashboard Dashboard, FilterValues Filters, IReadOnlyList<WidgetData> Widgets, DateTimeOffset At, TimeZoneInfo Zone);

/// <summary>What a source gives a widget to read.</summary>
/// <param name="Source">Where the rows are, in the state that it is in: what was read of another is not shown again.</param>
/// <param name="ReadAsync">Runs a statement that the guard let through.</param>
internal sealed record WidgetQuery(string Title, string Sql, SqlDialect Dialect, string Source, Func<ReadStatement, ReadLimits, CancellationToken, Task<Result<RowReader>>> ReadAsync);
