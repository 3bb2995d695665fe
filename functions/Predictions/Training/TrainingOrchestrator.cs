using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Predictions;

/// <summary>Trains one version of a model. Its instance id follows from the version's.</summary>
public static class TrainingOrchestrator
{
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(2), backoffCoefficient: 3));

    /// <summary>Between two looks whether there is room. Whoever waits is no activity: those that wait would take the places of others.</summary>
    private static readonly TimeSpan UntilRoom = TimeSpan.FromSeconds(5);

    public static Task StartAsync(DurableTaskClient client, TrainingKey key, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(nameof(TrainingOrchestrator), key, new StartOrchestrationOptions(InstanceId: key.Instance), cancellationToken);

    [Function(nameof(TrainingOrchestrator))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var key = context.GetInput<TrainingKey>()!;
        try
        {
            if (!await TrainAsync(context, key))
            {
                await context.CreateTimer(UntilRoom, CancellationToken.None);
                context.ContinueAsNew(key);
                return;
            }
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(TrainingActivities.GiveUpTraining), key, Retried);
        }

        await context.CallActivityAsync(nameof(TrainingActivities.EndTraining), key, Retried);
    }

    /// <returns>False where there is no room for a step. Those before it are done, and pass at once the next time.</returns>
    private static async Task<bool> TrainAsync(TaskOrchestrationContext context, TrainingKey key)
    {
        if (await context.CallActivityAsync<int?>(nameof(TrainingActivities.PrepareTraining), key, Retried) is not { } candidates)
            return false;
        for (var candidate = 0; candidate < candidates; candidate++)
        {
            if (!await context.CallActivityAsync<bool>(nameof(TrainingActivities.TryCandidate), new CandidateInput(key, candidate), Retried))
                return false;
        }

        return await context.CallActivityAsync<bool>(nameof(TrainingActivities.FinishTraining), key, Retried);
    }
}
