using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Workflows;

public static class WorkflowErrors
{
    public static ApiError NotFound { get; } = new(
        ErrorKind.NotFound, "workflow_not_found", "There is no workflow of that id in this workspace. List the workflows to see which there are.");

    public static ApiError Invalid(IReadOnlyList<FieldError> fields) => new(ErrorKind.Invalid, "workflow_invalid", "The workflow is not valid.", fields);

    public static ApiError TooLarge(int limit) => new(
        ErrorKind.TooLarge, "workflow_too_large", $"The definition of a workflow has at most {limit / 1024} KiB. Move parts of it into workflows of their own.");

    public static ApiError TooMany(int most) => new(
        ErrorKind.NotAllowedInState, "too_many_workflows", $"A workspace has at most {most} workflows; delete one first.");

    public static ApiError Changed { get; } = new(
        ErrorKind.Conflict, "workflow_changed", "Somebody else changed the workflow at the same moment. Read it again, and change what it is now.");

    public static ApiError Disabled { get; } = new(
        ErrorKind.NotAllowedInState, "workflow_disabled", "The workflow is switched off; enable it first.");

    public static ApiError NoWebhook { get; } = new(
        ErrorKind.NotAllowedInState, "workflow_without_webhook", "The workflow's trigger is no webhook, so it has no secret.");

    /// <summary>One answer whatever is wrong: nobody learns which workflows there are.</summary>
    public static ApiError HookRefused { get; } = new(
        ErrorKind.Unauthenticated,
        "workflow_webhook_refused",
        "There is no such webhook, or this call does not prove that it may start it: send its token as 'Authorization: Bearer', or sign the body where the workflow asks for that.");

    public static ApiError HookMalformed { get; } = new(ErrorKind.Malformed, "workflow_webhook_malformed", "The body of the call is no JSON.");

    public static ApiError InputTooLarge(int limit) => new(
        ErrorKind.TooLarge, "workflow_input_too_large", $"What a run is given has at most {limit / 1024} KiB.");

    public static ApiError RunNotFound { get; } = new(ErrorKind.NotFound, "workflow_run_not_found", "The workflow has no run of that id.");

    public static ApiError RunFinished { get; } = new(ErrorKind.NotAllowedInState, "workflow_run_finished", "The run is finished.");

    public static ApiError RunNotFailed { get; } = new(
        ErrorKind.NotAllowedInState, "workflow_run_not_failed", "Only a run that failed or was cancelled can be taken up again; start a new one.");

    public static ApiError StepNotFound { get; } = new(ErrorKind.NotFound, "workflow_step_not_found", "The run has not come to a step of that name.");

    public static ApiError NotWaiting { get; } = new(
        ErrorKind.NotAllowedInState, "workflow_approval_not_awaited", "That step does not wait for an approval, or not any more.");

    public static ApiError TooDeep(int most) => new(
        ErrorKind.NotAllowedInState, "workflow_nested_too_deep", $"Workflows start each other at most {most} deep.");

    public static ApiError SqlValueMisplaced { get; } = new(
        ErrorKind.Invalid, "workflow_sql_value_misplaced", "A value {{ }} stands as a whole literal: not in quotes, not in a comment and not as part of a name.");

    public static ApiError SqlValueNotSimple { get; } = new(
        ErrorKind.Invalid, "workflow_sql_value_not_simple", "A value in SQL is a number, a text, true, false or null, and not a list or an object.");

    public static ApiError TemplateFailed(string why) => new(ErrorKind.Invalid, "workflow_template_failed", $"A template of the step cannot be used: {why}");

    public static ApiError ConditionFailed(string why) => new(ErrorKind.Invalid, "workflow_condition_failed", $"A condition cannot be looked at: {why}");

    public static ApiError RowsMissing(string step) => new(
        ErrorKind.Invalid, "workflow_rows_missing", $"The step '{step}' has no rows in this run: it was skipped, failed, or found none that are kept.");

    public static ApiError ColumnMissing(string step, string column) => new(
        ErrorKind.Invalid, "workflow_column_missing", $"The rows of the step '{step}' have no column '{column}'.");

    public static ApiError OutcomeUnknown { get; } = new(
        ErrorKind.ConnectionFailed, "workflow_outcome_unknown", "An attempt of this step was interrupted while it sent rows: whether they arrived is not known, and sending them again could double them.");

    public static ApiError ItemsInvalid { get; } = new(ErrorKind.Invalid, "workflow_items_invalid", "What a loop goes through is a JSON array.");

    public static ApiError LoopTooLong(int most) => new(
        ErrorKind.Invalid, "workflow_loop_too_long", $"A loop runs its steps at most {most:N0} times in all; read fewer rows.");

    public static ApiError InnerStepFailed { get; } = new(ErrorKind.Invalid, "workflow_inner_step_failed", "A step within this one failed; it says why.");

    public static ApiError TimedOut(TimeSpan limit) => new(
        ErrorKind.ConnectionFailed, "workflow_step_timed_out", $"The step was not done within {limit.TotalSeconds:0} seconds.");

    public static ApiError HttpFailed(string why) => new(ErrorKind.ConnectionFailed, "workflow_http_failed", why);

    public static ApiError Rejected(string? comment) => new(
        ErrorKind.NotAllowedInState, "workflow_approval_rejected", string.IsNullOrWhiteSpace(comment) ? "It was rejected." : $"It was rejected: {comment}");

    public static ApiError NobodyApproved { get; } = new(ErrorKind.NotAllowedInState, "workflow_approval_expired", "Nobody approved in time.");

    public static ApiError SyncFailed(string state) => new(
        ErrorKind.NotAllowedInState, "workflow_sync_failed", $"The run of the sync ended as {state}; its own history says why.");

    public static ApiError RefreshFailed { get; } = new(
        ErrorKind.NotAllowedInState, "workflow_refresh_failed", "The dataset could not be refreshed; the dataset says why.");

    public static ApiError SubRunFailed(string state) => new(
        ErrorKind.NotAllowedInState, "workflow_sub_run_failed", $"The run of the other workflow ended as {state}; its own history says why.");

    public static ApiError RowsRejected(long rejected, string first) => new(
        ErrorKind.Invalid, "workflow_rows_rejected", $"The destination did not take {rejected:N0} of the rows; of the first it says: {first}");

    /// <summary>Something of ours went wrong, or the process that ran it stopped.</summary>
    public static ApiError Interrupted { get; } = new(
        ErrorKind.Internal, "workflow_interrupted", "The run was interrupted by something on our side. Take it up again.");
}
