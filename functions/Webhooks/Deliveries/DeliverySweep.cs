using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Webhooks.Deliveries;

/// <summary>Puts deliveries into the queue whose time has come, or whose message or worker is lost.</summary>
public sealed partial class DeliverySweep(DeliveryStore deliveries, EventStore events, DeliveryQueue queue, TimeProvider clock, ILogger<DeliverySweep> logger)
{
    /// <summary>A message that nobody has taken by then may be lost.</summary>
    public static readonly TimeSpan QueuePatience = TimeSpan.FromMinutes(2);

    private const int AtATime = 500;
    private const int Parallelism = 8;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await deliveries.ListDueAsync(now, AtATime, cancellationToken);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (entry, token) =>
            {
                try
                {
                    await EnqueueAsync(entry.At, entry.Key, now, token);
                }
                catch (Exception failure) when (!token.IsCancellationRequested)
                {
                    // The others must not wait for this one; it stays due.
                    Log.NotQueued(logger, failure, entry.Key.Id);
                }
            });
    }

    public async Task ClearExpiredAsync(CancellationToken cancellationToken)
    {
        await deliveries.RemoveExpiredAsync(clock.GetUtcNow(), cancellationToken);
        await events.RemoveExpiredAsync(clock.GetUtcNow(), cancellationToken);
    }

    private async Task EnqueueAsync(DateTimeOffset at, DeliveryKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var moved = await deliveries.ChangeAsync(
            key, delivery => delivery.State == DeliveryState.Pending && delivery.DueAt == at ? delivery with { DueAt = now + QueuePatience } : null, cancellationToken);
        if (moved is null)
            await deliveries.ForgetDueAsync(at, key, now, cancellationToken);
        else if (moved.IsReady(now))
            await queue.SendAsync(key, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A delivery that is due could not be put into the queue; it is tried again. Delivery: {Delivery}")]
        public static partial void NotQueued(ILogger logger, Exception exception, Guid delivery);
    }
}
