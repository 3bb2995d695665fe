using System.Text.Json.Nodes;
using FunctionsPlatform.Webhooks;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Workflows.Runs;

/// <summary>Begins and ends runs: records how, and tells whoever waits for it. Every part may be done twice.</summary>
public sealed class WorkflowRunEnds(RunStore store, WorkflowStore workflows, Webhooks.Webhooks webhooks, TimeProvider clock, IOptions<WorkflowOptions> options)
{
    /// <returns>What is to be done; null when the run is finished already.</returns>
    public async Task<WorkflowPlan?> BeginAsync(WorkflowRunKey key, CancellationToken cancellationToken)
    {
        var run = await store.ChangeAsync(
            key, current => current.IsFinished ? null : current with { State = RunState.Running, StartedAt = current.StartedAt ?? clock.GetUtcNow() }, cancellationToken);
        if (run is null)
        {
            await TellAsync(key, cancellationToken);
            return null;
        }

        return await workflows.FindVersionAsync(run.Workspace, run.WorkflowId, run.VersionId, cancellationToken) is { } version ? WorkflowPlan.Of(version.Definition) : null;
    }

    /// <param name="failedStep">The path of the step that has failed the run; null where none has.</param>
    public async Task EndAsync(WorkflowRunKey key, string? failedStep, CancellationToken cancellationToken)
    {
        var error = failedStep is null ? null : (await store.FindStepAsync(key.Id, failedStep, cancellationToken))?.Error ?? WorkflowErrors.Interrupted;
        if (failedStep is null && await store.FindAsync(key, cancellationToken) is { IsFinished: false, Request.IsDry: false } run)
            await RememberAsync(run, cancellationToken);
        await FinishAsync(key, run => run with { State = error is null ? RunState.Completed : RunState.Failed, Error = error, FailedStep = failedStep }, cancellationToken);
    }

    /// <summary>Ends a run that nobody can run any more.</summary>
    public Task GiveUpAsync(WorkflowRunKey key, CancellationToken cancellationToken) =>
        FinishAsync(key, run => run with { State = RunState.Failed, Error = WorkflowErrors.Interrupted }, cancellationToken);

    /// <summary>Keeps what the run has found, for the next one to see what has changed.</summary>
    private async Task RememberAsync(WorkflowRun run, CancellationToken cancellationToken)
    {
        var version = await workflows.FindVersionAsync(run.Workspace, run.WorkflowId, run.VersionId, cancellationToken);
        var found = new List<StepRecord>();
        foreach (var step in version?.Definition.All.Where(step => step.Work.FindsRows) ?? [])
        {
            if (await store.FindStepAsync(run.Id, step.Id, cancellationToken) is { } record)
                found.Add(record);
        }

        await store.RememberAsync(run.WorkflowId, found, cancellationToken);
    }

    private async Task FinishAsync(WorkflowRunKey key, Func<WorkflowRun, WorkflowRun> finish, CancellationToken cancellationToken)
    {
        await store.ChangeAsync(key, run => run.IsFinished ? null : finish(run) with { FinishedAt = clock.GetUtcNow() }, cancellationToken);
        await TellAsync(key, cancellationToken);
    }

    /// <summary>Tells of a run that is finished, and takes it out of the open ones.</summary>
    public async Task TellAsync(WorkflowRunKey key, CancellationToken cancellationToken)
    {
        var expiry = clock.GetUtcNow() + TimeSpan.FromDays(options.Value.KeepRunsDays);
        if (await store.ChangeAsync(key, current => current.IsFinished ? current : null, cancellationToken, expiry) is { } run && !run.Request.IsDry)
            await webhooks.AnnounceAsync(run.Workspace, await EventAsync(run, cancellationToken), cancellationToken);
        await store.CloseAsync(key, cancellationToken);
    }

    private async Task<WebhookEvent> EventAsync(WorkflowRun run, CancellationToken cancellationToken)
    {
        var type = run.State == RunState.Completed ? EventTypes.WorkflowRunCompleted : EventTypes.WorkflowRunFailed;
        var data = new JsonObject
        {
            ["workflow_id"] = Workflow.PublicId.Format(run.WorkflowId),
            ["workflow_name"] = (await workflows.FindAsync(run.Workspace, run.WorkflowId, cancellationToken))?.Name,
            ["run_id"] = WorkflowRun.PublicId.Format(run.Id),
            ["status"] = run.State.ToString().ToLowerInvariant(),
            ["trigger"] = run.Request.Trigger.ToString().ToLowerInvariant(),
            ["started_at"] = run.StartedAt,
            ["finished_at"] = run.FinishedAt,
            ["failed_step"] = run.FailedStep,
            ["error_code"] = run.Error?.Code,
        };
        return new WebhookEvent(WebhookEvent.IdOf(run.Id, type), type, run.FinishedAt ?? clock.GetUtcNow(), data);
    }
}
