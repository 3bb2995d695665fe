using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Predictions;

/// <summary>Makes one batch prediction. Its instance id is the batch's.</summary>
public static class BatchPredictionOrchestrator
{
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(2), backoffCoefficient: 3));

    /// <summary>Between two looks whether there is room. Whoever waits is no activity: those that wait would take the places of others.</summary>
    private static readonly TimeSpan UntilRoom = TimeSpan.FromSeconds(5);

    public static Task StartAsync(DurableTaskClient client, BatchKey key, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(nameof(BatchPredictionOrchestrator), key, new StartOrchestrationOptions(InstanceId: key.Id.ToString("N")), cancellationToken);

    [Function(nameof(BatchPredictionOrchestrator))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var key = context.GetInput<BatchKey>()!;
        try
        {
            if (await context.CallActivityAsync<bool>(nameof(BatchPredictionActivities.PredictDataset), key, Retried))
                return;
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(BatchPredictionActivities.GiveUpPrediction), key, Retried);
            return;
        }

        await context.CreateTimer(UntilRoom, CancellationToken.None);
        context.ContinueAsNew(key);
    }
}
