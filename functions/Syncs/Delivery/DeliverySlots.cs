using System.Collections.Concurrent;
using FunctionsPlatform.Destinations;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Syncs.Delivery;

/// <summary>How many chunks this process delivers at a time: in all, since each has its rows in memory, and to one destination, which has its own limits.</summary>
public sealed class DeliverySlots(IOptions<SyncOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _all = new(options.Value.MaxDeliveries);
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _destinations = new();

    /// <summary>Waits for room. Dispose what is returned to make room.</summary>
    public async Task<IDisposable> TakeAsync(OpenDestination open, CancellationToken cancellationToken)
    {
        var one = _destinations.GetOrAdd(open.Destination.Id, _ => new SemaphoreSlim(open.Kind.Definition.MaxWriters));
        await one.WaitAsync(cancellationToken);
        try
        {
            await _all.WaitAsync(cancellationToken);
        }
        catch
        {
            one.Release();
            throw;
        }

        return new Slot(_all, one);
    }

    public void Dispose()
    {
        _all.Dispose();
        foreach (var one in _destinations.Values)
            one.Dispose();
    }

    private sealed class Slot(SemaphoreSlim all, SemaphoreSlim one) : IDisposable
    {
        public void Dispose()
        {
            all.Release();
            one.Release();
        }
    }
}
