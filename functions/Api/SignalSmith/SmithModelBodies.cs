using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Where the rows of a model come from.</summary>
public enum SmithModelType
{
    Sql,
    Table,
}

public sealed record CreateSmithModelRequest(
    Guid SourceId,
    string Name,
    string? Description = null,
    [property: Description("sql or table; without it, whichever of sql_query and source_table is given.")] SmithModelType? ModelType = null,
    [property: Description("One reading statement in the source's dialect.")] string? SqlQuery = null,
    string? SourceSchema = null,
    string? SourceTable = null,
    [property: Description("Of the table; all, when it is left out.")] IReadOnlyList<string>? SelectedColumns = null,
    string? PrimaryKeyColumn = null,
    [property: Description("For keys of several columns.")] IReadOnlyList<string>? PrimaryKeyColumns = null,
    [property: Description("The column that grows with every change.")] string? TimestampColumn = null,
    [property: StringLength(50)] string? EntityType = null,
    [property: Description("Kept as it is given.")] JsonArray? ColumnConfig = null);

public sealed record UpdateSmithModelRequest(
    Guid? SourceId = null,
    string? Name = null,
    string? Description = null,
    SmithModelType? ModelType = null,
    string? SqlQuery = null,
    string? SourceSchema = null,
    string? SourceTable = null,
    IReadOnlyList<string>? SelectedColumns = null,
    string? PrimaryKeyColumn = null,
    IReadOnlyList<string>? PrimaryKeyColumns = null,
    string? TimestampColumn = null,
    [property: StringLength(50)] string? EntityType = null,
    JsonArray? ColumnConfig = null) : ReadBack
{
    [Description("Read only: the source tells them.")]
    public JsonElement? Columns { get; init; }
}

/// <param name="Type">text, integer, decimal, float, boolean, date, time, timestamp, timestamp_tz, uuid, json, binary or other.</param>
/// <param name="Nullable">False of the primary key, whose rows are rejected without it.</param>
public sealed record SmithModelColumn(string Name, ColumnKind Type, bool Nullable);

/// <param name="Columns">As the source told them when the model was last kept.</param>
/// <param name="PrimaryKeyColumn">The first of <paramref name="PrimaryKeyColumns"/>; empty when there is none.</param>
/// <param name="Status">active, or pending while the source could not tell the columns.</param>
public sealed record SmithModelBody(
    Guid Id,
    Guid WorkspaceId,
    Guid SourceId,
    string Name,
    string Description,
    SmithModelType ModelType,
    string SqlQuery,
    string SourceSchema,
    string SourceTable,
    IReadOnlyList<string> SelectedColumns,
    IReadOnlyList<SmithModelColumn> Columns,
    string EntityType,
    string PrimaryKeyColumn,
    IReadOnlyList<string> PrimaryKeyColumns,
    string TimestampColumn,
    JsonArray ColumnConfig,
    string Status,
    string StatusError,
    string? CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

public sealed record PreviewModelRequest(Guid SourceId, string SqlQuery, [property: Range(1, 1000)] int Limit = 100);

public sealed record PreviewTableRequest(
    Guid SourceId, string SourceTable, string? SourceSchema = null, IReadOnlyList<string>? SelectedColumns = null, [property: Range(1, 1000)] int Limit = 100);

/// <param name="Rows">Values in the order of the columns.</param>
/// <param name="Truncated">Whether there are more rows than were asked for.</param>
public sealed record PreviewBody(IReadOnlyList<PreviewColumn> Columns, IReadOnlyList<object?[]> Rows, int RowCount, bool Truncated);

public sealed record PreviewColumn(string Name, ColumnKind Type);

/// <param name="Suggestions">Values of columns that have few, as found in a sample of the rows.</param>
public sealed record RefreshedSuggestions(string Status, IReadOnlyList<ColumnSuggestions> Suggestions);

public sealed record ColumnSuggestions(string Column, IReadOnlyList<string> Values);

/// <summary>An audience of a model.</summary>
public sealed record ModelAudience(Guid Id, string Name);

/// <summary>A trait of a model.</summary>
public sealed record ModelTrait(Guid Id, string Name);
