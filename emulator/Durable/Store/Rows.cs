using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace Emulator.Durable.Store;

/// <summary>From rows to records.</summary>
internal static class Rows
{
    public const string InstanceColumns =
        "id, execution, name, status, created, updated, custom_status, output, parent_id, parent_name, parent_execution, parent_task";

    public static Instance Instance(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), (OrchestrationRuntimeStatus)row.GetInt32(3), Time(row, 4), Time(row, 5))
    {
        CustomStatus = row.GetString(6),
        Output = Text(row, 7),
        Parent = row.IsDBNull(8) ? null : new ParentLink(row.GetString(8), row.GetString(9), row.GetString(10), row.GetInt32(11)),
    };

    public static HistoryEvent Event(SqliteDataReader row) => Event(row, 0);

    public static Message Message(SqliteDataReader row) => new(row.GetInt64(0), row.GetString(1), Text(row, 2), Time(row, 3), Event(row, 4));

    public static ActivityWork Activity(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetString(4), Text(row, 5));

    public static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A JSON array of status numbers, for json_each; null for every status.</summary>
    public static string? StatusList(IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        statuses?.ToList() is { Count: > 0 } list ? $"[{string.Join(',', list.Select(s => (int)s))}]" : null;

    private static HistoryEvent Event(SqliteDataReader row, int first) => new(
        (EventKind)row.GetInt32(first), Time(row, first + 1), row.GetInt32(first + 2), Text(row, first + 3), Text(row, first + 4));

    private static DateTime Time(SqliteDataReader row, int column) => new(row.GetInt64(column), DateTimeKind.Utc);
}
