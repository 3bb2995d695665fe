using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Webhooks.Deliveries;

/// <summary>
/// Table <c>WebhookDeliveries</c>: partition = workspace and webhook, row = id, newest first. Each that is pending stands in the list of what is due too: there first, so that
/// none is lost. What is due and not pending any more is thrown out when its time comes.
/// </summary>
public sealed class DeliveryStore(PlatformStorage storage, DueList<DeliveryKey> due, IOptions<WebhookOptions> options)
{
    /// <returns>What is kept of that id: this one, or the one that was there.</returns>
    public async Task<Delivery> AddAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        if (await FindAsync(delivery.Key, cancellationToken) is { } known)
            return known;
        await due.AddAsync(delivery.DueAt, delivery.Key, cancellationToken);
        return await table.TryAddAsync(ToEntity(delivery), cancellationToken) ? delivery : (await FindAsync(delivery.Key, cancellationToken))!;
    }

    /// <summary>Changes a delivery that is there, and what is due with it.</summary>
    /// <param name="change">Null leaves it as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public async Task<Delivery?> ChangeAsync(DeliveryKey key, Func<Delivery, Delivery?> change, CancellationToken cancellationToken)
    {
        Delivery? before = null, after = null;
        if (await (await TableAsync(cancellationToken)).ChangeAsync(Partition(key), Row(key), Write, cancellationToken) is null)
            return null;
        if (after!.State != DeliveryState.Pending || after.DueAt != before!.DueAt)
            await due.RemoveAsync(before!.DueAt, key, cancellationToken);
        return after;

        async ValueTask<TableEntity?> Write(TableEntity? current)
        {
            (before, after) = (null, null);
            if (current is null)
                return null;
            before = ToDelivery(current);
            after = change(before);
            if (after is null)
                return null;
            if (after.State == DeliveryState.Pending && after.DueAt != before.DueAt)
                await due.AddAsync(after.DueAt, key, cancellationToken);
            var written = ToEntity(after);
            written.ETag = current.ETag;
            return written;
        }
    }

    public async Task<Delivery?> FindAsync(DeliveryKey key, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(Partition(key), Row(key), cancellationToken) is { } entity ? ToDelivery(entity) : null;

    /// <summary>Newest first.</summary>
    public async Task<Result<Page<Delivery>>> ListAsync(
        WorkspaceId workspace, Guid webhook, DeliveryState? state, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var filter = state is null ? null : TableClient.CreateQueryFilter($"State eq {state.ToString()}");
        var page = await (await TableAsync(cancellationToken))
            .ReadPageAsync<TableEntity>(Partition(new DeliveryKey(workspace.Value, webhook, default)), limit, cursor, cancellationToken, filter);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToDelivery) : error;
    }

    public Task<IReadOnlyList<(DateTimeOffset At, DeliveryKey Key)>> ListDueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) =>
        due.ListAsync(now, most, cancellationToken);

    /// <inheritdoc cref="DueList{T}.ForgetAsync"/>
    public Task ForgetDueAsync(DateTimeOffset at, DeliveryKey key, DateTimeOffset now, CancellationToken cancellationToken) => due.ForgetAsync(at, key, now, cancellationToken);

    public async Task RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveExpiredAsync(now, null, cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("WebhookDeliveries", cancellationToken);

    private static string Partition(DeliveryKey key) => $"{key.Workspace:D}_{key.WebhookId:N}";

    private static string Row(DeliveryKey key) => RowKeys.NewestFirst(key.Id);

    private TableEntity ToEntity(Delivery delivery)
    {
        var entity = new TableEntity(Partition(delivery.Key), Row(delivery.Key))
        {
            ["EventId"] = delivery.EventId,
            ["EventType"] = delivery.EventType,
            ["State"] = delivery.State.ToString(),
            ["Tries"] = delivery.Tries,
            ["NextAttemptAt"] = delivery.NextAttemptAt,
            ["DueAt"] = delivery.DueAt.UtcTicks,
            ["LeasedUntil"] = delivery.LeasedUntil,
            ["CreatedAt"] = delivery.CreatedAt,
            [ExpiringRows.ExpiresAt] = delivery.CreatedAt + TimeSpan.FromDays(options.Value.KeepDays),
        };
        entity.SetJson("Attempts", delivery.Attempts);
        return entity;
    }

    private static Delivery ToDelivery(TableEntity entity)
    {
        var owner = entity.PartitionKey.Split('_');
        return new(
            RowKeys.IdOfNewestFirst(entity.RowKey),
            new WorkspaceId(Guid.Parse(owner[0])),
            Guid.ParseExact(owner[1], "N"),
            entity.GetGuid("EventId")!.Value,
            entity.GetString("EventType"),
            entity.GetDateTimeOffset("CreatedAt")!.Value)
        {
            State = Enum.Parse<DeliveryState>(entity.GetString("State")),
            Attempts = entity.GetJson<IReadOnlyList<DeliveryAttempt>>("Attempts")!,
            Tries = entity.GetInt32("Tries")!.Value,
            NextAttemptAt = entity.GetDateTimeOffset("NextAttemptAt"),
            DueAt = new DateTimeOffset(entity.GetInt64("DueAt")!.Value, TimeSpan.Zero),
            LeasedUntil = entity.GetDateTimeOffset("LeasedUntil"),
        };
    }
}
