using System.Text.Json;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Workflows;

namespace FunctionsPlatform.Api.AiForDatabase;

public enum StepType
{
    Question,
    SavedQuery,

    /// <summary>As <see cref="SavedQuery"/>.</summary>
    RunQuery,
    Sql,
    Predict,
    Http,

    /// <summary>As <see cref="Http"/>, by POST where nothing else is said.</summary>
    Webhook,
    Slack,
    SendEmail,
    WriteRows,
    RefreshDataset,
    Sync,
    Workflow,
    Delay,
    Approval,
    Branch,
    Loop,
    Parallel,
}

/// <summary>A step or an action of a workflow. Which parts it has depends on its type.</summary>
/// <param name="Id">By which templates and conditions name it; <c>step_1</c>, <c>step_2</c>, ... where it is left away.</param>
/// <param name="When">It is skipped unless all of these hold.</param>
/// <param name="TimeoutSeconds">How long one attempt may take, or a step that waits waits.</param>
/// <param name="Rows">The id of the step whose rows are predicted from, written or gone through.</param>
/// <param name="Table">The id of the step whose rows are shown below a message.</param>
/// <param name="Csv">The id of the step whose rows are attached.</param>
/// <param name="Columns">The column of each field of a destination.</param>
/// <param name="Items">A template of a JSON array that a loop goes through.</param>
/// <param name="Concurrency">How many items a loop goes through at a time.</param>
[WithoutNulls]
public sealed record StepBody(
    StepType Type,
    string? Id = null,
    string? Name = null,
    IReadOnlyList<ConditionBody>? When = null,
    RetryBody? Retry = null,
    double? TimeoutSeconds = null,
    OnFailureBody? OnFailure = null,
    string? ConnectionId = null,
    string? Question = null,
    string? QueryId = null,
    string? Sql = null,
    string? ModelId = null,
    string? Features = null,
    int? Horizon = null,
    string? Url = null,
    string? Method = null,
    IReadOnlyDictionary<string, string>? Headers = null,
    string? Body = null,
    string? Message = null,
    string? Channel = null,
    string? Table = null,
    IReadOnlyList<string>? To = null,
    string? Subject = null,
    string? Csv = null,
    string? DestinationId = null,
    string? Stream = null,
    WriteOperation? Operation = null,
    IReadOnlyList<string>? Key = null,
    IReadOnlyDictionary<string, string>? Columns = null,
    string? Rows = null,
    string? DatasetId = null,
    string? SyncId = null,
    string? WorkflowId = null,
    IReadOnlyDictionary<string, string>? Input = null,
    double? Seconds = null,
    IReadOnlyList<ConditionBody>? Conditions = null,
    IReadOnlyList<StepBody>? Then = null,
    IReadOnlyList<StepBody>? Else = null,
    string? Items = null,
    IReadOnlyList<StepBody>? Steps = null,
    int? Concurrency = null,
    IReadOnlyList<IReadOnlyList<StepBody>>? Branches = null);

public enum WriteOperation
{
    Insert,
    Update,
    Upsert,
    Append,
    Delete,
}

/// <summary>Something that has to hold.</summary>
/// <param name="Step">The step whose rows are looked at.</param>
/// <param name="Column">The column of its first row; its first column where it is left away.</param>
/// <param name="Of">A template that is looked at in place of a step's rows.</param>
/// <param name="Value">A number for row_count and value, a string for text.</param>
[WithoutNulls]
public sealed record ConditionBody(
    ConditionKind Type, string? Step = null, string? Column = null, string? Of = null, ConditionOperator? Operator = null, JsonElement? Value = null)
{
    internal Condition ToCondition() => new(Type, Step) { Column = Column, Of = Of, Operator = Operator ?? ConditionOperator.Equals, Value = Value };
}

/// <param name="MaxAttempts">How often it is tried in all.</param>
/// <param name="Backoff">How much longer each pause is than the one before.</param>
[WithoutNulls]
public sealed record RetryBody(int MaxAttempts, double? DelaySeconds = null, double? Backoff = null)
{
    internal StepRetry ToRetry() => new(MaxAttempts, BodyTimes.Seconds(DelaySeconds ?? 0), Backoff ?? 2);
}

/// <param name="Step">Of go_to: a later step of the same list.</param>
[WithoutNulls]
public sealed record OnFailureBody(FailureAction Action, string? Step = null);

internal static class BodyTimes
{
    /// <summary>Seconds as callers write them, however many.</summary>
    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(double.IsFinite(seconds) ? Math.Clamp(seconds, -1, 1e9) : -1);
}
