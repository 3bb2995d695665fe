using System.Collections.Concurrent;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Questions;

/// <summary>
/// The questions that this process runs, and the way to stop them: at once when they are cancelled here, and within one poll of the record when on another instance.
/// </summary>
public sealed class RunningQuestions(QuestionStore store, IOptions<QuestionOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<QuestionKey, CancellationTokenSource> _running = new();

    /// <summary>Runs something that ends with <see cref="OperationCanceledException"/> when the question is cancelled.</summary>
    public async Task<T> RunAsync<T>(QuestionKey key, Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running[key] = source;
        await using var poll = clock.CreateTimer(_ => _ = StopWhenCancelledAsync(key), null, options.Value.CancellationPoll, options.Value.CancellationPoll);
        try
        {
            return await run(source.Token);
        }
        finally
        {
            _running.TryRemove(KeyValuePair.Create(key, source));
        }
    }

    public int CountOf(WorkspaceId workspace) => _running.Count(running => running.Key.Workspace == workspace.Value);

    public void Stop(QuestionKey key)
    {
        if (!_running.TryGetValue(key, out var source))
            return;
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in this very moment.
        }
    }

    private async Task StopWhenCancelledAsync(QuestionKey key)
    {
        try
        {
            var question = await store.FindAsync(new WorkspaceId(key.Workspace), key.Id, CancellationToken.None);
            if (question is { State: QuestionState.Cancelled })
                Stop(key);
        }
        catch (Azure.RequestFailedException)
        {
            // The next poll asks again.
        }
    }
}
