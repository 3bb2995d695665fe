using System.Text.Json.Nodes;

namespace FunctionsPlatform.Api.OpenApi;

/// <summary>Makes one operation of two that APIs have at the same address and verb: requests and answers are of the one or of the other.</summary>
internal static class OperationMerge
{
    public static JsonObject Either(JsonObject one, JsonObject other)
    {
        var both = (JsonObject)one.DeepClone();
        both["summary"] = $"{one["summary"]} / {other["summary"]}";
        if (Describe(one, other) is { Length: > 0 } description)
            both["description"] = description;
        foreach (var list in new[] { "tags", "security", "parameters" })
        {
            if (Together(one[list], other[list]) is { Count: > 0 } together)
                both[list] = together;
        }

        if (Either(one["requestBody"], other["requestBody"]) is { } body)
            both["requestBody"] = body;
        var responses = (JsonObject)both["responses"]!;
        foreach (var (status, response) in (JsonObject)other["responses"]!)
            responses[status] = responses[status] is { } known ? Either(known, response) : response!.DeepClone();
        return both;
    }

    private static string Describe(JsonObject one, JsonObject other) => string.Join("\n\n", new[] { one, other }
        .Where(operation => operation["description"] is not null)
        .Select(operation => $"**{operation["tags"]![0]}**: {operation["description"]}"));

    private static JsonArray Together(JsonNode? one, JsonNode? other) =>
        [.. new[] { one, other }.OfType<JsonArray>().SelectMany(list => list).Select(item => item!.DeepClone()).DistinctBy(item => (item as JsonObject)?["name"]?.ToString() ?? item.ToJsonString())];

    /// <summary>A body of a request or an answer whose JSON has either schema.</summary>
    private static JsonNode? Either(JsonNode? one, JsonNode? other)
    {
        const string json = "application/json";
        if (one?["content"]?[json]?["schema"] is not { } first || other?["content"]?[json]?["schema"] is not { } second)
            return (one?["content"] is null ? other ?? one : one)?.DeepClone();
        var both = one.DeepClone();
        if (one["description"]?.ToString() is { } said && other["description"]?.ToString() is { } alsoSaid && said != alsoSaid)
            both["description"] = $"{said} / {alsoSaid}";
        if (!JsonNode.DeepEquals(first, second))
            both["content"]![json] = new JsonObject { ["schema"] = new JsonObject { ["anyOf"] = new JsonArray(first.DeepClone(), second.DeepClone()) } };
        return both;
    }
}
