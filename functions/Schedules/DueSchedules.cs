using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Schedules;

/// <summary>
/// Hands out what is due. An occurrence is claimed for two minutes: whoever claims it starts its run, and then completes it, which moves the schedule on. One that is not
/// completed is handed out again with the same run id, so that a crash between the two loses no run and starts none twice.
/// </summary>
public sealed class DueSchedules(PlatformStorage storage, string table)
{
    private const int Attempts = 10;
    private const int ClaimsAtATime = 8;
    private static readonly TimeSpan ClaimLife = TimeSpan.FromMinutes(2);

    /// <summary>Starts what is due and completes it. What cannot be started stays due, and the others do not wait for it.</summary>
    /// <param name="start">The same run id again must start nothing twice.</param>
    /// <param name="failed">Told of what could not be started.</param>
    public async Task StartAsync(
        TimeProvider clock, int max, Func<ScheduledOccurrence, Task> start, Action<Exception, Guid> failed, CancellationToken cancellationToken)
    {
        foreach (var due in await ClaimDueAsync(clock.GetUtcNow(), max, cancellationToken))
        {
            try
            {
                await start(due);
                await CompleteAsync(due, clock.GetUtcNow(), cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                failed(failure, due.Id);
            }
        }
    }

    /// <summary>Claims what is due and not claimed, longest due first. Call again as long as something comes.</summary>
    public async Task<IReadOnlyList<ScheduledOccurrence>> ClaimDueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        var claimed = new ConcurrentBag<ScheduledOccurrence>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = ClaimsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(await ListDueAsync(table, now, max, cancellationToken), limits, async (due, token) =>
        {
            if (await ClaimAsync(table, due, now, token) is { } occurrence)
                claimed.Add(occurrence);
        });
        return [.. claimed.OrderBy(occurrence => occurrence.DueAt)];
    }

    /// <summary>Says that the run of an occurrence was started, and moves its schedule on.</summary>
    /// <returns>False when that was not the caller's to say: the schedule was changed since, or the claim was too old and another has taken it.</returns>
    public async Task<bool> CompleteAsync(ScheduledOccurrence occurrence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        var due = ScheduleRows.DueRow(occurrence.DueAt, occurrence.Id);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await Timetable.FindRowAsync(table, occurrence.Id, cancellationToken) is not { } current || current.GetString(ScheduleRows.Place) != due)
                return false;
            var entry = ScheduleEntry.Read(current);
            var plan = CatchUp.Decide(entry, occurrence.DueAt, wasClaimed: true, occurrence.ClaimedAt);
            var changed = Count(current, plan.Missed);
            changed[ScheduleRows.LastStartedAt] = now;
            if (await table.TryMoveAsync(current, changed, ScheduleRows.PlaceOf(entry, plan.Next), new ETag(occurrence.Claim), cancellationToken))
                return true;
            if (await table.FindAsync(ScheduleRows.Partition, due, cancellationToken) is { } taken && taken.ETag.ToString() != occurrence.Claim)
                return false;
        }

        throw new TimeoutException($"A schedule was changed by others in each of {Attempts} attempts.");
    }

    private static async Task<List<TableEntity>> ListDueAsync(TableClient table, DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        var after = ScheduleRows.DueBefore(now.AddTicks(1));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {ScheduleRows.Partition} and RowKey lt {after} and FreeAt le {now.UtcTicks}");
        var due = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, Math.Min(max, 1_000), cancellationToken: cancellationToken))
        {
            due.Add(row);
            if (due.Count == max)
                break;
        }

        return due;
    }

    /// <summary>Null when there is nothing to run, or someone else was quicker.</summary>
    private static async Task<ScheduledOccurrence?> ClaimAsync(TableClient table, TableEntity due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entry = ScheduleEntry.Read(due);
        var dueAt = ScheduleRows.DueAt(due.RowKey)!.Value;
        var plan = CatchUp.Decide(entry, dueAt, ScheduleRows.WasClaimed(due), now);
        var claimed = plan.RunsAt == dueAt ? await TakeAsync(table, due, now, cancellationToken) : await PassOverAsync(table, due, entry, plan, now, cancellationToken);
        return claimed is null || plan.RunsAt is not { } runsAt
            ? null
            : new ScheduledOccurrence(entry.Workspace, entry.Id, runsAt, plan.Missed, now, claimed.ETag.ToString());
    }

    private static async Task<TableEntity?> TakeAsync(TableClient table, TableEntity due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        due[ScheduleRows.FreeAt] = (now + ClaimLife).UtcTicks;
        return await table.TryReplaceAsync(due, cancellationToken) ? due : null;
    }

    /// <summary>Records what was missed and moves the schedule to what is not, claimed where that is due as well: two writes could be torn apart by a crash.</summary>
    private static async Task<TableEntity?> PassOverAsync(
        TableClient table, TableEntity due, ScheduleEntry entry, CatchUp plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await Timetable.FindRowAsync(table, entry.Id, cancellationToken) is not { } current || current.GetString(ScheduleRows.Place) != due.RowKey)
            return null;
        var place = ScheduleRows.PlaceOf(entry, plan.RunsAt ?? plan.Next);
        if (place is not null && plan.RunsAt is not null)
            place[ScheduleRows.FreeAt] = (now + ClaimLife).UtcTicks;
        return await table.TryMoveAsync(current, Count(current, plan.Missed), place, due.ETag, cancellationToken) && place is not null
            ? await table.FindAsync(ScheduleRows.Partition, place.RowKey, cancellationToken)
            : null;
    }

    private static TableEntity Count(TableEntity row, long missed) =>
        new(row) { [ScheduleRows.MissedCount] = (row.GetInt64(ScheduleRows.MissedCount) ?? 0) + missed };

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync(table, cancellationToken);
}
