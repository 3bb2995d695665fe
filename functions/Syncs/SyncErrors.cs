using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Syncs;

public static class SyncErrors
{
    public static ApiError NotFound { get; } = new(
        ErrorKind.NotFound, "sync_not_found", "There is no sync of that id in this workspace. List the syncs to see which there are.");

    public static ApiError RunNotFound { get; } = new(ErrorKind.NotFound, "sync_run_not_found", "This sync has no run of that id.");

    public static ApiError Disabled { get; } = new(
        ErrorKind.NotAllowedInState, "sync_disabled", "The sync is disabled; enable it before it is started.");

    public static ApiError Active { get; } = new(
        ErrorKind.NotAllowedInState, "sync_active", "A run of this sync is active; wait for its end, or cancel it.");

    /// <param name="syncs">The circle as <see cref="ScheduleCycles.Find"/> gives it, in words that callers know syncs by.</param>
    public static ApiError Cycle(IEnumerable<string> syncs) => new(
        ErrorKind.Invalid, "schedule_cycle", $"These syncs would wait for each other forever: {string.Join(" after ", syncs)}.",
        [new FieldError("$.after", "Name a sync that does not run after this one.")]);

    public static ApiError NotActive { get; } = new(ErrorKind.NotAllowedInState, "sync_not_active", "The sync has no active run.");

    public static ApiError NotPaused { get; } = new(ErrorKind.NotAllowedInState, "sync_not_paused", "The run is not paused.");

    public static ApiError NothingToRetry { get; } = new(
        ErrorKind.NotAllowedInState, "nothing_to_retry", "Every row of that run was delivered; there is nothing to send again.");

    public static ApiError RunNotFinished { get; } = new(
        ErrorKind.NotAllowedInState, "sync_run_not_finished", "The run is not finished; its rows can be sent again when it is.");

    public static ApiError Interrupted { get; } = new(
        ErrorKind.Internal, "sync_interrupted", "The run was interrupted by a failure of the platform. What was delivered is recorded; start the sync again.");

    public static ApiError RowsNotDelivered(long rejected, long notSent) => new(
        ErrorKind.QueryFailed, "rows_not_delivered", $"{rejected} rows were rejected and {notSent} were not sent. The run's records tell which and why.");

    public static ApiError SourceEmpty { get; } = new(
        ErrorKind.NotAllowedInState, "mirror_source_empty", "The model gave no rows, so mirroring it would remove everything that was delivered. Force the run if that is meant.");

    public static ApiError SourceShrank(long removed, long delivered, double share) => new(
        ErrorKind.NotAllowedInState,
        "mirror_source_shrank",
        $"Mirroring would remove {removed} of {delivered} delivered rows, more than the allowed share of {share:P0}. Force the run if that is meant.");

    public static ApiError Invalid(IReadOnlyList<FieldError> fields) => new(ErrorKind.Invalid, "sync_invalid", "The sync is not valid.", fields);

    public static ApiError NameTaken(string name) => new(
        ErrorKind.Conflict, "sync_exists", $"There is a sync named '{name}' already.", [new FieldError("$.name", "Is taken.")]);

    public static ApiError TooMany(int most) => new(
        ErrorKind.NotAllowedInState, "too_many_syncs", $"A workspace has at most {most} syncs; delete one first.");

    public static ApiError OperationMissing(string stream, RowOperations missing) => new(
        ErrorKind.Invalid,
        "stream_operation_missing",
        $"The stream '{stream}' cannot do this: {missing}. Choose another sync mode, or a stream with a unique key.",
        [new FieldError("$.sync_mode", $"The stream '{stream}' cannot do this: {missing}.")]);

    public static ApiError KeyMissing { get; } = Invalid(
        [new FieldError("$.primary_key", "Rows must be told apart: give the model a primary key, or name one here.")]);

    public static ApiError KeyUnmapped(string column) => Invalid(
        [new FieldError("$.mappings", $"The key's column '{column}' is mapped to no field, so rows could not be found again in the destination.")]);

    public static ApiError CursorMissing { get; } = Invalid(
        [new FieldError("$.cursor_column", "To read by a cursor, name the column that grows with every change, here or on the model.")]);

    public static ApiError ColumnLost(IEnumerable<string> columns) => new(
        ErrorKind.Invalid,
        "model_column_lost",
        $"The model no longer has the columns that the sync uses: {string.Join(", ", columns.Take(20))}. Put the model or the mapping right.");

    public static ApiError NeverBackfilled { get; } = Invalid(
        [new FieldError("$.from", "A back-fill needs a cursor column on the sync or its model, and a value to start from or to end at.")]);
}
