using FunctionsPlatform.Workflows.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Workflows;

/// <summary>What starts workflows without a request, and looks after their runs.</summary>
public sealed partial class WorkflowTriggers(
    WorkflowStore workflows, WorkflowSchedules schedules, WorkflowRuns runs, RunStore store, WorkflowRunEnds ends, TimeProvider clock, ILogger<WorkflowTriggers> logger)
{
    private const int AtATime = 100;

    // Younger ones may be between being kept and being started.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Function("Workflows_OnSchedule")]
    public async Task OnScheduleAsync([TimerTrigger("*/5 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await schedules.Due.StartAsync(
            clock,
            AtATime,
            async due =>
            {
                if (await workflows.FindAsync(due.Workspace, due.Id, cancellationToken) is not { IsEnabled: true } workflow)
                    return;
                var request = new RunRequest(RunTrigger.Schedule) { DueAt = due.DueAt };
                if ((await runs.StartAsync(workflow, request, new RunInput(), cancellationToken, due.RunId)).Succeeded(out var run, out _) && run.State == RunState.Queued)
                    await WorkflowOrchestrator.StartAsync(client, run.Key, cancellationToken);
            },
            (failure, workflow) => Log.NotStarted(logger, failure, workflow),
            cancellationToken);
        await EachAsync(
            await store.ListLeftAsync(cancellationToken),
            async key =>
            {
                await StartAsync(client, key, cancellationToken);
                await store.TakeAsync(key, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Finds runs that nobody runs or tells of: kept by a process that died before it could start them or tell, or left by an orchestration that broke.</summary>
    [Function("Workflows_OnSweep")]
    public async Task OnSweepAsync([TimerTrigger("45 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        await EachAsync(await store.ListOpenAsync(cancellationToken), key => SweepAsync(client, key, cancellationToken), cancellationToken);

    [Function("Workflows_OnExpiry")]
    public Task OnExpiryAsync([TimerTrigger("0 57 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) => store.RemoveExpiredAsync(clock.GetUtcNow(), cancellationToken);

    private async Task SweepAsync(DurableTaskClient client, WorkflowRunKey key, CancellationToken cancellationToken)
    {
        var run = await store.FindAsync(key, cancellationToken);
        if (run is null or { IsFinished: true })
            await ends.TellAsync(key, cancellationToken);
        else if (run.CreatedAt + Grace < clock.GetUtcNow() && !await StartAsync(client, key, cancellationToken)
            && await client.GetInstanceAsync(key.Instance, cancellationToken) is { IsCompleted: true })
            await ends.GiveUpAsync(key, cancellationToken);
    }

    /// <returns>False when it was started before.</returns>
    private static async Task<bool> StartAsync(DurableTaskClient client, WorkflowRunKey key, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(key.Instance, cancellationToken) is not null)
            return false;
        await WorkflowOrchestrator.StartAsync(client, key, cancellationToken);
        return true;
    }

    private async Task EachAsync(IEnumerable<WorkflowRunKey> keys, Func<WorkflowRunKey, Task> look, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            try
            {
                await look(key);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // The others must not wait for this one.
                Log.NotSwept(logger, failure, key.Id);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A workflow that is due could not be started; it is tried again. Workflow: {Workflow}")]
        public static partial void NotStarted(ILogger logger, Exception exception, Guid workflow);

        [LoggerMessage(2, LogLevel.Error, "A run of a workflow could not be looked after; tried again soon. Run: {Run}")]
        public static partial void NotSwept(ILogger logger, Exception exception, Guid run);
    }
}
