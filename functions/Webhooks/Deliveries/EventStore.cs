using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Webhooks.Deliveries;

/// <summary>Table <c>WebhookEvents</c>: partition = workspace, row = id. What is sent, so that every attempt sends the same.</summary>
public sealed class EventStore(PlatformStorage storage)
{
    /// <summary>Keeps an event, unless one of its id is kept.</summary>
    /// <returns>What is kept of that id.</returns>
    public async Task<StoredEvent> KeepAsync(WorkspaceId workspace, WebhookEvent happened, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var kept = new StoredEvent(happened.Id, happened.Type, happened.OccurredAt, happened.ToBody());
        var entity = new TableEntity(workspace.ToString(), Row(happened.Id))
        {
            ["Type"] = kept.Type,
            ["OccurredAt"] = kept.OccurredAt,
            [ExpiringRows.ExpiresAt] = expiresAt,
        };
        entity.SetJson("Body", kept.Body);
        return await (await TableAsync(cancellationToken)).TryAddAsync(entity, cancellationToken)
            ? kept
            : await FindAsync(workspace, happened.Id, cancellationToken) ?? kept;
    }

    public async Task<StoredEvent?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), Row(id), cancellationToken) is { } entity
            ? new StoredEvent(id, entity.GetString("Type"), entity.GetDateTimeOffset("OccurredAt")!.Value, entity.GetJson<string>("Body")!)
            : null;

    public async Task RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveExpiredAsync(now, null, cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("WebhookEvents", cancellationToken);

    private static string Row(Guid id) => id.ToString("N");
}

/// <param name="Body">The JSON as it is sent.</param>
public sealed record StoredEvent(Guid Id, string Type, DateTimeOffset OccurredAt, string Body)
{
    public static PublicId PublicId { get; } = new("event", "msg_");
}
