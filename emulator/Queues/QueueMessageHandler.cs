using Emulator.Hosting;
using Emulator.Hosting.Settings;
using Microsoft.Extensions.Logging;

namespace Emulator.Queues;

/// <summary>Runs the function for a message, then deletes the message, gives it back or moves it to the poison queue.</summary>
internal sealed partial class QueueMessageHandler(
    HostedFunction function, FunctionRunner runner, QueueConnection connection, QueueSettings settings, ILogger logger)
{
    public async Task HandleAsync(MessageLease message, CancellationToken stopping)
    {
        await using (message)
        {
            try
            {
                if (await SucceedsAsync(message, stopping))
                    await message.DeleteAsync();
                else if (message.Message.DequeueCount >= settings.MaxDequeueCount)
                    await PoisonAsync(message);
                else
                    await message.ReleaseAsync(stopping.IsCancellationRequested ? TimeSpan.Zero : settings.VisibilityTimeout);
            }
            catch (Exception exception)
            {
                Log.Unsettled(logger, function.Name, message.Message.MessageId, exception.Message);
            }
        }
    }

    private async Task<bool> SucceedsAsync(MessageLease message, CancellationToken stopping)
    {
        // A message that was taken too often without an outcome brought the process down before.
        if (message.Message.DequeueCount > settings.MaxDequeueCount)
            return false;
        try
        {
            var body = settings.MessageEncoding.Decode(message.Message.Body);
            await runner.RunAsync(function, new QueueTriggerData(message.Message, body), stopping);
            return true;
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception, function.Name, message.Message.MessageId, message.Message.DequeueCount, settings.MaxDequeueCount);
            return false;
        }
    }

    private async Task PoisonAsync(MessageLease message)
    {
        await connection.Poison.CreateIfNotExistsAsync();
        await connection.Poison.SendMessageAsync(message.Message.Body);
        await message.DeleteAsync();
        Log.Poisoned(logger, function.Name, message.Message.MessageId, connection.Poison.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} failed on message {MessageId}, try {Try} of {Tries}")]
        public static partial void Failed(ILogger logger, Exception exception, string function, string messageId, long @try, int tries);

        [LoggerMessage(2, LogLevel.Error, "Function {Function} failed every try of message {MessageId}, which is now in {Poison}")]
        public static partial void Poisoned(ILogger logger, string function, string messageId, string poison);

        [LoggerMessage(3, LogLevel.Warning, "Message {MessageId} of {Function} could not be settled and will come again: {Problem}")]
        public static partial void Unsettled(ILogger logger, string function, string messageId, string problem);
    }
}
