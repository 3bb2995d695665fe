using System.Text.Json.Nodes;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Models in the words of this API.</summary>
internal static class SmithModels
{
    private const string DefaultEntityType = "parent";
    private const string EntityTypeDetail = "entity_type";
    private const string ColumnConfigDetail = "column_config";

    private static readonly (string From, string To)[] Places = [("$.primary_key", "$.primary_key_column"), ("$.cursor_column", "$.timestamp_column")];

    public static Result<NewModel> Read(CreateSmithModelRequest body, string? createdBy)
    {
        if (!QueryOf(body.ModelType, body.SqlQuery, body.SourceSchema, body.SourceTable, body.SelectedColumns).Succeeded(out var query, out var wrong)
            || !KeyOf(body.PrimaryKeyColumn, body.PrimaryKeyColumns).Succeeded(out var key, out wrong))
            return wrong;
        return new NewModel(body.SourceId, body.Name, query, key ?? [])
        {
            Description = body.Description,
            CursorColumn = NotEmpty(body.TimestampColumn),
            Details = new JsonObject
            {
                [EntityTypeDetail] = NotEmpty(body.EntityType) ?? DefaultEntityType,
                [ColumnConfigDetail] = body.ColumnConfig?.DeepClone(),
                [Creator.Detail] = createdBy,
            },
        };
    }

    public static Result<ModelChange> Read(UpdateSmithModelRequest body, Model before)
    {
        ModelQuery? query = null;
        if ((body.ModelType, body.SqlQuery, body.SourceSchema, body.SourceTable, body.SelectedColumns) is not (null, null, null, null, null))
        {
            var old = before.Query;
            var type = body.ModelType ?? TypeOf(old, body);
            if (!QueryOf(type, body.SqlQuery ?? old.Sql, body.SourceSchema ?? old.Schema, body.SourceTable ?? old.Table, body.SelectedColumns ?? old.Columns)
                .Succeeded(out query, out var unclear))
                return unclear;
        }

        if (!KeyOf(body.PrimaryKeyColumn, body.PrimaryKeyColumns).Succeeded(out var key, out var wrong))
            return wrong;
        return new ModelChange
        {
            Name = body.Name,
            Description = body.Description,
            ConnectionId = body.SourceId,
            Query = query,
            PrimaryKey = key,
            CursorColumn = body.TimestampColumn,
            Details = DetailsOf(body, before),
        };
    }

    public static SmithModelBody Show(Model model)
    {
        var known = model.Columns.Count > 0 || !model.Query.IsRunnable;
        return new(
            model.Id,
            model.Workspace.Value,
            model.ConnectionId,
            model.Name,
            model.Description ?? "",
            model.Query.Table is null ? SmithModelType.Sql : SmithModelType.Table,
            model.Query.Sql ?? "",
            model.Query.Schema ?? "",
            model.Query.Table ?? "",
            model.Query.Columns ?? [],
            [.. model.Columns.Select(column => new SmithModelColumn(column.Name, column.Kind, !model.PrimaryKey.Contains(column.Name)))],
            model.Details[EntityTypeDetail]?.ToString() ?? DefaultEntityType,
            model.PrimaryKey is [var first, ..] ? first : "",
            model.PrimaryKey,
            model.CursorColumn ?? "",
            model.Details[ColumnConfigDetail] as JsonArray ?? [],
            known ? "active" : "pending",
            known ? "" : "The source could not be asked for the columns when the model was kept. Refresh its suggestions to ask again.",
            Creator.Of(model.Details),
            model.CreatedAt,
            model.UpdatedAt);
    }

    /// <summary>A refusal of models, in the words of this API.</summary>
    public static ApiError InWords(ApiError error) => error == ModelErrors.NotFound ? error
        // The statement is a value of the request that is not supported.
        : error is { Kind: ErrorKind.Invalid, Fields: null } ? error with { Kind = ErrorKind.Malformed }
        : error.Reference().At(Places);

    public static ModelQuery TableQuery(string? schema, string table, IReadOnlyList<string>? columns) =>
        new(Table: table, Schema: NotEmpty(schema), Columns: columns is { Count: > 0 } ? columns : null);

    private static Result<ModelQuery> QueryOf(SmithModelType? type, string? sql, string? schema, string? table, IReadOnlyList<string>? columns)
    {
        (sql, table) = (NotEmpty(sql), NotEmpty(table));
        if (type is null && sql is not null && table is not null)
            return RequestErrors.BrokenRules([new FieldError("$.model_type", "Say sql or table: both sql_query and source_table are given.")]);
        return (type ?? (table is null ? SmithModelType.Sql : SmithModelType.Table)) switch
        {
            SmithModelType.Sql when sql is not null => new ModelQuery(sql),
            SmithModelType.Table when table is not null => TableQuery(schema, table, columns),
            SmithModelType.Sql => RequestErrors.BrokenRules([new FieldError("$.sql_query", "Is required, or else source_table.")]),
            _ => RequestErrors.BrokenRules([new FieldError("$.source_table", "Is required.")]),
        };
    }

    /// <summary>The type of a model that is updated: the other one when only its part is given, else the one it has.</summary>
    private static SmithModelType TypeOf(ModelQuery old, UpdateSmithModelRequest body) => (NotEmpty(body.SqlQuery), NotEmpty(body.SourceTable)) switch
    {
        (not null, null) => SmithModelType.Sql,
        (null, not null) => SmithModelType.Table,
        _ => old.Table is null ? SmithModelType.Sql : SmithModelType.Table,
    };

    private static Result<IReadOnlyList<string>?> KeyOf(string? column, IReadOnlyList<string>? columns)
    {
        if (columns is null)
            return column is null ? Result.Of<IReadOnlyList<string>?>(null) : Result.Of<IReadOnlyList<string>?>(column.Length == 0 ? [] : [column]);
        return column is null || column == (columns.Count > 0 ? columns[0] : "")
            ? Result.Of<IReadOnlyList<string>?>(columns)
            : RequestErrors.BrokenRules([new FieldError("$.primary_key_column", "Is not the first of primary_key_columns. Give one of the two.")]);
    }

    private static JsonObject? DetailsOf(UpdateSmithModelRequest body, Model before)
    {
        if (body.EntityType is null && body.ColumnConfig is null)
            return null;
        var details = (JsonObject)before.Details.DeepClone();
        if (body.EntityType is { } entityType)
            details[EntityTypeDetail] = NotEmpty(entityType) ?? DefaultEntityType;
        if (body.ColumnConfig is { } columnConfig)
            details[ColumnConfigDetail] = columnConfig.DeepClone();
        return details;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
