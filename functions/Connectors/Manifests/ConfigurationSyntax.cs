using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors.Http.Syntax;

namespace FunctionsPlatform.Connectors.Manifests;

/// <summary>The configuration that a manifest asks for: a JSON Schema of few words, so that a form can be made of it.</summary>
internal static class ConfigurationSyntax
{
    private const int MaxProperties = 50;

    private static readonly string[] Types = ["string", "integer", "boolean", "array", "object"];

    public static (JsonObject Schema, IReadOnlySet<string> Properties) Read(JsonSource parent)
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(), ["required"] = new JsonArray() };
        if (parent.Object("configuration", isRequired: true) is not { } source)
            return (schema, new HashSet<string>());
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (source.Object("properties", isRequired: true) is { } properties)
        {
            foreach (var member in properties.Json.EnumerateObject().Select(member => member.Name).ToList())
            {
                names.Add(member);
                if (properties.Object(member) is { } property && Check(property))
                    schema["properties"]![member] = JsonNode.Parse(property.Json.GetRawText());
            }
            if (names.Count > MaxProperties)
                source.Error("properties", $"A configuration has at most {MaxProperties} properties.");
        }
        foreach (var required in source.Texts("required"))
        {
            if (!names.Contains(required))
                source.Error("required", $"The configuration has no property '{required}'.");
            schema["required"]!.AsArray().Add(required);
        }
        source.Done();
        return (schema, names);
    }

    private static bool Check(JsonSource property)
    {
        var type = property.Text("type", isRequired: true);
        if (type is not null && !Types.Contains(type))
            property.Error("type", $"This must be one of {string.Join(", ", Types)}.");
        property.Text("title", isRequired: true, maxLength: 100);
        property.Text("description", maxLength: 1_000);
        property.Flag("secret");
        property.Texts("enum", 100);
        property.Find("default");
        if (property.Find("items") is { ValueKind: not JsonValueKind.Object })
            property.Error("items", "This must be an object.");
        property.Done();
        return type is not null;
    }
}
