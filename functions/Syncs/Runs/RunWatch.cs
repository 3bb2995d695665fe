namespace FunctionsPlatform.Syncs.Runs;

/// <summary>Stops work on a run within a moment after its cancellation was wished, on whichever instance that was.</summary>
public sealed class RunWatch(SyncRunStore runs, TimeProvider clock)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Runs something that ends with <see cref="OperationCanceledException"/> when the run is cancelled.</summary>
    public async Task<T> RunAsync<T>(RunKey key, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = WatchAsync(key, source, watching.Token);
        try
        {
            return await work(source.Token);
        }
        finally
        {
            await watching.CancelAsync();
            await watch;
        }
    }

    private async Task WatchAsync(RunKey key, CancellationTokenSource source, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await Task.Delay(Poll, clock, cancellationToken);
                if (await runs.FindAsync(key, cancellationToken) is null or { Wish: RunWish.Cancel } or { IsFinished: true })
                {
                    await source.CancelAsync();
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Azure.RequestFailedException)
            {
                // The next poll asks again.
            }
        }
    }
}
