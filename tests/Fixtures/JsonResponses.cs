using System.Text.Json.Nodes;

namespace Fixtures;

public static class JsonResponses
{
    /// <exception cref="InvalidOperationException">The answer is not JSON.</exception>
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.Content.Headers.ContentType?.MediaType == "application/json"
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException($"Not JSON but {response.Content.Headers.ContentType}, status {response.StatusCode}: {text}");
    }

    /// <summary>The value at a path such as <c>$.errors[0].title</c>; null where there is none.</summary>
    public static string? At(this JsonNode? node, string path)
    {
        foreach (var step in path.TrimStart('$', '.').Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
            node = step.EndsWith(']') ? (node as JsonArray)?.ElementAtOrDefault(int.Parse(step[..^1])) : (node as JsonObject)?[step];
        return node?.ToString();
    }
}
