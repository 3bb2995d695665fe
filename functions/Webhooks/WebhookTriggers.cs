using FunctionsPlatform.Webhooks.Deliveries;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Webhooks;

/// <summary>What delivers events without a request.</summary>
public sealed class WebhookTriggers(DeliveryWorker worker, DeliverySweep sweep)
{
    [Function("Webhooks_OnDelivery")]
    public Task OnDeliveryAsync([QueueTrigger("%WebhookQueue%", Connection = "DataStorage")] DeliveryKey key, CancellationToken cancellationToken) =>
        worker.DeliverAsync(key, cancellationToken);

    /// <summary>Sends again what is to be tried again, and what a process that died has left.</summary>
    [Function("Webhooks_OnRetry")]
    public Task OnRetryAsync([TimerTrigger("*/5 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);

    [Function("Webhooks_OnExpiry")]
    public Task OnExpiryAsync([TimerTrigger("0 47 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) => sweep.ClearExpiredAsync(cancellationToken);
}
