using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Columns and fields as a JSON Schema.</summary>
internal static class CatalogSchema
{
    public static JsonObject Of(IReadOnlyList<SchemaColumn> columns) => Object(
        columns.Select(column => KeyValuePair.Create(column.Name, Type(column.Kind, column.IsNullable, column.Description))), [], true);

    public static JsonObject Of(DestinationStream stream) => Object(
        stream.Fields.Select(field => KeyValuePair.Create(field.Name, Field(field))),
        stream.Fields.Where(field => field.IsRequired).Select(field => field.Name),
        stream.AcceptsOtherFields);

    private static JsonObject Object(IEnumerable<KeyValuePair<string, JsonObject>> properties, IEnumerable<string> required, bool isOpen)
    {
        var members = new JsonObject();
        // Two columns that differ in nothing but their place have one name here.
        foreach (var (name, property) in properties)
            members[name] = property;
        return new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["type"] = "object",
            ["additionalProperties"] = isOpen,
            ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
            ["properties"] = members,
        };
    }

    private static JsonObject Field(DestinationField field)
    {
        var schema = Type(field.Kind, !field.IsRequired, field.Description);
        if (field.MaxLength is { } length && field.Kind == ColumnKind.Text)
            schema["maxLength"] = length;
        if (field.Minimum is { } minimum)
            schema["minimum"] = minimum;
        if (field.Maximum is { } maximum)
            schema["maximum"] = maximum;
        if (field.AllowedValues is { } allowed)
            schema["enum"] = new JsonArray([.. allowed.Select(value => (JsonNode)value)]);
        if (field.IsReadOnly)
            schema["readOnly"] = true;
        return schema;
    }

    private static JsonObject Type(ColumnKind kind, bool isNullable, string? description)
    {
        var (type, format) = kind switch
        {
            ColumnKind.Integer => ("integer", null),
            ColumnKind.Decimal or ColumnKind.Float => ("number", null),
            ColumnKind.Boolean => ("boolean", null),
            ColumnKind.Date => ("string", "date"),
            ColumnKind.Time => ("string", "time"),
            ColumnKind.Timestamp or ColumnKind.TimestampTz => ("string", "date-time"),
            ColumnKind.Uuid => ("string", "uuid"),
            _ => ("string", (string?)null),
        };
        // A field that holds JSON takes any value.
        var schema = kind == ColumnKind.Json ? [] : new JsonObject { ["type"] = isNullable ? new JsonArray(type, "null") : type };
        if (format is not null)
            schema["format"] = format;
        if (description is not null)
            schema["description"] = description;
        return schema;
    }
}
