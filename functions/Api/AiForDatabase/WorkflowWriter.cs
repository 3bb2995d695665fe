using System.Text.Json;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Workflows;
using FunctionsPlatform.Workflows.Runs;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <summary>Shows workflows and their runs.</summary>
public sealed class WorkflowWriter(Workflows.Workflows workflows, WorkflowRuns runs, ResourceIds ids)
{
    /// <summary>Steps of one run in a list of runs.</summary>
    private const int StepsInList = 50;

    private const int StepsShown = 1_000;

    public static WorkflowSource SourceOf(WorkflowVersion version) => JsonSerializer.Deserialize<WorkflowSource>(version.Source, ApiJson.Reading)!;

    public static WorkflowSummary Summary(Workflow workflow, string id) => new(
        id, workflow.Name, workflow.Description, TypeOf(workflow.Trigger), workflow.IsEnabled, workflow.Version, workflow.CreatedAt, workflow.UpdatedAt);

    public async Task<WorkflowDetails> DetailsAsync(Workflow workflow, WorkflowVersion version, string? hookSecret, CancellationToken cancellationToken)
    {
        var id = await ids.ShowAsync(workflow.Workspace, ResourceIds.Workflow, workflow.Id, cancellationToken);
        var source = SourceOf(version);
        return new WorkflowDetails(
            id,
            workflow.Name,
            workflow.Description,
            source.Trigger,
            source.Steps,
            source.Conditions,
            source.Actions,
            workflow.SecretNames,
            workflow.IsEnabled,
            workflow.Version,
            workflow.Trigger is WorkflowTrigger.Webhook hook ? Hook(id, hook, hookSecret) : null,
            (await workflows.ScheduleOfAsync(workflow, cancellationToken))?.NextDueAt,
            workflow.CreatedAt,
            workflow.UpdatedAt);
    }

    public static WorkflowHook Hook(string id, WorkflowTrigger.Webhook hook, string? secret) => new($"/api/webhooks/{id}", hook.IsSigned ? HookAuth.Hmac : HookAuth.Token, secret);

    /// <param name="isWhole">Whether all steps are shown.</param>
    public async Task<WorkflowRunBody> RunAsync(WorkflowRun run, bool isWhole, CancellationToken cancellationToken)
    {
        var steps = await runs.StepsOfAsync(run, isWhole ? StepsShown : StepsInList, cancellationToken);
        return new WorkflowRunBody(
            WorkflowRun.PublicId.Format(run.Id),
            await ids.ShowAsync(run.Workspace, ResourceIds.Workflow, run.WorkflowId, cancellationToken),
            run.State,
            run.Request.Trigger,
            run.Version,
            run.Request.IsDry,
            run.Request.RerunOf is { } before ? WorkflowRun.PublicId.Format(before) : null,
            run.CreatedAt,
            run.StartedAt,
            run.FinishedAt,
            [.. steps.Select(WorkflowStepBody.Of)],
            run.Error is { } error ? new WorkflowRunError(error.Code, error.Message, run.FailedStep) : null);
    }

    public async Task<StartedWorkflowRun> StartedAsync(WorkflowRun run, CancellationToken cancellationToken) => new(
        WorkflowRun.PublicId.Format(run.Id), await ids.ShowAsync(run.Workspace, ResourceIds.Workflow, run.WorkflowId, cancellationToken), run.State);

    public static WorkflowStepDetails Step(StepRecord step, StepPapers papers) => new(
        WorkflowStepBody.Of(step),
        papers.Input,
        papers.Output is { } output ? RunValues.Shown(output) : null,
        step.Decision is { } decision ? new ApprovalBody(decision.IsApproved, decision.Comment, decision.By, decision.At) : null);

    private static TriggerType TypeOf(WorkflowTrigger trigger) => trigger switch
    {
        WorkflowTrigger.Cron => TriggerType.Schedule,
        WorkflowTrigger.Webhook => TriggerType.Webhook,
        WorkflowTrigger.Happening => TriggerType.Event,
        _ => TriggerType.Manual,
    };
}
