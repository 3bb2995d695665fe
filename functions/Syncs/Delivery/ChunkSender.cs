using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Runs;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Syncs.Delivery;

/// <summary>Sends the rows of one chunk in batches, and records what became of each.</summary>
public sealed class ChunkSender(SyncRunStore runs, ChunkStore chunks, ChangeChunks changes, ChunkOutcomes outcomes, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <param name="tally">Gets the fate of every row that was tried, also when this ends early.</param>
    /// <returns><see cref="ChunkState.Delivered"/>, or <see cref="ChunkState.Waiting"/> when the run was paused in between.</returns>
    public async Task<Result<ChunkState>> SendAsync(
        ChunkMessage message, ChunkRecord claimed, RunPlan plan, OpenDestination open, DeliveryTally tally, CancellationToken cancellationToken)
    {
        await using var rows = await changes.OpenAsync(RunFiles.Of(message.Run), message.Chunk, cancellationToken);
        if (!RunMapping.Create(plan, rows.Columns).Succeeded(out var mapping, out var wrong))
            return wrong;
        if (!(await open.Kind.OpenAsync(open.Settings, mapping.Target, cancellationToken)).Succeeded(out var opened, out var refused))
            return refused;
        await using var writer = opened;
        var ledger = new DeliveryLedger(chunks, outcomes, message, claimed);
        var batches = new ChunkBatches(rows, mapping.Rows, plan.Write, writer.BatchRows);
        for (var looked = clock.GetTimestamp(); await batches.ReadAsync(cancellationToken) is { } batch;)
        {
            if (clock.GetElapsedTime(looked) > LookEvery)
            {
                looked = clock.GetTimestamp();
                if (await runs.FindAsync(message.Run, cancellationToken) is { Wish: RunWish.Pause })
                    return ChunkState.Waiting;
            }

            tally.Settle(batch, await WriteAsync(writer, batch, new BatchId(message.Run.Id, message.Chunk, batch.Number), ledger, tally, cancellationToken));
        }

        return ChunkState.Delivered;
    }

    /// <summary>Keeps the outcome, then ends the chunk.</summary>
    /// <returns>True, for callers that answer with it: the chunk is finished.</returns>
    public async Task<bool> FinishAsync(ChunkMessage message, DeliveryTally tally, ChunkState state, ApiError? error)
    {
        await outcomes.WriteAsync(RunFiles.Of(message.Run), message.Chunk, tally.ToOutcome(), CancellationToken.None);
        await chunks.ChangeAsync(
            message.Run,
            message.Chunk,
            chunk => chunk.IsFinished
                ? null
                : chunk with
                {
                    State = state,
                    LeasedUntil = null,
                    Added = tally.Added,
                    Changed = tally.Changed,
                    Removed = tally.Removed,
                    Rejected = tally.Rejected,
                    Unknown = tally.Unknown,
                    Error = error,
                },
            CancellationToken.None);
        return true;
    }

    private static async Task<IReadOnlyList<RowRejection>> WriteAsync(
        IRowWriter writer, ChunkBatch batch, BatchId id, DeliveryLedger ledger, DeliveryTally tally, CancellationToken cancellationToken)
    {
        if (batch.Rows.Count == 0)
            return [];
        var written = new WriteBatch(id, batch.Operation, batch.Rows, batch.ExpectNew);
        return writer.IsRepeatable(batch.Operation)
            ? await writer.WriteAsync(written, cancellationToken)
            : await ledger.WriteOnceAsync(batch, tally, () => writer.WriteAsync(written, cancellationToken));
    }
}
