using System.Globalization;
using Azure.Data.Tables;

namespace FunctionsPlatform.Platform.Storage;

/// <summary>What has to be looked at, and when: one partition of a table, in the order of times. A thing may stand in it more than once.</summary>
/// <typeparam name="T">Says where the thing is; small.</typeparam>
/// <param name="idOf">Tells things of the same time apart.</param>
public sealed class DueList<T>(PlatformStorage storage, string table, Func<T, Guid> idOf)
    where T : class
{
    private const string Partition = "due";

    /// <summary>Longer than it takes to write a thing after its place in the list.</summary>
    private static readonly TimeSpan WriteTime = TimeSpan.FromMinutes(1);

    public async Task AddAsync(DateTimeOffset at, T thing, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, Row(at, thing)) { ["DueAt"] = at.UtcTicks };
        row.SetJson("Thing", thing);
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    public async Task RemoveAsync(DateTimeOffset at, T thing, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(Partition, Row(at, thing), cancellationToken);

    /// <summary>Removes what was due and then was not, unless it is so new that the thing itself may still be being written.</summary>
    public Task ForgetAsync(DateTimeOffset at, T thing, DateTimeOffset now, CancellationToken cancellationToken) =>
        now - at > WriteTime ? RemoveAsync(at, thing, cancellationToken) : Task.CompletedTask;

    /// <summary>What is due by now, longest due first.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset At, T Thing)>> ListAsync(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var after = Ticks(now.AddTicks(1));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey lt {after}");
        var due = new List<(DateTimeOffset, T)>();
        await foreach (var row in (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(filter, Math.Min(most, 1_000), cancellationToken: cancellationToken))
        {
            due.Add((new DateTimeOffset(row.GetInt64("DueAt")!.Value, TimeSpan.Zero), row.GetJson<T>("Thing")!));
            if (due.Count == most)
                break;
        }

        return due;
    }

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync(table, cancellationToken);

    private string Row(DateTimeOffset at, T thing) => $"{Ticks(at)}-{idOf(thing):N}";

    private static string Ticks(DateTimeOffset at) => at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}
