using Emulator.Hosting.Settings;
using Microsoft.Extensions.Logging;

namespace Emulator.Queues;

/// <summary>Takes batches of messages from one queue for one function, for as long as the host runs.</summary>
internal sealed partial class QueueListener(
    QueueConnection connection, QueueMessageHandler handler, QueueSettings settings, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<Task> _running = [];
    private TimeSpan _pause = ShortestPause;
    private bool _exists;

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await WaitForRoomAsync();
                await PauseAsync(foundAny: await TakeBatchAsync(stopping), stopping);
            }
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            await Task.WhenAll(_running);
        }
    }

    private async Task<bool> TakeBatchAsync(CancellationToken stopping)
    {
        try
        {
            if (!_exists)
                await connection.Queue.CreateIfNotExistsAsync(cancellationToken: stopping);
            _exists = true;
            var messages = await connection.Queue.ReceiveMessagesAsync(settings.BatchSize, MessageLease.Duration, stopping);
            foreach (var message in messages.Value)
            {
                var lease = new MessageLease(connection.Queue, message, clock);
                _running.Add(Task.Run(() => handler.HandleAsync(lease, stopping), CancellationToken.None));
            }

            return messages.Value.Length > 0;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Log.Unreachable(logger, connection.Queue.Name, exception.Message);
            _exists = false;
            return false;
        }
    }

    private async Task WaitForRoomAsync()
    {
        var threshold = settings.NewBatchThreshold ?? settings.BatchSize / 2;
        _running.RemoveWhere(task => task.IsCompleted);
        while (_running.Count > threshold)
            _running.Remove(await Task.WhenAny(_running));
    }

    private async Task PauseAsync(bool foundAny, CancellationToken stopping)
    {
        if (foundAny)
        {
            _pause = ShortestPause;
            return;
        }

        await Task.Delay(_pause, clock, stopping);
        _pause = _pause * 2 < settings.MaxPollingInterval ? _pause * 2 : settings.MaxPollingInterval;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Queue {Queue} cannot be read, trying again: {Problem}")]
        public static partial void Unreachable(ILogger logger, string queue, string problem);
    }
}
