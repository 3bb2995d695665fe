using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Mapping;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>What a sync has beyond the documented fields. In a request, what is left out stays, or has its default.</summary>
public sealed record SmithSyncConfig
{
    [Description("Table, object or sheet of the destination. Without it: the destination's own object, or its only stream.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stream { get; init; }

    [Description("The same as stream.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Object { get; init; }

    [Description("changes: all rows are read, those that differ from what was delivered are sent. cursor: rows are read whose cursor column has grown. everything: all are sent.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReadStrategy? Read { get; init; }

    [Description("For read: cursor; without it the model's timestamp column.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CursorColumn { get; init; }

    [Description("Columns that tell rows apart, where they are several.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? PrimaryKey { get; init; }

    [Description("What field_mapping cannot say: constants, templates, what becomes of nulls.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SmithMapping>? Mappings { get; init; }

    [Description("The largest share of the delivered rows, 0 to 1, that a run in mirror mode removes without being forced.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaxRemovalShare { get; init; }

    [Description("IANA zone of times that have none.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeZone { get; init; }

    [Description("IANA zone of the cron expression in schedule; UTC without it.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ScheduleTimeZone { get; init; }

    [Description("A real interval instead of a cron expression: 90m, 1h30m, 2d.")]
    [JsonPropertyName("@every")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Every { get; init; }

    [Description("Instead of a schedule: runs whenever a run of this sync has succeeded.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? AfterSyncId { get; init; }

    [Description("What becomes of times that passed while nothing ran: run_once for all of them, or skip.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MissedRuns? MissedRuns { get; init; }

    [Description("For the destination: a file format, a message template.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonObject? Options { get; init; }
}

/// <summary>A field that is a column of the model as it is.</summary>
public sealed record SmithFieldMapping(string SourceColumn, string DestinationField);

/// <summary>A field and where its value comes from: one of source_column, value and template.</summary>
public sealed record SmithMapping(string DestinationField)
{
    [Description("column, constant or template. Only needed for the constant null.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MappingKind? Type { get; init; }

    [Description("A column of the model, or a path into one that holds JSON.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SourceColumn { get; init; }

    [Description("A constant.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonNode? Value { get; init; }

    [Description("Liquid, with the model's columns as variables.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Template { get; init; }

    [Description("What becomes of a value that is null: send, use_default, or reject the row.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NullHandling? OnNull { get; init; }

    [Description("For on_null: use_default.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonNode? Default { get; init; }
}
