using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Syncs.Mapping;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>A sync's <c>configuration</c>: a list of mappings, or an object of columns and the fields they go to.</summary>
internal static class SquaredMappings
{
    private const string Vector = "vector";

    /// <returns>The mappings, and what is wrong with those that cannot be read.</returns>
    public static (IReadOnlyList<FieldMapping> Mappings, IReadOnlyList<string> Wrong) Read(JsonNode configuration)
    {
        var (mappings, wrong) = (new List<FieldMapping>(), new List<string>());
        if (configuration is JsonObject { Count: > 0 } columns)
        {
            foreach (var (from, to) in columns)
                Keep($"['{from}']", TextOf(to) is { Length: > 0 } field && from.Length > 0 ? FieldMapping.Column(from, field) : "needs the name of a field");
        }
        else if (configuration is JsonArray { Count: > 0 } items)
        {
            foreach (var (index, item) in items.Index())
                Keep($"[{index}]", item is JsonObject mapping ? Read(mapping) : "must be an object");
        }
        else
        {
            wrong.Add("must be a list of mappings or an object of columns and fields, and not be empty");
        }
        return (mappings, wrong);

        void Keep(string place, Reading reading)
        {
            if (reading.Mapping is { } mapping)
                mappings.Add(mapping);
            else if (reading.Wrong is { } message)
                wrong.Add($"{place} {message}");
        }
    }

    /// <summary>Whether a mapping would need vectors computed, which the platform does not do.</summary>
    public static bool HasVector(JsonNode configuration) => configuration is JsonArray items && items.Any(item => TextOf((item as JsonObject)?["mapping_type"]) == Vector);

    /// <summary>What a caller sent, as long as that is still what the sync does; else what it does in this API's words.</summary>
    public static JsonNode Show(JsonNode? sent, IReadOnlyList<FieldMapping> mappings) =>
        sent is not null && Text(Read(sent).Mappings) == Text(mappings) ? sent.DeepClone() : new JsonArray([.. mappings.Select(Show)]);

    private static Reading Read(JsonObject mapping)
    {
        if (TextOf(mapping["to"]) is not { Length: > 0 } to)
            return "needs 'to', the name of a field";
        return (TextOf(mapping["mapping_type"]) ?? "standard") switch
        {
            "standard" => TextOf(mapping["from"]) is { Length: > 0 } from ? FieldMapping.Column(from, to) : "needs 'from', the name of a column",
            "static" => ReadConstant(mapping, to),
            "template" => TextOf(mapping["template"] ?? mapping["value"] ?? mapping["from"]) is { Length: > 0 } template
                ? new FieldMapping(to, MappingKind.Template) { Template = template }
                : "needs 'template', a text",
            // Refused by who knows that the rest is sound: see HasVector.
            Vector => default,
            _ => "has a mapping_type that is none of standard, static, template, vector",
        };
    }

    private static Reading ReadConstant(JsonObject mapping, string to)
    {
        var type = TextOf(mapping["value_type"]);
        var given = mapping["value"] ?? mapping["from"];
        var text = given is JsonValue ? given.ToString() : null;
        JsonNode? value = type switch
        {
            null => given?.DeepClone(),
            "string" => text,
            "number" => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
            "boolean" => bool.TryParse(text, out var flag) ? flag : null,
            _ => null,
        };
        if (type is not (null or "string" or "number" or "boolean" or "null"))
            return "has a value_type that is none of string, number, boolean, null";
        return value is null && type is not (null or "null")
            ? $"needs 'value', a {type}"
            : new FieldMapping(to, MappingKind.Constant) { Value = value };
    }

    private static JsonObject Show(FieldMapping mapping) => mapping.Kind switch
    {
        MappingKind.Constant => new JsonObject { ["mapping_type"] = "static", ["value"] = mapping.Value?.DeepClone(), ["to"] = mapping.To },
        MappingKind.Template => new JsonObject { ["mapping_type"] = "template", ["template"] = mapping.Template, ["to"] = mapping.To },
        _ => new JsonObject { ["mapping_type"] = "standard", ["from"] = mapping.From, ["to"] = mapping.To },
    };

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static string Text(IReadOnlyList<FieldMapping> mappings) => JsonSerializer.Serialize(mappings);

    private readonly record struct Reading(FieldMapping? Mapping, string? Wrong)
    {
        public static implicit operator Reading(FieldMapping mapping) => new(mapping, null);

        public static implicit operator Reading(string wrong) => new(null, wrong);
    }
}
