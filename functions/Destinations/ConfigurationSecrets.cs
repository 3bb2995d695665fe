using System.Text.Json.Nodes;

namespace FunctionsPlatform.Destinations;

/// <summary>Takes the secrets out of a configuration, by what its JSON Schema marks as <c>"secret": true</c>, and puts them back.</summary>
public static class ConfigurationSecrets
{
    /// <summary>How a secret is shown. Sent back, it means the secret that is kept.</summary>
    public const string Mask = "*************";

    /// <summary>The configuration without its secrets, and the secrets alone, in the same shape.</summary>
    public static (JsonObject Public, JsonObject Secrets) Split(JsonObject configuration, JsonObject schema)
    {
        var (open, secret) = (new JsonObject(), new JsonObject());
        foreach (var (name, value) in configuration)
        {
            var rules = PropertyOf(schema, name);
            if (IsSecret(rules))
                secret[name] = value?.DeepClone();
            else if (value is JsonObject inner && rules is not null)
                (open[name], secret[name]) = Split(inner, rules);
            else
                open[name] = value?.DeepClone();
        }
        return (open, secret);
    }

    /// <summary>A configuration whose secrets are put in; those of its own that are not masks win.</summary>
    public static JsonObject Join(JsonObject configuration, JsonObject secrets)
    {
        var whole = (JsonObject)configuration.DeepClone();
        foreach (var (name, secret) in secrets)
        {
            if (secret is JsonObject inner)
                whole[name] = Join(whole[name] as JsonObject ?? [], inner);
            else if (!whole.TryGetPropertyValue(name, out var given) || IsMask(given))
                whole[name] = secret?.DeepClone();
        }
        return whole;
    }

    /// <summary>A configuration as it is shown: every secret that its schema knows and that is set, as the mask.</summary>
    public static JsonObject Masked(JsonObject configuration, JsonObject secrets)
    {
        var shown = (JsonObject)configuration.DeepClone();
        foreach (var (name, secret) in secrets)
            shown[name] = secret is JsonObject inner ? Masked(shown[name] as JsonObject ?? [], inner) : Mask;
        return shown;
    }

    private static bool IsMask(JsonNode? value) => value is JsonValue text && text.TryGetValue(out string? word) && word == Mask;

    private static JsonObject? PropertyOf(JsonObject schema, string name) => (schema["properties"] as JsonObject)?[name] as JsonObject;

    private static bool IsSecret(JsonObject? rules) => rules?["secret"] is JsonValue marked && marked.TryGetValue(out bool secret) && secret;
}
