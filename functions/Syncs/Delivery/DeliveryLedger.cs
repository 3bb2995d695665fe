using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Syncs.Runs;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Syncs.Delivery;

/// <summary>
/// Keeps rows from being sent twice to destinations where twice sent is twice there. Before a batch is sent it is noted; a worker that finds the note of another
/// cannot know how that ended, so it does not send the batch, and reports its rows as unknown.
/// </summary>
/// <param name="claimed">The chunk as this worker took it over.</param>
public sealed class DeliveryLedger(ChunkStore chunks, ChunkOutcomes outcomes, ChunkMessage message, ChunkRecord claimed)
{
    private ChunkOutcome? _before;

    public async Task<IReadOnlyList<RowRejection>> WriteOnceAsync(ChunkBatch batch, DeliveryTally tally, Func<Task<IReadOnlyList<RowRejection>>> send)
    {
        if (batch.Number < claimed.Settled)
            return await RememberedAsync(batch);
        if (batch.Number == claimed.Sending)
            return [.. batch.Rows.Select((_, row) => new RowRejection(row, "outcome_unknown", "It was sent, and the answer was lost. It is not sent again.", IsOutcomeUnknown: true))];

        await NoteAsync(batch.Number, batch.Number);
        try
        {
            var rejections = await send();
            // The next note says that this batch is settled, so what was rejected must be kept by then.
            if (rejections.Count > 0)
                await outcomes.WriteAsync(RunFiles.Of(message.Run), message.Chunk, tally.With(batch, rejections).ToOutcome(), CancellationToken.None);
            await NoteAsync(batch.Number + 1, null);
            return rejections;
        }
        catch (Connectors.ConnectorException)
        {
            // Nothing of it was accepted: it may be sent again.
            await NoteAsync(batch.Number, null);
            throw;
        }
    }

    /// <summary>What an earlier worker was told of a batch.</summary>
    private async Task<IReadOnlyList<RowRejection>> RememberedAsync(ChunkBatch batch)
    {
        _before ??= await outcomes.FindAsync(RunFiles.Of(message.Run), message.Chunk, CancellationToken.None) ?? new ChunkOutcome([], null);
        var rejected = _before.Rejected.ToDictionary(row => row.Row);
        return
        [
            .. from at in Enumerable.Range(0, batch.Rows.Count)
               let row = rejected.GetValueOrDefault(batch.Origins[at].Row)
               where row is not null
               select new RowRejection(at, row.Code, row.Message, row.IsOutcomeUnknown),
        ];
    }

    private Task<ChunkRecord?> NoteAsync(int settled, int? sending) => chunks.ChangeAsync(
        message.Run, message.Chunk, chunk => chunk with { Settled = settled, Sending = sending }, CancellationToken.None);
}
