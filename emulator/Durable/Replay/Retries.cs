using Microsoft.DurableTask;

namespace Emulator.Durable.Replay;

/// <summary>Tries a task again on the orchestration's own clock and timers, so that a replay repeats every decision.</summary>
internal static class Retries
{
    public static Task<T> RunAsync<T>(TaskOrchestrationContext context, TaskRetryOptions? options, Func<Task<T>> attempt) => options switch
    {
        { Policy: { } policy } => RunAsync(context, policy, attempt),
        { Handler: { } handler } => RunAsync(context, handler, attempt),
        _ => attempt(),
    };

    private static async Task<T> RunAsync<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> attempt)
    {
        var started = context.CurrentUtcDateTime;
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException e) when (MayTryAgain(e, number))
            {
            }

            await context.CreateTimer(Delay(policy, number), CancellationToken.None);
        }

        bool MayTryAgain(TaskFailedException e, int number) =>
            number < policy.MaxNumberOfAttempts
            && (policy.RetryTimeout == Timeout.InfiniteTimeSpan || context.CurrentUtcDateTime - started < policy.RetryTimeout)
            && policy.Handles(e.FailureDetails);
    }

    private static async Task<T> RunAsync<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> attempt)
    {
        var started = context.CurrentUtcDateTime;
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException e)
            {
                var spent = context.CurrentUtcDateTime - started;
                if (!await handler(new RetryContext(context, number, e.FailureDetails, spent, CancellationToken.None)))
                    throw;
            }
        }
    }

    private static TimeSpan Delay(RetryPolicy policy, int failures)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, failures - 1);
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, policy.MaxRetryInterval.TotalMilliseconds));
    }
}
