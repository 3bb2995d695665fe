using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Predictions;

/// <summary>Trains one version of a model. Its instance id follows from the version's.</summary>
public static class TrainingOrchestrator
{
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(2), backoffCoefficient: 3));

    public static Task StartAsync(DurableTaskClient client, TrainingKey key, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(nameof(TrainingOrchestrator), key, new StartOrchestrationOptions(InstanceId: key.Instance), cancellationToken);

    [Function(nameof(TrainingOrchestrator))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var key = context.GetInput<TrainingKey>()!;
        try
        {
            var candidates = await context.CallActivityAsync<int>(nameof(TrainingActivities.PrepareTraining), key, Retried);
            for (var candidate = 0; candidate < candidates; candidate++)
                await context.CallActivityAsync(nameof(TrainingActivities.TryCandidate), new CandidateInput(key, candidate), Retried);
            await context.CallActivityAsync(nameof(TrainingActivities.FinishTraining), key, Retried);
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(TrainingActivities.GiveUpTraining), key, Retried);
        }

        await context.CallActivityAsync(nameof(TrainingActivities.EndTraining), key, Retried);
    }
}
