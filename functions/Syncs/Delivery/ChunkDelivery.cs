using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Syncs.Delivery;

/// <summary>Delivers chunks. One worker has a chunk at a time; a chunk that was delivered is not delivered again, however often its message comes.</summary>
public sealed class ChunkDelivery(
    SyncRunStore runs,
    ChunkStore chunks,
    RunPapers papers,
    Destinations.Destinations destinations,
    ChunkSender sender,
    DeliverySlots slots,
    RunWatch watch,
    TimeProvider clock,
    IOptions<SyncOptions> options)
{
    /// <returns>True when the chunk is finished, and whoever waits for it must hear of that.</returns>
    /// <exception cref="ConnectorException">The destination is away for the moment: the message is to come again.</exception>
    public async Task<bool> DeliverAsync(ChunkMessage message, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(message.Run, cancellationToken) is not { IsFinished: false } run)
            return false;
        if (await IsFinishedAsync(message, cancellationToken))
            return true;
        if (run.Wish == RunWish.Pause)
            return await GiveBackAsync(message, null);

        var plan = await papers.ReadAsync<RunPlan>(message.Run, cancellationToken);
        if (!(await destinations.OpenAsync(run.Workspace, plan.DestinationId, cancellationToken)).Succeeded(out var open, out var missing))
            return await sender.FinishAsync(message, new DeliveryTally(), ChunkState.Failed, missing);
        using var slot = await slots.TakeAsync(open, cancellationToken);
        return await ClaimAsync(message, cancellationToken) is { } claimed
            ? await DeliverAsync(message, claimed, plan, open, cancellationToken)
            : await IsFinishedAsync(message, cancellationToken);
    }

    /// <summary>Ends a chunk whose every try failed.</summary>
    public Task GiveUpAsync(ChunkMessage message, CancellationToken cancellationToken) => chunks.ChangeAsync(
        message.Run,
        message.Chunk,
        chunk => chunk.IsFinished ? null : chunk with { State = ChunkState.Failed, LeasedUntil = null, Error = chunk.Error ?? DeliveryErrors.NotDelivered },
        cancellationToken);

    private async Task<bool> DeliverAsync(
        ChunkMessage message, ChunkRecord claimed, RunPlan plan, OpenDestination open, CancellationToken cancellationToken)
    {
        var tally = new DeliveryTally();
        await using var lease = new ChunkLease(chunks, message, options.Value.ChunkLease, clock);
        try
        {
            var state = await watch.RunAsync(message.Run, stop => sender.SendAsync(message, claimed, plan, open, tally, stop), cancellationToken);
            return state.Succeeded(out var reached, out var refused)
                ? reached == ChunkState.Delivered ? await sender.FinishAsync(message, tally, reached, null) : await GiveBackAsync(message, null)
                : await sender.FinishAsync(message, tally, ChunkState.Failed, refused);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await sender.FinishAsync(message, tally, ChunkState.Stopped, null);
        }
        catch (ConnectorException failure) when (!failure.IsTransient)
        {
            return await sender.FinishAsync(message, tally, ChunkState.Failed, ConnectionErrors.From(failure));
        }
        catch (Exception passing)
        {
            await GiveBackAsync(message, passing is ConnectorException away ? ConnectionErrors.From(away) : null);
            throw;
        }
    }

    private async Task<bool> IsFinishedAsync(ChunkMessage message, CancellationToken cancellationToken) =>
        await chunks.FindAsync(message.Run, message.Chunk, cancellationToken) is { IsFinished: true };

    private async Task<ChunkRecord?> ClaimAsync(ChunkMessage message, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await chunks.ChangeAsync(
            message.Run,
            message.Chunk,
            chunk => chunk.IsFinished || chunk.LeasedUntil > now
                ? null
                : chunk with { State = ChunkState.Sending, LeasedUntil = now + options.Value.ChunkLease },
            cancellationToken);
    }

    /// <summary>Leaves the chunk to whoever comes next. Nobody needs to hear of it.</summary>
    private async Task<bool> GiveBackAsync(ChunkMessage message, ApiError? reason)
    {
        await chunks.ChangeAsync(
            message.Run,
            message.Chunk,
            chunk => chunk.IsFinished
                ? null
                : chunk with { State = ChunkState.Waiting, LeasedUntil = null, EnqueuedAt = reason is null ? null : chunk.EnqueuedAt, Error = reason ?? chunk.Error },
            CancellationToken.None);
        return false;
    }
}
