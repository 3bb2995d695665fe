using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using NJsonSchema;
using NJsonSchema.Validation;

namespace FunctionsPlatform.Destinations;

/// <summary>Checks configurations against the JSON Schema of their kind of destination.</summary>
public static class ConfigurationRules
{
    private const int MostKept = 100;
    private static readonly ConcurrentDictionary<string, JsonSchema> Kept = new(StringComparer.Ordinal);

    /// <returns>What is wrong, by JSON path. No message repeats a value, which may be a secret.</returns>
    public static async Task<IReadOnlyList<FieldError>> CheckAsync(DestinationDefinition definition, JsonObject configuration)
    {
        var schema = await ParseAsync(definition.ConfigurationSchema.ToJsonString());
        return [.. schema.Validate(configuration.ToJsonString()).Select(error => new FieldError(PathOf(error), Message(error)))];
    }

    private static async Task<JsonSchema> ParseAsync(string json)
    {
        if (Kept.TryGetValue(json, out var kept))
            return kept;

        // Those of the built-in kinds are few, those of workspaces' own manifests may be any number; to parse one anew takes milliseconds.
        if (Kept.Count >= MostKept)
            Kept.Clear();
        return Kept[json] = await JsonSchema.FromJsonAsync(json);
    }

    private static string PathOf(ValidationError error) => "$.configuration" + (error.Path ?? "").TrimStart('#').Replace('/', '.');

    private static string Message(ValidationError error) => error.Kind switch
    {
        ValidationErrorKind.PropertyRequired => "Is required.",
        ValidationErrorKind.NoAdditionalPropertiesAllowed => "Unknown here.",
        ValidationErrorKind.NotInEnumeration => $"Must be one of {string.Join(", ", error.Schema.Enumeration)}.",
        ValidationErrorKind.StringExpected => "Must be text.",
        ValidationErrorKind.IntegerExpected or ValidationErrorKind.NumberExpected => "Must be a number.",
        ValidationErrorKind.BooleanExpected => "Must be true or false.",
        ValidationErrorKind.ObjectExpected => "Must be an object.",
        ValidationErrorKind.ArrayExpected => "Must be an array.",
        _ => $"Not allowed: {error.Kind}.",
    };
}
