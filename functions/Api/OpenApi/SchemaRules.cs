using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FunctionsPlatform.Api.Dialects;

namespace FunctionsPlatform.Api.OpenApi;

/// <summary>What attributes on the properties of a record add to its schema.</summary>
internal static class SchemaRules
{
    /// <summary>Lists the properties that a request must have, or that an answer always has.</summary>
    public static void Require(JsonObject schema, JsonTypeInfo type)
    {
        var required = type.Properties.Where(type.Options == ApiJson.Reading ? IsDemanded : IsAlwaysWritten).Select(property => property.Name).ToArray();
        schema.Remove("required");
        if (required.Length > 0)
            schema["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]);
    }

    public static void Constrain(JsonObject schema, JsonPropertyInfo property)
    {
        foreach (var attribute in property.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [])
            Constrain(schema, attribute);
    }

    private static void Constrain(JsonObject schema, object attribute)
    {
        switch (attribute)
        {
            case StringLengthAttribute length:
                schema["minLength"] = length.MinimumLength;
                schema["maxLength"] = length.MaximumLength;
                break;
            case MinLengthAttribute least:
                schema[IsArray(schema) ? "minItems" : "minLength"] = least.Length;
                break;
            case MaxLengthAttribute most:
                schema[IsArray(schema) ? "maxItems" : "maxLength"] = most.Length;
                break;
            case RangeAttribute { Minimum: int minimum, Maximum: int maximum }:
                schema["minimum"] = minimum;
                schema["maximum"] = maximum;
                break;
            case RegularExpressionAttribute pattern:
                schema["pattern"] = pattern.Pattern;
                break;
            case AllowedValuesAttribute allowed:
                schema["enum"] = new JsonArray([.. allowed.Values.Select(value => (JsonNode?)value?.ToString())]);
                break;
            case DescriptionAttribute description:
                schema["description"] = description.Description;
                break;
        }
    }

    private static bool IsArray(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => types.Any(type => type?.GetValue<string>() == "array"),
        { } type => type.GetValue<string>() == "array",
        null => false,
    };

    private static bool IsDemanded(JsonPropertyInfo property) => property.IsRequired || Has<RequiredAttribute>(property, _ => true);

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        !Has<JsonIgnoreAttribute>(property, ignore => ignore.Condition != JsonIgnoreCondition.Never);

    private static bool Has<T>(JsonPropertyInfo property, Func<T, bool> matches)
        where T : Attribute => property.AttributeProvider is MemberInfo member && member.GetCustomAttributes<T>().Any(matches);
}
