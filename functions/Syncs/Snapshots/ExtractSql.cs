using FunctionsPlatform.Connectors;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Which columns and rows of a model are wanted.</summary>
/// <param name="Columns">Names of the model's columns, each once.</param>
/// <param name="Cursor">The column that <paramref name="From"/> and <paramref name="Until"/> are values of.</param>
/// <param name="From">The first value that is wanted, included; null for all.</param>
/// <param name="Until">The first value that is not wanted any more; null for all.</param>
public sealed record ExtractSqlRequest(
    ModelQuery Query, IReadOnlyList<string> Columns, ResultColumn? Cursor = null, string? From = null, string? Until = null);

/// <summary>Composes the statement that reads a model for a sync. As a whole it passes the guard once more.</summary>
public static class ExtractSql
{
    private const string Rows = "model_rows";

    public static Result<ReadStatement> Compose(ExtractSqlRequest request, SqlDialect dialect)
    {
        if (!ModelSql.Rows(request.Query, dialect).Succeeded(out var model, out var refusal))
            return refusal;
        if (!Conditions(request, dialect).Succeeded(out var conditions, out var unusable))
            return unusable;
        var columns = string.Join(", ", request.Columns.Select(column => dialect.Quote(column)));
        var where = conditions.Count == 0 ? "" : $"\nWHERE {string.Join(" AND ", conditions)}";
        var sql = dialect == SqlDialect.SqlServer
            ? TransactSqlRows.Select(model.Text, columns, Rows, where)
            : $"SELECT {columns} FROM (\n{model.Text}\n) AS {Rows}{where}";
        return SqlGuard.Check(sql, dialect);
    }

    private static Result<IReadOnlyList<string>> Conditions(ExtractSqlRequest request, SqlDialect dialect)
    {
        var conditions = new List<string>();
        foreach (var (text, comparison) in new[] { (request.From, ">="), (request.Until, "<") })
        {
            if (text is null)
                continue;
            if (request.Cursor is not { } cursor)
                throw new ArgumentException("A range needs a cursor column.", nameof(request));
            if (CursorText.Parse(cursor.Kind, text) is not { } value)
                return SnapshotErrors.NoCursorValue(cursor);
            conditions.Add($"{dialect.Quote(cursor.Name)} {comparison} {SqlLiterals.Write(dialect, dialect == SqlDialect.Sqlite ? Widen(value, comparison) : value)}");
        }

        return conditions;
    }

    /// <summary>
    /// SQLite compares times as the text in which each of them happens to be written. Whole days compare alike in all of these forms, so a range is widened to them;
    /// an offset from UTC moves a time by less than a day.
    /// </summary>
    private static object Widen(object value, string comparison)
    {
        var isLower = comparison == ">=";
        return value switch
        {
            DateTime timestamp => Day(timestamp, isLower ? 0 : 1),
            DateTimeOffset instant => Day(instant.UtcDateTime, isLower ? -1 : 2),
            TimeOnly => isLower ? TimeOnly.MinValue : TimeOnly.MaxValue,
            _ => value,
        };
    }

    private static DateOnly Day(DateTime time, int days) =>
        DateOnly.FromDayNumber(Math.Clamp(DateOnly.FromDateTime(time).DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}
