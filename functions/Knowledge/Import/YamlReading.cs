using System.Text.Json.Nodes;

namespace FunctionsPlatform.Knowledge.Import;

/// <summary>Reads what may be there and may be of any shape.</summary>
internal static class YamlReading
{
    public static string? Text(this JsonObject node, string name) => node[name] is JsonValue value ? value.ToString().Trim() : null;

    /// <summary>The mappings of a list.</summary>
    public static IEnumerable<JsonObject> Items(this JsonObject node, string name) => (node[name] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>A text, or the texts of a list.</summary>
    public static IEnumerable<string> Texts(this JsonObject node, string name) => node[name] switch
    {
        JsonValue value => [value.ToString()],
        JsonArray list => list.OfType<JsonValue>().Select(value => value.ToString()),
        _ => [],
    };

    /// <summary>The words of an identifier, as people write them.</summary>
    public static string Words(string name) => name.Replace('_', ' ').Trim();
}
