using FunctionsPlatform.Platform;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Questions;

/// <summary>Finds questions that nobody runs or tells of: kept by a process that died before it could start them or tell, or left by an orchestration that broke.</summary>
public sealed partial class QuestionTriggers(QuestionStore store, QuestionEnds ends, TimeProvider clock, IOptions<QuestionOptions> options, ILogger<QuestionTriggers> logger)
{
    // Younger ones may be between being kept and being started.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Function("Questions_OnSweep")]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var key in await store.ListOpenAsync(clock.GetUtcNow() - Grace, cancellationToken))
        {
            try
            {
                await SweepAsync(key, client, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // The others must not wait for this one; the next sweep tries it again.
                Log.NotSwept(logger, failure, key.Id);
            }
        }
    }

    private async Task SweepAsync(QuestionKey key, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var question = await store.FindAsync(new WorkspaceId(key.Workspace), key.Id, cancellationToken);
        if (question is null or { IsFinished: true })
        {
            await ends.EndAsync(key, cancellationToken);
            return;
        }

        if (question.IsInPlace)
        {
            if (question.SeenAt(clock.GetUtcNow(), options.Value.Longest).IsFinished)
                await FailAsync(key, cancellationToken);
            return;
        }

        var instance = await client.GetInstanceAsync(key.Id.ToString("N"), cancellationToken);
        if (instance is null)
        {
            Log.Started(logger, key.Id);
            await QuestionOrchestrator.StartAsync(client, key, cancellationToken);
        }
        else if (instance.IsCompleted)
        {
            Log.Failed(logger, key.Id);
            await FailAsync(key, cancellationToken);
        }
    }

    private async Task FailAsync(QuestionKey key, CancellationToken cancellationToken)
    {
        await store.ChangeAsync(
            new WorkspaceId(key.Workspace),
            key.Id,
            current => current.IsFinished ? null : current with { State = QuestionState.Failed, Error = QuestionErrors.Interrupted },
            cancellationToken);
        await ends.EndAsync(key, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A question was kept and never started; started now. Question: {Question}")]
        public static partial void Started(ILogger logger, Guid question);

        [LoggerMessage(2, LogLevel.Error, "The orchestration of a question ended without an answer. Question: {Question}")]
        public static partial void Failed(ILogger logger, Guid question);

        [LoggerMessage(3, LogLevel.Error, "A question could not be looked after; tried again in a minute. Question: {Question}")]
        public static partial void NotSwept(ILogger logger, Exception exception, Guid question);
    }
}
