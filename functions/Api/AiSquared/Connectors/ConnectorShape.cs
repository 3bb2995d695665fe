using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPlatform.Destinations;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Between the configurations of databases as this API has them, some with user and password in an object of their own, and the platform's flat ones.</summary>
internal static class ConnectorShape
{
    private const string Credentials = "credentials";
    private const string AuthType = "auth_type";
    private const string ByPassword = "username/password";
    private const string DataType = "data_type";
    private const string Structured = "structured";

    private static readonly string[] Login = ["username", "password"];
    private static readonly FrozenSet<string> Nesting = FrozenSet.Create("postgresql", "sqlserver");
    private static readonly FrozenSet<string> Databases = FrozenSet.Create("postgresql", "sqlserver", "mysql", "mariadb", "sqlite", "duckdb");

    /// <summary>A configuration as the platform has it. The keys that have only one value here are dropped; with any other value they stay, to be refused.</summary>
    public static JsonObject Flatten(string type, JsonObject given)
    {
        if (type == HttpShape.Type)
            return HttpShape.Flatten(given);
        if (!Databases.Contains(type))
            return given;
        var flat = new JsonObject();
        foreach (var (name, value) in given)
        {
            if (name == Credentials && value is JsonObject credentials && Nesting.Contains(type))
                AddAll(flat, credentials);
            else
                Add(flat, name, value);
        }
        return flat;
    }

    /// <summary>A configuration as this API shows it.</summary>
    public static JsonObject Nest(string type, JsonObject flat)
    {
        if (type == HttpShape.Type)
            return HttpShape.Show(flat);
        if (!Nesting.Contains(type))
            return flat;
        var credentials = new JsonObject { [AuthType] = ByPassword };
        var nested = new JsonObject { [Credentials] = credentials };
        foreach (var (name, value) in flat)
            (Login.Contains(name) ? credentials : nested)[name] = value?.DeepClone();
        return nested;
    }

    /// <summary>The JSON Schema of what <see cref="Nest"/> makes, its secrets marked as this API marks them.</summary>
    public static JsonObject NestSchema(string type, JsonObject flat)
    {
        var schema = (JsonObject)Marked(flat);
        if (type == HttpShape.Type)
            HttpShape.ShowSchema(schema);
        if (!Nesting.Contains(type) || schema["properties"] is not JsonObject properties)
            return schema;
        var required = schema["required"] as JsonArray ?? [];
        var inner = new JsonObject { [AuthType] = new JsonObject { ["type"] = "string", ["title"] = "Authentication", ["default"] = ByPassword } };
        foreach (var name in Login)
        {
            if (properties.Remove(name, out var property))
                inner[name] = property;
        }
        var demanded = required.Select(name => name!.ToString()).ToLookup(Login.Contains);
        properties.Insert(0, Credentials, new JsonObject
        {
            ["type"] = "object",
            ["title"] = "Credentials",
            ["properties"] = inner,
            ["required"] = Names(demanded[true]),
        });
        schema["required"] = Names(demanded[true].Any() ? demanded[false].Prepend(Credentials) : demanded[false]);
        return schema;
    }

    /// <summary>Whether a secret is sent as it is shown, which means one that is kept.</summary>
    public static bool HasMask(JsonNode? node) => node switch
    {
        JsonObject members => members.Any(member => HasMask(member.Value)),
        JsonArray items => items.Any(HasMask),
        JsonValue value => value.TryGetValue(out string? text) && text == ConfigurationSecrets.Mask,
        _ => false,
    };

    private static void AddAll(JsonObject flat, JsonObject members)
    {
        foreach (var (name, value) in members)
            Add(flat, name, value);
    }

    private static void Add(JsonObject flat, string name, JsonNode? value)
    {
        var text = value is JsonValue scalar && scalar.TryGetValue(out string? said) ? said : null;
        if ((name, text) is (AuthType, ByPassword or "") or (DataType, Structured or ""))
            return;
        flat[name] = name == "port" && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : value?.DeepClone();
    }

    private static JsonNode Marked(JsonNode node)
    {
        if (node is not JsonObject members)
            return node.DeepClone();
        var marked = new JsonObject();
        foreach (var (name, value) in members)
            marked[name == "secret" && value is JsonValue ? "multiwoven_secret" : name] = value is null ? null : Marked(value);
        return marked;
    }

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];
}
