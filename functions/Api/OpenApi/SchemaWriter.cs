using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace FunctionsPlatform.Api.OpenApi;

/// <summary>Writes the JSON schemas of request and response records, the named ones once among the document's components.</summary>
internal sealed class SchemaWriter
{
    private readonly Dictionary<string, Type> _types = [];
    private readonly JsonSchemaExporterOptions _exporter;

    public SchemaWriter() => _exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    public SortedDictionary<string, JsonNode?> Components { get; } = new(StringComparer.Ordinal);

    /// <summary>The schema of a type as the given options read or write it: a reference, when it is a record of ours.</summary>
    public JsonNode Schema(Type type, JsonSerializerOptions options) =>
        IsOurs(type) ? Reference(type, options) : options.GetJsonSchemaAsNode(type, _exporter);

    private JsonObject Reference(Type type, JsonSerializerOptions options)
    {
        var name = NameOf(type);
        if (_types.TryAdd(name, type))
            Components[name] = options.GetJsonSchemaAsNode(type, _exporter);
        else if (_types[name] != type)
            throw new InvalidOperationException($"Two types of the API are called {name}: {type} and {_types[name]}. Rename one.");
        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private JsonObject Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = context.TypeInfo.Type;
        if (!context.Path.IsEmpty && IsOurs(type) && !type.IsNested)
            return Nullable(Reference(type, context.TypeInfo.Options), context.PropertyInfo);

        // The exporter writes `true` where anything goes, and where a converter of ours writes the value.
        var schema = node as JsonObject ?? [];
        if ((System.Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
            schema = new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        else if (schema["enum"] is JsonArray words)
            schema["type"] = words.Contains(null) ? new JsonArray("string", "null") : "string";
        if (schema.TryGetPropertyValue("default", out var fallback) && fallback is null)
            schema.Remove("default");
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
            SchemaRules.Require(schema, context.TypeInfo);
        if (context.PropertyInfo is { } property)
            SchemaRules.Constrain(schema, property);
        return schema;
    }

    private static JsonObject Nullable(JsonObject reference, JsonPropertyInfo? property) => property is { IsGetNullable: true } or { IsSetNullable: true }
        ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) }
        : reference;

    private static bool IsOurs(Type type) => type.Assembly == typeof(SchemaWriter).Assembly && type.IsClass;

    private static string NameOf(Type type)
    {
        if (!type.IsGenericType)
            return type.Name;
        var argument = type.GenericTypeArguments[0];
        return NameOf(argument.IsGenericType ? argument.GenericTypeArguments[0] : argument) + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
    }
}
