using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace FunctionsPlatform.Schedules;

/// <summary>
/// One partition, so that the rows of a schedule change together or not at all. A schedule has a row of its own (<c>schedule-</c> and the id of what is scheduled), which names its
/// place: where it stands among those that are due (time, then id), or among those that wait for another (<c>after-</c>, then that one's id, then its own).
/// </summary>
internal static class ScheduleRows
{
    public const string Partition = "due";

    /// <summary>In ticks: from when a row that is due may be claimed. Later than its time where it is claimed.</summary>
    public const string FreeAt = "FreeAt";

    public const string Place = "Place";
    public const string LastStartedAt = "LastStartedAt";
    public const string MissedCount = "MissedCount";

    private const int TicksLength = 19;

    public static string ScheduleRow(Guid id) => $"schedule-{id:N}";

    public static string DueRow(DateTimeOffset dueAt, Guid id) => $"{DueBefore(dueAt)}-{id:N}";

    /// <summary>Sorts before all that is due at the time, and after all that is due before it.</summary>
    public static string DueBefore(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    public static string AfterRow(Guid id, Guid follower) => $"{AfterPrefix(id)}{follower:N}";

    public static string AfterPrefix(Guid id) => $"after-{id:N}-";

    /// <summary>Null when the place is none of those that are due.</summary>
    public static DateTimeOffset? DueAt(string? place) =>
        place is { Length: > TicksLength } && char.IsAsciiDigit(place[0])
            ? new DateTimeOffset(long.Parse(place.AsSpan(0, TicksLength), CultureInfo.InvariantCulture), TimeSpan.Zero)
            : null;

    /// <summary>Where a schedule stands until it is due, or until the one that it follows has run. Null for nowhere.</summary>
    public static TableEntity? PlaceOf(ScheduleEntry entry, DateTimeOffset? dueAt)
    {
        if (entry.Schedule is Schedule.After after)
            return entry.Write(Partition, AfterRow(after.Id, entry.Id));
        if (dueAt is not { } time)
            return null;
        var row = entry.Write(Partition, DueRow(time, entry.Id));
        row[FreeAt] = time.UtcTicks;
        return row;
    }

    public static bool WasClaimed(TableEntity due) => due.GetInt64(FreeAt) > DueAt(due.RowKey)!.Value.UtcTicks;

    public static ScheduleState State(TableEntity row)
    {
        var entry = ScheduleEntry.Read(row);
        return new ScheduleState(
            entry.Workspace, entry.Id, entry.Schedule, entry.Missed, DueAt(row.GetString(Place)), row.GetDateTimeOffset(LastStartedAt), row.GetInt64(MissedCount) ?? 0);
    }

    /// <summary>Writes a schedule's row and moves it to another place: all of it, or nothing and false when a row has changed or gone since it was read.</summary>
    /// <param name="current">The row as it was read; null when there is none.</param>
    /// <param name="held">The version in which the place that is left has to be.</param>
    public static async Task<bool> TryMoveAsync(
        this TableClient table, TableEntity? current, TableEntity changed, TableEntity? place, ETag held, CancellationToken cancellationToken)
    {
        var left = current?.GetString(Place);
        changed[Place] = place?.RowKey;
        var actions = new List<TableTransactionAction>
        {
            current is null ? new(TableTransactionActionType.Add, changed) : new(TableTransactionActionType.UpdateReplace, changed, current.ETag),
        };
        if (left is not null && left != place?.RowKey)
            actions.Add(new(TableTransactionActionType.Delete, new TableEntity(Partition, left), held));
        if (place is not null)
            actions.Add(new(TableTransactionActionType.UpsertReplace, place));
        return await table.TrySubmitAsync(actions, cancellationToken);
    }

    /// <summary>Writes all, or nothing: false when a row has changed or gone since it was read.</summary>
    public static async Task<bool> TrySubmitAsync(this TableClient table, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException changed) when (changed.Status is 404 or 409 or 412)
        {
            return false;
        }
    }
}
