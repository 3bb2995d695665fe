using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Monitors;

/// <summary>Runs monitors whose time has come. What a process that dies leaves stays due, and is then the same look as before. Times that passed while nothing ran are one look.</summary>
public sealed partial class DueMonitors(MonitorStore store, PointStore points, MonitorRuns runs, DueList<MonitorKey> due, TimeProvider clock, ILogger<DueMonitors> logger)
{
    private const int AtATime = 100;
    private const int Parallelism = 4;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(await due.ListAsync(clock.GetUtcNow(), AtATime, cancellationToken), limits, async (entry, token) =>
        {
            try
            {
                await RunAsync(entry.Thing, entry.At, token);
            }
            catch (Exception failure) when (!token.IsCancellationRequested)
            {
                // The others must not wait for this one; it stays due.
                Log.NotRun(logger, failure, entry.Thing.Id);
            }
        });
    }

    public Task ClearExpiredAsync(CancellationToken cancellationToken) => points.RemoveExpiredAsync(clock.GetUtcNow(), cancellationToken);

    private async Task RunAsync(MonitorKey key, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(key, cancellationToken) is not { IsActive: true } monitor || monitor.NextRunAt != at)
        {
            await due.ForgetAsync(at, key, clock.GetUtcNow(), cancellationToken);
            return;
        }

        await runs.RunAsync(monitor, MonitorPoint.IdOf(key.Id, at), cancellationToken);
        await store.ChangeAsync(key, current => current.NextRunAt == at ? current with { NextRunAt = current.NextAfter(clock.GetUtcNow()) } : null, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A monitor that is due could not be run; it is tried again. Monitor: {Monitor}")]
        public static partial void NotRun(ILogger logger, Exception exception, Guid monitor);
    }
}
