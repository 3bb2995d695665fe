using FunctionsPlatform.Syncs;
using FunctionsPlatform.Workflows.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Workflows;

/// <summary>What <see cref="WorkflowOrchestrator"/> has done. Each may run twice; what steps are given and find is kept beside the orchestration's history.</summary>
public sealed partial class WorkflowActivities(StepEngine engine, WorkflowRunEnds ends, RunStore runs, ILogger<WorkflowActivities> logger)
{
    [Function(nameof(BeginWorkflowRun))]
    public Task<WorkflowPlan?> BeginWorkflowRun([ActivityTrigger] WorkflowRunKey key) => ends.BeginAsync(key, CancellationToken.None);

    [Function(nameof(BeginStep))]
    public async Task<StepResult> BeginStep([ActivityTrigger] StepCall call, [DurableClient] DurableTaskClient client)
    {
        var result = await GuardAsync(call, engine.BeginAsync(call, CancellationToken.None));
        if (result.Job is { } job && await client.GetInstanceAsync(job.Id.ToString("N"), CancellationToken.None) is null)
        {
            await (job.Sync is { } sync
                ? SyncOrchestrator.StartAsync(client, new Syncs.Runs.RunKey(call.Run.Workspace, sync, job.Id), CancellationToken.None)
                : WorkflowOrchestrator.StartAsync(client, job.Run!, CancellationToken.None));
        }

        return result;
    }

    [Function(nameof(LookAtStep))]
    public Task<StepResult> LookAtStep([ActivityTrigger] StepCall call) => GuardAsync(call, engine.LookAsync(call, CancellationToken.None));

    [Function(nameof(LeaveStep))]
    public Task<StepResult> LeaveStep([ActivityTrigger] StepCall call) => GuardAsync(call, engine.LeaveAsync(call, CancellationToken.None));

    [Function(nameof(GiveUpStep))]
    public Task GiveUpStep([ActivityTrigger] StepCall call) => engine.GiveUpAsync(call, CancellationToken.None);

    [Function(nameof(EndWorkflowRun))]
    public async Task EndWorkflowRun([ActivityTrigger] EndedRun ended, [DurableClient] DurableTaskClient client)
    {
        await ends.EndAsync(ended.Run, ended.FailedStep, CancellationToken.None);
        await TellParentAsync(ended.Run, client);
    }

    [Function(nameof(GiveUpWorkflowRun))]
    public async Task GiveUpWorkflowRun([ActivityTrigger] WorkflowRunKey key, [DurableClient] DurableTaskClient client)
    {
        await ends.GiveUpAsync(key, CancellationToken.None);
        await TellParentAsync(key, client);
    }

    private async Task TellParentAsync(WorkflowRunKey key, DurableTaskClient client)
    {
        if (await runs.FindAsync(key, CancellationToken.None) is { Request: { Parent: { } parent, ParentStep: { } step } })
            await WorkflowOrchestrator.WakeAsync(client, parent, step, CancellationToken.None);
    }

    private async Task<StepResult> GuardAsync(StepCall call, Task<StepResult> doing)
    {
        try
        {
            return await doing;
        }
        catch (Exception surprise)
        {
            Log.Failed(logger, surprise, call.Run.Id);
            throw new WorkflowStepException("A step of the workflow failed; the log says why.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A step of a workflow failed. Run: {Run}")]
        public static partial void Failed(ILogger logger, Exception exception, Guid run);
    }
}

/// <summary>Makes Durable try again. Its message ends up in an orchestration's history, and so says nothing of rows or addresses.</summary>
public sealed class WorkflowStepException(string message) : Exception(message);
