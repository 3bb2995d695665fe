using FunctionsPlatform.Workflows.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Workflows;

/// <summary>Takes one run of a workflow through its steps. Its instance id is the run's id.</summary>
public static class WorkflowOrchestrator
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestQuietLook = TimeSpan.FromDays(1);

    // Storage that is away for a moment is tried again; what steps run into is recorded by the activities themselves, and retried as the workflow says.
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(
        new RetryPolicy(6, TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(30)));

    public static Task StartAsync(DurableTaskClient client, WorkflowRunKey key, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(nameof(WorkflowOrchestrator), key, new StartOrchestrationOptions(InstanceId: key.Instance), cancellationToken);

    /// <summary>Lets a step that waits know that there is something to see. Without this it finds out by itself, later.</summary>
    public static async Task WakeAsync(DurableTaskClient client, WorkflowRunKey key, string path, CancellationToken cancellationToken)
    {
        try
        {
            if (await client.GetInstanceAsync(key.Instance, cancellationToken) is { IsRunning: true })
                await client.RaiseEventAsync(key.Instance, EventOf(path), true, cancellationToken);
        }
        catch (Exception ended) when (ended is not OperationCanceledException)
        {
            // It ended between the look and the event.
        }
    }

    /// <summary>Stops the orchestration of a run that was ended. One that goes on all the same finds out at its next step.</summary>
    public static async Task StopAsync(DurableTaskClient client, WorkflowRunKey key, CancellationToken cancellationToken)
    {
        try
        {
            await client.TerminateInstanceAsync(key.Instance, cancellation: cancellationToken);
        }
        catch (Exception ended) when (ended is not OperationCanceledException)
        {
            // It has just ended by itself, or never began.
        }
    }

    [Function(nameof(WorkflowOrchestrator))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var key = context.GetInput<WorkflowRunKey>()!;
        try
        {
            if (await context.CallActivityAsync<WorkflowPlan?>(nameof(WorkflowActivities.BeginWorkflowRun), key, Retried) is not { } plan)
                return;
            var end = await ListAsync(context, key, plan.Steps, "");
            if (end.Signal != StepSignal.Over)
                await context.CallActivityAsync(nameof(WorkflowActivities.EndWorkflowRun), new EndedRun(key, end.FailedStep), Retried);
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(WorkflowActivities.GiveUpWorkflowRun), key, Retried);
        }
    }

    /// <summary>Runs steps one after the other, until one stops the run.</summary>
    private static async Task<FlowEnd> ListAsync(TaskOrchestrationContext context, WorkflowRunKey key, IReadOnlyList<PlannedStep> steps, string prefix)
    {
        for (var at = 0; at < steps.Count;)
        {
            var step = steps[at++];
            var end = await StepAsync(context, key, step, prefix);
            if (end.Signal == StepSignal.Over || (end.Signal == StepSignal.Failed && step.OnFailure.Action == FailureAction.Stop))
                return end;
            while (end.Signal == StepSignal.Failed && step.OnFailure.GoTo is { } target && at < steps.Count && steps[at].Id != target)
                at++;
        }

        return FlowEnd.Done;
    }

    private static async Task<FlowEnd> StepAsync(TaskOrchestrationContext context, WorkflowRunKey key, PlannedStep step, string prefix)
    {
        var call = new StepCall(key, prefix + step.Id);
        var pause = step.Retry.Delay;
        while (true)
        {
            var end = await AttemptAsync(context, step, call);
            if (end.Signal != StepSignal.Failed || call.Attempt >= step.Retry.Attempts)
                return end;
            if (pause > TimeSpan.Zero)
                await context.CreateTimer(pause, CancellationToken.None);
            pause *= step.Retry.Backoff;
            call = call with { Attempt = call.Attempt + 1 };
        }
    }

    private static async Task<FlowEnd> AttemptAsync(TaskOrchestrationContext context, PlannedStep step, StepCall call)
    {
        try
        {
            var result = await context.CallActivityAsync<StepResult>(nameof(WorkflowActivities.BeginStep), call, Retried);
            result = await WaitAsync(context, call, result);
            if (result is not { Signal: StepSignal.Enter, Entry: { } entry })
                return result.Signal == StepSignal.Failed ? FlowEnd.Failed(call.Path) : new FlowEnd(result.Signal);
            var inner = await EnterAsync(context, step, call, entry);
            if (inner.Signal == StepSignal.Over)
                return inner;
            await context.CallActivityAsync<StepResult>(nameof(WorkflowActivities.LeaveStep), call with { IsFailed = inner.Signal == StepSignal.Failed }, Retried);
            return inner;
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(WorkflowActivities.GiveUpStep), call, Retried);
            return FlowEnd.Failed(call.Path);
        }
    }

    /// <summary>Waits, as long as the step says that there is something to wait for.</summary>
    private static async Task<StepResult> WaitAsync(TaskOrchestrationContext context, StepCall call, StepResult result)
    {
        for (var patience = result.LookAfter ?? TimeSpan.Zero; result is { Signal: StepSignal.Wait, Until: { } until };)
        {
            var left = until.UtcDateTime - context.CurrentUtcDateTime;
            await SignalAsync(context, EventOf(call.Path), left < patience ? left : patience);
            result = await context.CallActivityAsync<StepResult>(nameof(WorkflowActivities.LookAtStep), call, Retried);
            var longest = result.LookAfter > LongestLook ? LongestQuietLook : LongestLook;
            patience = patience * 2 < longest ? patience * 2 : longest;
        }

        return result;
    }

    private static async Task SignalAsync(TaskOrchestrationContext context, string name, TimeSpan patience)
    {
        try
        {
            await context.WaitForExternalEvent<bool>(name, patience > TimeSpan.Zero ? patience : TimeSpan.Zero);
        }
        catch (TaskCanceledException)
        {
            // Nobody said anything: look all the same.
        }
    }

    private static async Task<FlowEnd> EnterAsync(TaskOrchestrationContext context, PlannedStep step, StepCall call, StepEntry entry)
    {
        var prefix = call.Path[..^step.Id.Length];
        if (step.RunsAll)
            return FlowEnd.Of(await Task.WhenAll(step.Parts.Select(part => ListAsync(context, call.Run, part, prefix))));
        if (!step.IsLoop)
            return await ListAsync(context, call.Run, step.Parts[entry.Part], prefix);
        foreach (var passages in Enumerable.Range(0, entry.Count).Chunk(step.Concurrency))
        {
            var end = FlowEnd.Of(await Task.WhenAll(passages.Select(passage => ListAsync(context, call.Run, step.Parts[0], $"{call.Path}.{passage}."))));
            if (end.Signal != StepSignal.Done)
                return end;
        }

        return FlowEnd.Done;
    }

    private static string EventOf(string path) => $"look-{path}";

    /// <param name="FailedStep">The innermost step that has failed.</param>
    private sealed record FlowEnd(StepSignal Signal, string? FailedStep = null)
    {
        public static FlowEnd Done { get; } = new(StepSignal.Done);

        public static FlowEnd Failed(string path) => new(StepSignal.Failed, path);

        /// <summary>What becomes of a step when these have become of its parts.</summary>
        public static FlowEnd Of(IReadOnlyList<FlowEnd> ends) =>
            ends.FirstOrDefault(end => end.Signal == StepSignal.Over) ?? ends.FirstOrDefault(end => end.Signal == StepSignal.Failed) ?? Done;
    }
}

/// <param name="FailedStep">The path of the step that has failed the run; null where none has.</param>
public sealed record EndedRun(WorkflowRunKey Run, string? FailedStep);
