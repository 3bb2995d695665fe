using System.Text.Json;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Workflows.Runs;

namespace FunctionsPlatform.Api.AiForDatabase;

public enum TriggerType
{
    Manual,
    Schedule,
    Webhook,
    Event,
}

/// <summary>How callers of a webhook prove themselves.</summary>
public enum HookAuth
{
    Token,
    Hmac,
}

/// <param name="Cron">Of a schedule: five fields.</param>
/// <param name="Timezone">Of a schedule: an IANA name; UTC where it is left away.</param>
/// <param name="Event">Of an event: its type, such as <c>sync.run.completed</c>.</param>
/// <param name="Filter">Of an event: values that its data must have.</param>
[WithoutNulls]
public sealed record TriggerBody(
    TriggerType Type, string? Cron = null, string? Timezone = null, HookAuth? Auth = null, string? Event = null, IReadOnlyDictionary<string, string>? Filter = null);

/// <param name="Conditions">Actions are done where all of these hold.</param>
/// <param name="Secrets">Values that templates read as <c>secrets.NAME</c>; they are never shown again.</param>
public sealed record CreateWorkflowRequest(
    string Name,
    string? Description = null,
    TriggerBody? Trigger = null,
    IReadOnlyList<StepBody>? Steps = null,
    IReadOnlyList<ConditionBody>? Conditions = null,
    IReadOnlyList<StepBody>? Actions = null,
    IReadOnlyDictionary<string, string>? Secrets = null,
    bool Enabled = true);

/// <summary>What is left away stays as it is. Lists are replaced as a whole.</summary>
public sealed record UpdateWorkflowRequest(
    string? Name = null,
    string? Description = null,
    TriggerBody? Trigger = null,
    IReadOnlyList<StepBody>? Steps = null,
    IReadOnlyList<ConditionBody>? Conditions = null,
    IReadOnlyList<StepBody>? Actions = null,
    IReadOnlyDictionary<string, string>? Secrets = null,
    bool? Enabled = null);

public sealed record WorkflowSummary(
    string WorkflowId,
    string Name,
    string? Description,
    TriggerType Trigger,
    bool Enabled,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <param name="NextRunAt">Of a schedule.</param>
/// <param name="Webhook">Of a webhook.</param>
/// <param name="Secrets">Their names.</param>
public sealed record WorkflowDetails(
    string WorkflowId,
    string Name,
    string? Description,
    TriggerBody Trigger,
    IReadOnlyList<StepBody> Steps,
    IReadOnlyList<ConditionBody> Conditions,
    IReadOnlyList<StepBody> Actions,
    IReadOnlyList<string> Secrets,
    bool Enabled,
    int Version,
    WorkflowHook? Webhook,
    DateTimeOffset? NextRunAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <param name="Path">Where it is called.</param>
/// <param name="Secret">The token, or what bodies are signed with; shown when it is made and never again.</param>
[WithoutNulls]
public sealed record WorkflowHook(string Path, HookAuth Auth, string? Secret);

public sealed record DeletedWorkflow(string WorkflowId, bool Deleted = true);

/// <param name="Input">What templates read as <c>input</c>.</param>
/// <param name="DryRun">Steps that change something are told of and not done.</param>
public sealed record RunWorkflowRequest(JsonElement? Input = null, bool DryRun = false);

public sealed record StartedWorkflowRun(string RunId, string WorkflowId, RunState Status);

/// <param name="Step">The path of the step that failed it.</param>
public sealed record WorkflowRunError(string Code, string Message, string? Step);

/// <param name="RerunOf">The run that this one takes up.</param>
public sealed record WorkflowRunBody(
    string RunId,
    string WorkflowId,
    RunState Status,
    RunTrigger Trigger,
    int Version,
    bool DryRun,
    string? RerunOf,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyList<WorkflowStepBody> Steps,
    WorkflowRunError? Error);

/// <param name="Step">Its path: its id, behind the loops that it is in with the number of the passage (<c>each.3.notify</c>).</param>
/// <param name="Reused">Whether it was done in the run that this one takes up.</param>
/// <param name="Simulated">Whether it was only told of, in a dry run.</param>
public sealed record WorkflowStepBody(
    string Step,
    string Type,
    StepState Status,
    int Attempts,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    long? DurationMs,
    long? RowCount,
    bool Reused,
    bool Simulated,
    WorkflowRunError? Error)
{
    internal static WorkflowStepBody Of(StepRecord step) => new(
        step.Path,
        step.Type,
        step.State,
        step.Attempt,
        step.StartedAt,
        step.FinishedAt,
        step.FinishedAt is { } end ? (long)(end - step.StartedAt).TotalMilliseconds : null,
        step.RowCount,
        step.IsReused,
        step.IsDry,
        step.Error is { } error ? new WorkflowRunError(error.Code, error.Message, step.Path) : null);
}

/// <param name="Input">What the step was given.</param>
/// <param name="Output">What it found: columns, rows, row_count and more.</param>
/// <param name="Approval">Of an approval: what was decided.</param>
public sealed record WorkflowStepDetails(WorkflowStepBody Step, JsonElement? Input, JsonElement? Output, ApprovalBody? Approval);

public sealed record ApprovalBody(bool Approved, string? Comment, string By, DateTimeOffset At);

/// <param name="Step">The path of the step that waits.</param>
public sealed record DecideApprovalRequest(string Step, bool Approved, string? Comment = null);
