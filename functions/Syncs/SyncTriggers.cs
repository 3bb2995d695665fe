using FunctionsPlatform.Connectors;
using FunctionsPlatform.Syncs.Delivery;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Syncs;

/// <summary>What starts syncs and their deliveries without a request.</summary>
public sealed partial class SyncTriggers(
    ChunkDelivery delivery, RunSweep sweep, RunStarter starter, RunCleanup cleanup, ILogger<SyncTriggers> logger)
{
    [Function("Syncs_OnChunk")]
    public async Task OnChunkAsync(
        [QueueTrigger("%SyncChunkQueue%", Connection = "DataStorage")] ChunkMessage message, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        try
        {
            if (await delivery.DeliverAsync(message, cancellationToken))
                await SyncOrchestrator.TellAsync(client, message.Run, message.Chunk, CancellationToken.None);
        }
        catch (ConnectorException away)
        {
            // Told on the chunk; thrown on, so that the queue gives the message again.
            Log.Away(logger, message.Run.Id, message.Chunk, away.Failure);
            throw;
        }
    }

    [Function("Syncs_OnChunkPoison")]
    public async Task OnChunkPoisonAsync(
        [QueueTrigger("%SyncChunkQueue%-poison", Connection = "DataStorage")] ChunkMessage message, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await delivery.GiveUpAsync(message, cancellationToken);
        await SyncOrchestrator.TellAsync(client, message.Run, message.Chunk, cancellationToken);
    }

    /// <summary>Starts what waits for the end of the run.</summary>
    [Function("Syncs_OnRunEnded")]
    public async Task OnRunEndedAsync(
        [QueueTrigger("%SyncRunEndedQueue%", Connection = "DataStorage")] RunEnded ended, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var run in await starter.StartAfterAsync(ended, cancellationToken))
            await SyncOrchestrator.StartAsync(client, RunKey.Of(run), cancellationToken);
    }

    [Function("Syncs_OnSchedule")]
    public Task OnScheduleAsync([TimerTrigger("*/5 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        starter.StartDueAsync(
            run => SyncOrchestrator.StartAsync(client, RunKey.Of(run), cancellationToken),
            (failure, sync) => Log.NotStarted(logger, failure, sync),
            cancellationToken);

    /// <summary>Finds runs that nobody runs: recorded by a process that died before it could start them, or left by an orchestration that broke.</summary>
    [Function("Syncs_OnSweep")]
    public async Task OnSweepAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var key in await sweep.ListAsync(cancellationToken))
        {
            try
            {
                var instance = await client.GetInstanceAsync(key.Id.ToString("N"), cancellationToken);
                if (await sweep.NeedsStartAsync(key, isKnown: instance is not null, isOver: instance is { IsCompleted: true }, cancellationToken))
                    await SyncOrchestrator.StartAsync(client, key, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                Log.NotSwept(logger, failure, key.Id);
            }
        }
    }

    [Function("Syncs_OnCleanup")]
    public Task OnCleanupAsync([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) => cleanup.RunAsync(cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A chunk could not be delivered and is tried again. Run: {Run}, chunk: {Chunk}, failure: {Failure}")]
        public static partial void Away(ILogger logger, Guid run, int chunk, ConnectorFailure failure);

        [LoggerMessage(2, LogLevel.Error, "A sync that is due could not be started; it is tried again. Sync: {Sync}")]
        public static partial void NotStarted(ILogger logger, Exception exception, Guid sync);

        [LoggerMessage(3, LogLevel.Error, "A run could not be looked after; tried again in a minute. Run: {Run}")]
        public static partial void NotSwept(ILogger logger, Exception exception, Guid run);
    }
}
