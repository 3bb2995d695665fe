using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Manifests;

/// <summary>Puts the parts that a manifest writes once, as <c>shared</c>, where it names them: <c>{ "$use": "name" }</c>.</summary>
internal sealed class SharedParts(JsonElement shared, List<FieldError> mistakes)
{
    private const string Use = "$use";
    private const int MaxText = 2 * 1024 * 1024;

    private int _text;

    public static JsonElement Resolve(JsonElement manifest, List<FieldError> mistakes)
    {
        if (manifest.ValueKind != JsonValueKind.Object || !manifest.TryGetProperty("shared", out var shared))
            return manifest;
        if (shared.ValueKind != JsonValueKind.Object)
        {
            mistakes.Add(new FieldError("$.shared", "This must be an object."));
            return manifest;
        }
        var parts = new SharedParts(shared, mistakes);
        return JsonSerializer.SerializeToElement(parts.Members(manifest, "$", member => member.Name != "shared"));
    }

    private JsonObject Members(JsonElement json, string path, Func<JsonProperty, bool> isKept) => new(
        json.EnumerateObject().Where(isKept).DistinctBy(member => member.Name).Select(member => KeyValuePair.Create(member.Name, Resolve(member.Value, $"{path}.{member.Name}"))));

    private JsonNode? Resolve(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty(Use, out var name) => Part(json, name, path),
        JsonValueKind.Object => Members(json, path, _ => true),
        JsonValueKind.Array => new JsonArray([.. json.EnumerateArray().Select((item, at) => Resolve(item, $"{path}[{at}]"))]),
        _ => JsonNode.Parse(json.GetRawText()),
    };

    private JsonNode? Part(JsonElement json, JsonElement name, string path)
    {
        if (json.GetPropertyCount() != 1 || name.ValueKind != JsonValueKind.String || !shared.TryGetProperty(name.GetString()!, out var part))
        {
            mistakes.Add(new FieldError(path, "$use stands alone and names a part of shared."));
            return null;
        }
        var text = part.GetRawText();
        _text += text.Length;
        if (_text <= MaxText && !text.Contains(Use, StringComparison.Ordinal))
            return JsonNode.Parse(text, documentOptions: ManifestReader.Options);
        mistakes.Add(new FieldError(path, _text > MaxText ? "The manifest uses its shared parts too often." : "A shared part uses no other."));
        return null;
    }
}
