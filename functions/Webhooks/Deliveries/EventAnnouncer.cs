using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Webhooks.Deliveries;

/// <summary>Makes deliveries of events.</summary>
public sealed class EventAnnouncer(
    WebhookStore webhooks, EventStore events, DeliveryStore deliveries, DeliveryQueue queue, TimeProvider clock, IOptions<WebhookOptions> options)
{
    private readonly TimedCache<WorkspaceId, IReadOnlyList<Webhook>> _active = new(TimeSpan.FromSeconds(15), clock, capacity: 10_000);

    public async Task AnnounceAsync(WorkspaceId workspace, WebhookEvent happened, CancellationToken cancellationToken)
    {
        Webhook[] told = [.. (await ActiveAsync(workspace, cancellationToken)).Where(webhook => webhook.Wants(happened.Type))];
        if (told.Length == 0)
            return;
        var kept = await KeepAsync(workspace, happened, cancellationToken);
        foreach (var webhook in told)
        {
            // One that was made before and not tried yet may have been left before it was in the queue.
            if (await AddAsync(webhook, kept, cancellationToken) is { State: DeliveryState.Pending, Tries: 0 } delivery)
                await queue.SendAsync(delivery.Key, cancellationToken);
        }
    }

    public Task<StoredEvent> KeepAsync(WorkspaceId workspace, WebhookEvent happened, CancellationToken cancellationToken) =>
        events.KeepAsync(workspace, happened, clock.GetUtcNow() + TimeSpan.FromDays(options.Value.KeepDays), cancellationToken);

    /// <summary>The delivery of an event to a webhook: the same, however often it is made.</summary>
    public Task<Delivery> AddAsync(Webhook webhook, StoredEvent happened, CancellationToken cancellationToken)
    {
        var id = Ids.Derive(happened.OccurredAt, [.. webhook.Id.ToByteArray(), .. happened.Id.ToByteArray()]);
        var now = clock.GetUtcNow();
        var delivery = new Delivery(id, webhook.Workspace, webhook.Id, happened.Id, happened.Type, now) { NextAttemptAt = now, DueAt = now + DeliverySweep.QueuePatience };
        return deliveries.AddAsync(delivery, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<Webhook>> ActiveAsync(WorkspaceId workspace, CancellationToken cancellationToken) =>
        (await _active.GetAsync(workspace, () => ReadAsync(workspace, cancellationToken)))!;

    public void Forget(WorkspaceId workspace) => _active.Remove(workspace);

    private async Task<IReadOnlyList<Webhook>?> ReadAsync(WorkspaceId workspace, CancellationToken cancellationToken) =>
        [.. (await webhooks.ListAsync(workspace, Webhooks.Most, null, cancellationToken)).Value.Items.Where(webhook => webhook.IsActive)];
}
