using Azure;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Schedules;

/// <summary>The schedules of things of one kind, in a table of their own, and how they are doing.</summary>
public class Timetable(PlatformStorage storage, string table)
{
    private const int Attempts = 10;

    /// <summary>Hands out what is due.</summary>
    public DueSchedules Due { get; } = new(storage, table);

    /// <summary>Gives something a schedule in place of the one it had. The same one again changes nothing: an interval goes on as it was.</summary>
    /// <returns>How it stands, or <c>schedule_invalid</c>.</returns>
    public async Task<Result<ScheduleState>> SetAsync(
        WorkspaceId workspace, Guid id, Schedule schedule, MissedRuns missed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (schedule.Check() is { } error)
            return error;
        var entry = new ScheduleEntry(workspace, id, schedule, missed, now);
        var table = await TableAsync(cancellationToken);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var current = await FindRowAsync(table, id, cancellationToken);
            if (current is not null && ScheduleEntry.Read(current) with { Anchor = now } == entry)
                return ScheduleRows.State(current);
            var changed = entry.Write(ScheduleRows.Partition, ScheduleRows.ScheduleRow(id));
            changed[ScheduleRows.LastStartedAt] = current?.GetDateTimeOffset(ScheduleRows.LastStartedAt);
            if (await table.TryMoveAsync(current, changed, ScheduleRows.PlaceOf(entry, schedule.NextAfter(now, now)), ETag.All, cancellationToken))
                return ScheduleRows.State(changed);
        }

        throw Contended(table);
    }

    /// <summary>Does nothing when there is none.</summary>
    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await FindRowAsync(table, id, cancellationToken) is not { } row)
                return;
            var actions = new List<TableTransactionAction> { new(TableTransactionActionType.Delete, row, row.ETag) };
            if (row.GetString(ScheduleRows.Place) is { } place)
                actions.Add(new(TableTransactionActionType.Delete, new TableEntity(ScheduleRows.Partition, place), ETag.All));
            if (await table.TrySubmitAsync(actions, cancellationToken))
                return;
        }

        throw Contended(table);
    }

    /// <summary>Null when there is none.</summary>
    public async Task<ScheduleState?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await FindRowAsync(await TableAsync(cancellationToken), id, cancellationToken) is { } row ? ScheduleRows.State(row) : null;

    /// <summary>What is to run after another, which has just run.</summary>
    public async Task<IReadOnlyList<(WorkspaceId Workspace, Guid Id)>> ListFollowersAsync(Guid id, CancellationToken cancellationToken)
    {
        var (from, to) = (ScheduleRows.AfterPrefix(id), ScheduleRows.AfterPrefix(id)[..^1] + ".");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {ScheduleRows.Partition} and RowKey ge {from} and RowKey lt {to}");
        var followers = new List<(WorkspaceId, Guid)>();
        await foreach (var row in (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            followers.Add((ScheduleEntry.Read(row).Workspace, ScheduleEntry.Read(row).Id));
        return followers;
    }

    /// <summary>Schedules that should have started a run long ago, longest first: the timer does not fire, or what it starts fails.</summary>
    public async Task<IReadOnlyList<ScheduleState>> ListOverdueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        var before = ScheduleRows.DueBefore(now - ScheduleState.Patience);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {ScheduleRows.Partition} and RowKey lt {before}");
        var overdue = new List<ScheduleState>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, Math.Min(max, 1_000), cancellationToken: cancellationToken))
        {
            if (overdue.Count == max)
                break;
            if (await FindRowAsync(table, ScheduleEntry.Read(row).Id, cancellationToken) is { } own && ScheduleRows.State(own) is var state && state.IsOverdue(now))
                overdue.Add(state);
        }

        return overdue;
    }

    internal static Task<TableEntity?> FindRowAsync(TableClient table, Guid id, CancellationToken cancellationToken) =>
        table.FindAsync(ScheduleRows.Partition, ScheduleRows.ScheduleRow(id), cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync(table, cancellationToken);

    private static TimeoutException Contended(TableClient table) => new($"A row of table {table.Name} was changed by others in each of {Attempts} attempts.");
}
