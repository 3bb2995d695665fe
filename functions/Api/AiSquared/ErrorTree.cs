using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Writes failures as a tree of the parameters' names with lists of messages at its leaves: <c>{sync: {schedule_type: ["..."]}}</c>.</summary>
internal static class ErrorTree
{
    public static JsonObject Of(IEnumerable<FieldError> failures)
    {
        var tree = new JsonObject();
        foreach (var (path, message) in failures)
            Add(tree, path.TrimStart('$', '.').Split('.', '[', ']'), message);
        return tree;
    }

    private static void Add(JsonObject tree, string[] path, string message)
    {
        var names = path.Where(name => name.Length > 0).DefaultIfEmpty("base").ToArray();
        foreach (var name in names[..^1])
            tree = tree[name] as JsonObject ?? Insert(tree, name, new JsonObject());
        var messages = tree[names[^1]] as JsonArray ?? Insert(tree, names[^1], new JsonArray());
        messages.Add(message);
    }

    private static T Insert<T>(JsonObject tree, string name, T node)
        where T : JsonNode
    {
        tree[name] = node;
        return node;
    }
}
