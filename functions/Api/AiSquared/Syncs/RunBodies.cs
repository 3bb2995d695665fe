using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Api.AiSquared;

/// <param name="SyncRunType">general or test.</param>
/// <param name="Duration">Seconds from start to end, or until now.</param>
/// <param name="TotalQueryRows">Rows that the model gave.</param>
/// <param name="TotalRows">Rows to send: new, changed, gone.</param>
/// <param name="SkippedRows">Rows that the destination holds already as they are.</param>
/// <param name="SuccessfulRows">Rows that the destination accepted.</param>
/// <param name="FailedRows">Rows that were refused. A run with some of these is a success with an <paramref name="Error"/>.</param>
/// <param name="Kind">Beyond the documents: general, test, dry_run, retry or backfill.</param>
/// <param name="Stage">Beyond the documents: where the run is, in more words than its status has.</param>
public sealed record SyncRunAttributes(
    int SyncId,
    string Status,
    string SyncRunType,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    double? Duration,
    long TotalQueryRows,
    long TotalRows,
    long SkippedRows,
    long SuccessfulRows,
    long FailedRows,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string Kind,
    string Stage,
    double? RowsPerSecond,
    double? EstimatedSecondsLeft,
    SyncRunCounts Counts)
{
    /// <summary>Beyond the documents: what a dry run shows. Left away in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunSamples? Samples { get; init; }
}

/// <param name="Unknown">Rows that were sent and of which nobody can know whether they arrived; part of the failed ones.</param>
/// <param name="NotSent">Rows that were not tried.</param>
public sealed record SyncRunCounts(
    long ToAdd, long ToChange, long ToRemove, long Added, long Changed, long Removed, long Unknown, long NotSent);

public sealed record ScheduleSyncRequest(ScheduleSyncFields ScheduleSync);

public sealed record ScheduleSyncFields([property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString), Range(1L, long.MaxValue)] long SyncId);

/// <summary>At least one of the two.</summary>
/// <param name="Cursor">Forgets how far the cursor has come: all rows are read again.</param>
/// <param name="Snapshot">Forgets what was delivered: all rows are sent again.</param>
public sealed record ResetSyncRequest(bool Cursor = false, bool Snapshot = false) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Cursor && !Snapshot)
            yield return new ValidationResult("Name cursor or snapshot or both.");
    }
}
