namespace FunctionsPlatform.Syncs.Runs;

/// <summary>Hands the chunks of a run to the workers, and finds those that a worker has left.</summary>
public sealed class RunDelivery(SyncRunStore runs, ChunkStore chunks, SyncQueues queues, TimeProvider clock)
{
    /// <summary>A message that nobody has taken by then may be lost.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    public async Task EnqueueAsync(RunKey key, IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await runs.ChangeAsync(
            key, run => run.IsFinished ? null : run with { State = run.Wish == RunWish.Pause ? RunState.Paused : RunState.Writing, UpdatedAt = now }, cancellationToken);
        foreach (var number in numbers)
            await EnqueueAsync(key, number, now, cancellationToken);
    }

    /// <summary>Looks at chunks whose end was not heard of.</summary>
    public async Task<ChunkSweep> SweepAsync(RunKey key, IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(key, cancellationToken) is not { IsFinished: false } run)
            return new ChunkSweep([], IsCancelled: true);
        var now = clock.GetUtcNow();
        var known = (await chunks.ListAsync(key, cancellationToken)).ToDictionary(chunk => chunk.Number);
        var open = new List<int>();
        foreach (var number in numbers)
        {
            var chunk = known.GetValueOrDefault(number) ?? new ChunkRecord(number);
            if (chunk.IsFinished)
                continue;
            var isHeld = chunk.LeasedUntil > now;
            if (run.Wish == RunWish.Cancel && !isHeld)
            {
                await chunks.ChangeAsync(key, number, current => current.IsFinished || current.LeasedUntil > now ? null : current with { State = ChunkState.Stopped }, cancellationToken);
                continue;
            }

            open.Add(number);
            var isLeft = !isHeld && (chunk.State == ChunkState.Sending || chunk.EnqueuedAt is null || now - chunk.EnqueuedAt > LongestWait);
            if (run.Wish == RunWish.GoOn && isLeft)
                await EnqueueAsync(key, number, now, cancellationToken);
        }

        await runs.ChangeAsync(key, current => Seen(current, now), cancellationToken);
        return new ChunkSweep(open, run.Wish == RunWish.Cancel);
    }

    private async Task EnqueueAsync(RunKey key, int number, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await chunks.ChangeAsync(
            key,
            number,
            chunk => chunk.IsFinished || chunk.LeasedUntil > now ? null : chunk with { State = ChunkState.Waiting, EnqueuedAt = now },
            cancellationToken);
        if (waiting is not null)
            await queues.SendAsync(new ChunkMessage(key, number), cancellationToken);
    }

    private static SyncRun? Seen(SyncRun run, DateTimeOffset now)
    {
        var state = run.Wish == RunWish.Pause ? RunState.Paused : RunState.Writing;
        return run.IsFinished || run.State == state ? null : run with { State = state, UpdatedAt = now };
    }
}
