using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Dashboards;

/// <summary>
/// Composes what a widget reads: its query, and around it a SELECT with the filters as conditions and what is to be aggregated. Names are those that the database told,
/// in the dialect's quotes; values are typed literals of the dialect; and the whole passes the guard once more.
/// </summary>
internal static class WidgetSql
{
    private const string Rows = "widget_rows";

    public static bool IsComposed(WidgetDisplay display, FilterValues filters) => display.Aggregate is not null || filters.Set.Any();

    /// <param name="columns">Of the query.</param>
    /// <param name="applied">Parameters of the filters whose column the query has.</param>
    public static Result<ReadStatement> Compose(
        ReadStatement query, IReadOnlyList<ResultColumn> columns, Widget widget, FilterValues filters, out IReadOnlyList<string> applied)
    {
        var dialect = query.Dialect;
        var conditions = filters.Set.Select(value => (value.Filter, Column: Find(columns, value.Filter.Column), Value: value)).Where(filter => filter.Column is not null).ToList();
        applied = [.. conditions.Select(condition => condition.Filter.Parameter)];
        if (widget.Display.Aggregate is null && conditions.Count == 0)
            return query;
        if (!Selected(widget, columns, dialect).Succeeded(out var selected, out var missing))
            return missing;
        var where = conditions.Count == 0 ? "" : $"\nWHERE {string.Join(" AND ", conditions.SelectMany(condition => Conditions(dialect, condition.Column!, condition.Value)))}";
        var rest = where + selected.Tail;
        return SqlGuard.Check(
            dialect == SqlDialect.SqlServer
                ? TransactSqlRows.Select(query.Text, selected.Columns, Rows, rest)
                : $"SELECT {selected.Columns} FROM (\n{query.Text}\n) AS {Rows}{rest}",
            dialect);
    }

    private static Result<(string Columns, string Tail)> Selected(Widget widget, IReadOnlyList<ResultColumn> columns, SqlDialect dialect)
    {
        if (widget.Display.Aggregate is not { } aggregate)
            return ("*", "");
        var display = widget.Display;
        List<string> groups = [.. new[] { display.X, display.Series }.OfType<string>().Distinct()];
        List<string> values = [.. display.Y.Concat([display.Comparison]).OfType<string>().Distinct()];
        if (groups.Concat(values).FirstOrDefault(name => Find(columns, name) is null) is { } missing)
            return DashboardErrors.ColumnMissing(missing, columns.Select(column => column.Name));
        var selected = groups.Select(Quoted).Concat(values.Count == 0 ? ["COUNT(*) AS row_count"] : values.Select(name => $"{aggregate.Over(Quoted(name))} AS {Quoted(name)}"));
        var grouped = groups.Count == 0 ? "" : $"\nGROUP BY {string.Join(", ", groups.Select(Quoted))}";
        return (string.Join(", ", selected), grouped + Order(widget, groups.Count));

        string Quoted(string name) => dialect.Quote(Find(columns, name)!);
    }

    private static string Order(Widget widget, int groups)
    {
        if (groups == 0)
            return "";
        var standard = widget.Kind is WidgetKind.Line or WidgetKind.Area or WidgetKind.Scatter ? WidgetSort.X : WidgetSort.Value;
        return (widget.Display.Sort ?? standard) == WidgetSort.X ? "\nORDER BY 1" : $"\nORDER BY {groups + 1} DESC, 1";
    }

    private static IEnumerable<string> Conditions(SqlDialect dialect, string column, FilterValue value)
    {
        var name = dialect.Quote(column);
        if (value.Filter is { Operator: FilterOperator.Equals, Type: not FilterType.Date })
        {
            yield return $"{name} = {SqlLiterals.Write(dialect, value.From!)}";
            yield break;
        }

        if (value.From is { } from)
            yield return $"{name} >= {SqlLiterals.Write(dialect, from)}";
        // A day includes all of its hours, where the column has some.
        if (value.To is DateOnly day)
            yield return $"{name} < {SqlLiterals.Write(dialect, day.AddDays(1))}";
        else if (value.To is { } to)
            yield return $"{name} <= {SqlLiterals.Write(dialect, to)}";
    }

    private static string? Find(IReadOnlyList<ResultColumn> columns, string name) =>
        columns.FirstOrDefault(column => column.Name == name)?.Name
        ?? columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name;
}
