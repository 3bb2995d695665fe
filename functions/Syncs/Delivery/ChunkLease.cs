using Azure;
using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Syncs.Delivery;

/// <summary>Keeps a chunk to one worker while it is at it, by putting off the time at which the next may have it.</summary>
internal sealed class ChunkLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewal;

    public ChunkLease(ChunkStore chunks, ChunkMessage message, TimeSpan duration, TimeProvider clock) =>
        _renewal = RenewAsync(chunks, message, duration, clock);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewal;
        _ended.Dispose();
    }

    private async Task RenewAsync(ChunkStore chunks, ChunkMessage message, TimeSpan duration, TimeProvider clock)
    {
        while (true)
        {
            try
            {
                await Task.Delay(duration / 3, clock, _ended.Token);
                await chunks.ChangeAsync(
                    message.Run,
                    message.Chunk,
                    chunk => chunk.State == ChunkState.Sending ? chunk with { LeasedUntil = clock.GetUtcNow() + duration } : null,
                    _ended.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (RequestFailedException)
            {
                // Storage is away for a moment; two more tries fit into the lease.
            }
        }
    }
}
