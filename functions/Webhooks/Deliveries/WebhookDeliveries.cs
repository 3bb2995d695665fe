using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Webhooks.Deliveries;

/// <summary>The deliveries of webhooks, for their owners: seen, made again, tried.</summary>
public sealed class WebhookDeliveries(
    Webhooks webhooks, EventStore events, DeliveryStore deliveries, DeliveryQueue queue, EventAnnouncer announcer, DeliveryWorker worker, Ids ids, TimeProvider clock)
{
    /// <summary>Newest first.</summary>
    public async Task<Result<Page<Delivery>>> ListAsync(
        WorkspaceId workspace, Guid webhook, DeliveryState? state, int limit, string? cursor, CancellationToken cancellationToken) =>
        (await webhooks.GetAsync(workspace, webhook, cancellationToken)).Succeeded(out _, out var missing)
            ? await deliveries.ListAsync(workspace, webhook, state, limit, cursor, cancellationToken)
            : missing;

    public async Task<Result<Delivery>> GetAsync(WorkspaceId workspace, Guid webhook, Guid id, CancellationToken cancellationToken)
    {
        if (!(await webhooks.GetAsync(workspace, webhook, cancellationToken)).Succeeded(out _, out var missing))
            return missing;
        return await deliveries.FindAsync(new DeliveryKey(workspace.Value, webhook, id), cancellationToken) is { } delivery ? delivery : WebhookErrors.DeliveryNotFound;
    }

    /// <summary>The JSON that was or will be sent; null when it is not kept any more.</summary>
    public async Task<string?> BodyOfAsync(Delivery delivery, CancellationToken cancellationToken) =>
        (await events.FindAsync(delivery.Workspace, delivery.EventId, cancellationToken))?.Body;

    /// <summary>Sends the same event again, with its retry schedule from the start.</summary>
    public async Task<Result<Delivery>> RedeliverAsync(WorkspaceId workspace, Guid webhookId, Guid id, CancellationToken cancellationToken)
    {
        if (!(await webhooks.GetAsync(workspace, webhookId, cancellationToken)).Succeeded(out var webhook, out var missing))
            return missing;
        if (!webhook.IsActive)
            return WebhookErrors.NotActive;
        var now = clock.GetUtcNow();
        var key = new DeliveryKey(workspace.Value, webhookId, id);
        if (await deliveries.FindAsync(key, cancellationToken) is not { } found)
            return WebhookErrors.DeliveryNotFound;
        if (await events.FindAsync(workspace, found.EventId, cancellationToken) is null)
            return WebhookErrors.EventExpired;
        var again = await deliveries.ChangeAsync(
            key,
            delivery => delivery with { State = DeliveryState.Pending, Tries = 0, NextAttemptAt = now, DueAt = now + DeliverySweep.QueuePatience },
            cancellationToken);
        if (again is null)
            return WebhookErrors.DeliveryNotFound;
        await queue.SendAsync(key, cancellationToken);
        return again;
    }

    /// <summary>Sends a test event at once, once, also to a webhook that is switched off.</summary>
    public async Task<Result<Delivery>> TestAsync(WorkspaceId workspace, Guid webhookId, CancellationToken cancellationToken)
    {
        if (!(await webhooks.GetAsync(workspace, webhookId, cancellationToken)).Succeeded(out var webhook, out var missing))
            return missing;
        var test = new WebhookEvent(ids.New(), EventTypes.Test, clock.GetUtcNow(), new JsonObject { ["message"] = "This is a test: it stands for nothing that happened." });
        var delivery = await announcer.AddAsync(webhook, await announcer.KeepAsync(workspace, test, cancellationToken), cancellationToken);
        await worker.DeliverAsync(delivery.Key, cancellationToken);
        return (await deliveries.FindAsync(delivery.Key, cancellationToken))!;
    }
}
