using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FunctionsPlatform.Api.AiSquared;

public sealed record CreateSyncRequest(NewSyncFields Sync);

public sealed record UpdateSyncRequest(SyncFields Sync);

public sealed record EnableSyncRequest(bool Enable);

/// <param name="SourceId">The model's own connector; accepted and checked.</param>
/// <param name="Name">One is made where none is given.</param>
/// <param name="ScheduleType">manual, interval or cron_expression.</param>
/// <param name="SyncIntervalUnit">minutes, hours, days or weeks.</param>
/// <param name="CronExpression">Five fields, in UTC.</param>
/// <param name="SyncMode">full_refresh sends all rows every time; incremental those that changed since they were last accepted.</param>
/// <param name="StreamName">A stream of the destination's catalog.</param>
/// <param name="CursorField">For incremental syncs: the column that grows with every change, so that only rows behind it are read.</param>
/// <param name="Configuration">A list of mappings, or an object of source columns and destination fields.</param>
public sealed record NewSyncFields(
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long ModelId,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long DestinationId,
    string ScheduleType,
    string SyncMode,
    [property: StringLength(1_000, MinimumLength = 1)] string StreamName,
    JsonNode Configuration,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long? SourceId = null,
    [property: StringLength(200, MinimumLength = 1)] string? Name = null,
    int? SyncInterval = null,
    string? SyncIntervalUnit = null,
    string? CronExpression = null,
    string? CursorField = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => SyncContract.Check(SyncMode, Configuration)
        .Concat(SquaredSchedule.Check(ScheduleType, SyncInterval, SyncIntervalUnit, CronExpression));
}

/// <summary>What is left out stays as it is.</summary>
/// <param name="CursorField">Cannot change.</param>
public sealed record SyncFields(
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long? ModelId = null,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long? DestinationId = null,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long? SourceId = null,
    [property: StringLength(200, MinimumLength = 1)] string? Name = null,
    string? ScheduleType = null,
    int? SyncInterval = null,
    string? SyncIntervalUnit = null,
    string? CronExpression = null,
    string? SyncMode = null,
    [property: StringLength(1_000, MinimumLength = 1)] string? StreamName = null,
    string? CursorField = null,
    JsonNode? Configuration = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => SyncContract.Check(SyncMode, Configuration);
}

/// <param name="Status">disabled, pending (not run yet, or running), healthy, failed or aborted.</param>
/// <param name="CurrentCursorField">How far the cursor has come.</param>
public sealed record SyncAttributes(
    string Name,
    int? SourceId,
    int? DestinationId,
    int? ModelId,
    JsonNode Configuration,
    string ScheduleType,
    string SyncMode,
    int? SyncInterval,
    string? SyncIntervalUnit,
    string? CronExpression,
    string StreamName,
    string Status,
    string? CursorField,
    string? CurrentCursorField,
    DateTimeOffset UpdatedAt,
    DateTimeOffset CreatedAt,
    ConnectorBrief? Source,
    ConnectorBrief? Destination,
    ModelBrief? Model);
