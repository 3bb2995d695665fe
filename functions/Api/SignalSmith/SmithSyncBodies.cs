using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPlatform.Syncs;

namespace FunctionsPlatform.Api.SignalSmith;

public sealed record CreateSmithSyncRequest(
    Guid ModelId,
    Guid DestinationId,
    string Name,
    string? Description = null,
    IReadOnlyList<SmithFieldMapping>? FieldMapping = null,
    SmithSyncMode SyncMode = SmithSyncMode.Upsert,
    [property: Description(ScheduleWords.Text)] string? Schedule = null,
    [property: Description("A column of the model that tells rows apart; without it the model's own primary key.")] string? PrimaryKey = null,
    SmithSyncConfig? Config = null,
    [property: Description("false keeps the sync from being started, by schedule or by hand.")] bool Enabled = true);

public sealed record UpdateSmithSyncRequest(
    Guid? ModelId = null,
    Guid? DestinationId = null,
    string? Name = null,
    string? Description = null,
    IReadOnlyList<SmithFieldMapping>? FieldMapping = null,
    SmithSyncMode? SyncMode = null,
    string? PrimaryKey = null,
    SmithSyncConfig? Config = null,
    bool? Enabled = null) : ReadBack
{
    [Description(ScheduleWords.Text), JsonConverter(typeof(NullIsEmptyConverter))]
    public string? Schedule { get; init; }

    [Description(ReadOnly)]
    public JsonElement? LastSyncedAt { get; init; }

    [Description(ReadOnly)]
    public JsonElement? LastRunId { get; init; }

    [Description(ReadOnly)]
    public JsonElement? NextRunAt { get; init; }
}

internal static class ScheduleWords
{
    public const string Text = "A cron expression of five fields, in UTC unless config.schedule_time_zone says otherwise; empty or null for none.";
}

/// <param name="FieldMapping">Fields that are columns as they are; config.mappings has the others.</param>
/// <param name="SyncMode">upsert, insert, update, mirror or append.</param>
/// <param name="Schedule">Empty when there is none, or one that cron cannot say: then config has it.</param>
/// <param name="PrimaryKey">Empty for the model's own, and where config.primary_key has several columns.</param>
/// <param name="Status">active, paused when not enabled, error when the latest run failed.</param>
/// <param name="NextRunAt">When its schedule is due next; null without one.</param>
/// <param name="StatusError">What the latest run failed with, or why some of its rows were not delivered; empty when all is fine.</param>
public sealed record SmithSyncBody(
    Guid Id,
    Guid WorkspaceId,
    Guid ModelId,
    Guid DestinationId,
    string Name,
    string Description,
    IReadOnlyList<SmithFieldMapping> FieldMapping,
    WriteMode SyncMode,
    string Schedule,
    string PrimaryKey,
    SmithSyncConfig Config,
    bool Enabled,
    string Status,
    string StatusError,
    DateTimeOffset? LastSyncedAt,
    Guid? LastRunId,
    DateTimeOffset? NextRunAt,
    string? CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <summary>Reads null as an empty text, so that it says something other than a property that is left out.</summary>
internal sealed class NullIsEmptyConverter : JsonConverter<string>
{
    public override bool HandleNull => true;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => "",
        JsonTokenType.String => reader.GetString()!,
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
