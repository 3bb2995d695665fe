using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Emulator.Queues;

/// <summary>
/// A received message, kept hidden from other readers until it is deleted, released or disposed of. A process that dies lets the
/// lease run out and another reader has the message again: delivery is at least once.
/// </summary>
internal sealed class MessageLease : IAsyncDisposable
{
    /// <summary>How long a message is hidden at a time.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private readonly QueueClient _queue;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewal;
    private string _popReceipt;

    public MessageLease(QueueClient queue, QueueMessage message, TimeProvider clock)
    {
        _queue = queue;
        Message = message;
        _popReceipt = message.PopReceipt;
        _renewal = RenewAsync(clock);
    }

    public QueueMessage Message { get; }

    public async Task DeleteAsync()
    {
        await EndAsync();
        await _queue.DeleteMessageAsync(Message.MessageId, _popReceipt);
    }

    /// <summary>Lets readers have the message again after the given time.</summary>
    public async Task ReleaseAsync(TimeSpan hiddenFor)
    {
        await EndAsync();
        await _queue.UpdateMessageAsync(Message.MessageId, _popReceipt, visibilityTimeout: hiddenFor);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _ended.Dispose();
    }

    private async Task EndAsync()
    {
        await _ended.CancelAsync();
        await _renewal;
    }

    private async Task RenewAsync(TimeProvider clock)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Duration / 2, clock, _ended.Token);
                var renewed = await _queue.UpdateMessageAsync(Message.MessageId, _popReceipt, visibilityTimeout: Duration);
                _popReceipt = renewed.Value.PopReceipt;
            }
        }
        catch (OperationCanceledException)
        {
            // The lease has ended as intended.
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            // The lease is lost: the message is run again, and deleting it fails for this reader.
        }
    }
}
