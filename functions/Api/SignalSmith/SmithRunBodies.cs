using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FunctionsPlatform.Syncs.Runs;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Api.SignalSmith;

public sealed record StartRunRequest([property: Description("Lets a mirror remove rows however much the source shrank.")] bool Force = false);

public sealed record BackfillRequest(
    [property: Description("First value of the cursor column that is wanted.")] string? From = null,
    [property: Description("First value of the cursor column that is not wanted any more.")] string? Until = null);

/// <param name="Status">queued, running, completed, failed or cancelled. A run that fell due while another was active never ran: it is cancelled, and its stage is skipped.</param>
/// <param name="Trigger">schedule, manual or api.</param>
/// <param name="RowsProcessed">Rows that were read.</param>
/// <param name="RowsFailed">Rows that were refused, by the destination, the mapping or the key's rules.</param>
/// <param name="Error">Why it failed, or why some rows were not delivered; empty when all is fine.</param>
/// <param name="RetryOf">The run whose rows this one sends again.</param>
public sealed record SmithRunBody(
    Guid Id,
    Guid WorkspaceId,
    Guid SyncId,
    string Status,
    string Trigger,
    RunKind Kind,
    long RowsProcessed,
    long RowsCreated,
    long RowsUpdated,
    long RowsDeleted,
    long RowsFailed,
    string Error,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    DateTimeOffset CreatedAt,
    SmithRunProgress Progress,
    SmithRunTiming Timing,
    IReadOnlyList<SmithRunStep> Steps,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? RetryOf)
{
    [Description("Of one run that is asked for: the first 20 rows that were refused, and why. All rows: .../rows.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SmithRowError>? RowErrors { get; init; }

    [Description("Of one dry run that is asked for: rows as the destination would get them.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SmithSamples? Samples { get; init; }
}

/// <param name="Row">The row's number among all rows of the run.</param>
public sealed record SmithRowError(long Row, string Code, string Message);

/// <param name="Problems">What could not be mapped, and how many of the rows that were looked at have it.</param>
public sealed record SmithSamples(
    IReadOnlyList<JsonObject> Created, IReadOnlyList<JsonObject> Updated, IReadOnlyList<JsonObject> Deleted, IReadOnlyList<MappingProblem> Problems);

/// <summary>A row of a run, and what became of it.</summary>
/// <param name="Row">Its number among all rows of the run.</param>
/// <param name="Operation">create, update or delete; null of a row that was refused for its key.</param>
/// <param name="Data">The model's columns; of a deleted row those of the key.</param>
/// <param name="ErrorCode">Why it was not accepted; empty when it was.</param>
public sealed record SmithRowBody(
    long Row, RecordStatus Status, SmithRowOperation? Operation, IReadOnlyDictionary<string, object?> Data, string ErrorCode, string Error);

/// <summary>What is done with a row.</summary>
public enum SmithRowOperation
{
    Create,
    Update,
    Delete,
}

public sealed record ResetRequest(
    [property: Description("Forgets what was delivered: every row counts as new. A mirror then removes nothing that was delivered before.")] bool Snapshot = true,
    [property: Description("Forgets how far a cursor has come.")] bool Cursor = true);

/// <param name="Stage">queued, preparing, reading, comparing, writing, paused; or how it ended: succeeded, partially_succeeded, failed, cancelled, skipped.</param>
/// <param name="Requested">pause or cancel, when that was asked of the run; else go_on.</param>
/// <param name="RowsUnchanged">Rows that the destination holds already as they are.</param>
/// <param name="RowsToSend">New, changed and gone rows; the following three are its parts.</param>
/// <param name="RowsUnknown">Rows that were sent and of which nobody can know whether they arrived; part of those rejected.</param>
/// <param name="RowsPerSecond">Of the stage the run is in.</param>
/// <param name="SecondsRemaining">An estimate; null while nothing can be said.</param>
public sealed record SmithRunProgress(
    RunState Stage,
    RunWish Requested,
    long RowsRead,
    long RowsUnchanged,
    long RowsToSend,
    long RowsToCreate,
    long RowsToUpdate,
    long RowsToDelete,
    long RowsAccepted,
    long RowsRejected,
    long RowsUnknown,
    double? RowsPerSecond,
    double? SecondsRemaining);

/// <param name="QueuedSeconds">How long it waited to be started.</param>
/// <param name="RunningSeconds">How long it has been running, or ran.</param>
public sealed record SmithRunTiming(double QueuedSeconds, double? RunningSeconds);

public sealed record SmithRunStep(string Step, string Status, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt);
