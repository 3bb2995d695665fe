using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Webhooks.Deliveries;

/// <summary>How many deliveries this process makes to one webhook at a time: one that is slow must not keep others waiting.</summary>
public sealed class DeliverySlots(IOptions<WebhookOptions> options)
{
    private readonly ConcurrentDictionary<Guid, int> _busy = new();

    /// <summary>Null when there is no room. Dispose what is returned to make room.</summary>
    public IDisposable? TryTake(Guid webhook)
    {
        if (_busy.AddOrUpdate(webhook, 1, (_, count) => count + 1) <= options.Value.MaxDeliveries)
            return new Slot(this, webhook);
        Release(webhook);
        return null;
    }

    private void Release(Guid webhook)
    {
        if (_busy.AddOrUpdate(webhook, 0, (_, count) => count - 1) == 0)
            _busy.TryRemove(KeyValuePair.Create(webhook, 0));
    }

    private sealed class Slot(DeliverySlots slots, Guid webhook) : IDisposable
    {
        public void Dispose() => slots.Release(webhook);
    }
}
