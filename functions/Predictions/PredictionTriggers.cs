using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Predictions;

/// <summary>Finds trainings that nobody runs: kept by a process that died before it could start them, or left by an orchestration that broke.</summary>
public sealed partial class PredictionTriggers(PredictionStore store, Trainings trainings, TimeProvider clock, ILogger<PredictionTriggers> logger)
{
    // Younger ones may be between being kept and being started.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Function("Predictions_OnSweep")]
    public async Task RunAsync([TimerTrigger("15 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
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
                Log.NotSwept(logger, failure, key.Model);
            }
        }
    }

    private async Task SweepAsync(TrainingKey key, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var instance = await client.GetInstanceAsync(key.Instance, cancellationToken);
        if (instance is null)
        {
            await TrainingOrchestrator.StartAsync(client, key, cancellationToken);
        }
        else if (instance.IsCompleted)
        {
            await trainings.FailAsync(key, PredictionErrors.TrainingFailed, cancellationToken);
            await trainings.EndAsync(key, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A training could not be looked after; tried again in a minute. Model: {Model}")]
        public static partial void NotSwept(ILogger logger, Exception exception, Guid model);
    }
}
