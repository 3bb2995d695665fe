using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Questions;

/// <summary>Answers one question in the background. Its instance id is the question's id.</summary>
public static class QuestionOrchestrator
{
    // A database that is away for a moment is tried again; whatever else fails is recorded on the question by the activity itself.
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(2), backoffCoefficient: 3));

    public static Task StartAsync(DurableTaskClient client, QuestionKey key, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(
            nameof(QuestionOrchestrator), key, new StartOrchestrationOptions(InstanceId: key.Id.ToString("N")), cancellationToken);

    [Function(nameof(QuestionOrchestrator))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var key = context.GetInput<QuestionKey>()!;
        try
        {
            var next = await context.CallActivityAsync<NextStep>(nameof(QuestionActivities.TranslateQuestion), key, Retried);
            if (next == NextStep.Run)
                next = await context.CallActivityAsync<NextStep>(nameof(QuestionActivities.RunQuestion), new RunInput(key, MayRepair: true), Retried);
            if (next == NextStep.Repair)
                next = await context.CallActivityAsync<NextStep>(nameof(QuestionActivities.RepairQuestion), key, Retried);
            if (next == NextStep.Run)
                await context.CallActivityAsync<NextStep>(nameof(QuestionActivities.RunQuestion), new RunInput(key, MayRepair: false), Retried);
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(QuestionActivities.GiveUpQuestion), key, Retried);
        }
    }
}

/// <summary>What a question needs after an activity.</summary>
public enum NextStep
{
    Nothing,
    Run,
    Repair,
}

public sealed record RunInput(QuestionKey Key, bool MayRepair);
