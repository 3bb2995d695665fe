using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace FunctionsPlatform.Connectors.Http.Json;

/// <summary>A place in a JSON document (RFC 6901): <c>/errors/0/message</c>; the empty pointer is the document.</summary>
internal sealed class JsonPointer
{
    private readonly string[] _steps;

    private JsonPointer(string text, string[] steps) => (Text, _steps) = (text, steps);

    public static JsonPointer Root { get; } = new("", []);

    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPointer? pointer)
    {
        pointer = text.Length == 0 ? Root
            : text[0] != '/' || text.Length > 500 ? null
            : new JsonPointer(text, [.. text[1..].Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]);
        return pointer is not null;
    }

    public static JsonPointer Parse(string text) => TryParse(text, out var pointer) ? pointer : throw new FormatException($"'{text}' is no JSON pointer.");

    /// <summary>What is there; null when nothing is, or null is.</summary>
    public JsonElement? Find(JsonElement document)
    {
        foreach (var step in _steps)
        {
            if (document.ValueKind == JsonValueKind.Object && document.TryGetProperty(step, out var member))
                document = member;
            else if (document.ValueKind == JsonValueKind.Array && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < document.GetArrayLength())
                document = document[at];
            else
                return null;
        }
        return document.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : document;
    }

    /// <summary>What is there as text: a string's own, a number or boolean as written; null for what has no text or an empty one.</summary>
    public string? FindText(JsonElement document) => Find(document) is { } found ? TextOf(found) : null;

    public static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        // Some list the ids that an error is about, if only one.
        JsonValueKind.Array when value.GetArrayLength() > 0 => TextOf(value[0]),
        _ => null,
    };
}
