using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Webhooks.Deliveries;

/// <summary>Makes deliveries. One worker has a delivery at a time, and one that is made or not due is left alone, however often its message comes.</summary>
public sealed partial class DeliveryWorker(
    WebhookStore webhooks, EventStore events, DeliveryStore deliveries, EventAnnouncer announcer, DeliverySender sender, DeliverySlots slots, TimeProvider clock, ILogger<DeliveryWorker> logger)
{
    /// <summary>Longer than an attempt lasts.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const string OurFault = "It could not be sent: the platform failed, not the receiver.";

    private static readonly TimeSpan NoRoom = TimeSpan.FromSeconds(5);

    public async Task DeliverAsync(DeliveryKey key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        using var slot = slots.TryTake(key.WebhookId);
        if (slot is null)
        {
            await deliveries.ChangeAsync(key, delivery => delivery.IsReady(now) ? delivery with { DueAt = now + NoRoom } : null, cancellationToken);
            return;
        }

        var claimed = await deliveries.ChangeAsync(key, delivery => delivery.IsReady(now) ? delivery with { LeasedUntil = now + Lease } : null, cancellationToken);
        if (claimed is not null)
            await AttemptAsync(claimed, cancellationToken);
    }

    private async Task AttemptAsync(Delivery claimed, CancellationToken cancellationToken)
    {
        var webhook = await webhooks.FindAsync(claimed.Workspace, claimed.WebhookId, cancellationToken);
        var happened = await events.FindAsync(claimed.Workspace, claimed.EventId, cancellationToken);
        var isTest = claimed.EventType == EventTypes.Test;
        if (webhook is null || happened is null || !(webhook.IsActive || isTest))
        {
            var why = happened is null ? WebhookErrors.EventExpired : webhook is null ? WebhookErrors.NotFound : WebhookErrors.NotActive;
            await WriteAsync(claimed, delivery => delivery.Ended(DeliveryState.Failed, new DeliveryAttempt(clock.GetUtcNow(), null, why.Message, 0)), cancellationToken);
            return;
        }

        var (attempt, wish) = await SendAsync(webhook, happened, cancellationToken);
        var wait = isTest || attempt.Status == 410 ? null : RetrySchedule.After(claimed.Tries + 1, wish);
        // The receiver has what it was sent: that is written down even where this process is being stopped.
        await WriteAsync(claimed, Settle, CancellationToken.None);
        if (!isTest && attempt.Error != OurFault)
            await TellHealthAsync(webhook, attempt, CancellationToken.None);

        Delivery Settle(Delivery delivery) =>
            attempt.Error is null ? delivery.Ended(DeliveryState.Delivered, attempt)
            : wait is { } time ? delivery.Again(clock.GetUtcNow() + time, attempt)
            : delivery.Ended(DeliveryState.Failed, attempt);
    }

    private async Task<(DeliveryAttempt Attempt, TimeSpan? Wait)> SendAsync(Webhook webhook, StoredEvent happened, CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        try
        {
            return await sender.SendAsync(webhook, happened, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotSent(logger, failure, webhook.Id);
            return (new DeliveryAttempt(started, null, OurFault, 0), null);
        }
    }

    /// <summary>Unless another has taken it over since.</summary>
    private Task<Delivery?> WriteAsync(Delivery claimed, Func<Delivery, Delivery> settle, CancellationToken cancellationToken) =>
        deliveries.ChangeAsync(claimed.Key, delivery => delivery.LeasedUntil == claimed.LeasedUntil ? settle(delivery) : null, cancellationToken);

    private async Task TellHealthAsync(Webhook webhook, DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Error is null && webhook.Health.FailingSince is null)
            return;
        var changed = await webhooks.ChangeAsync(webhook.Workspace, webhook.Id, Change, cancellationToken);
        if (changed is { IsActive: false })
            announcer.Forget(webhook.Workspace);

        Webhook? Change(Webhook current)
        {
            if (attempt.Error is null)
                return current with { Health = new WebhookHealth() };
            var health = current.Health.Failed(attempt.At);
            var state = !current.IsActive ? current.State
                : attempt.Status == 410 ? WebhookState.Gone
                : health.IsHopeless(attempt.At) ? WebhookState.Failing
                : WebhookState.Active;
            return current with { Health = health, State = state };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A delivery could not be sent; it is tried again by the schedule. Webhook: {Webhook}")]
        public static partial void NotSent(ILogger logger, Exception exception, Guid webhook);
    }
}
