using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Configuration schemas of the kinds of databases.</summary>
internal static class SourceTypes
{
    public static SourceTypeBody Describe(IConnector connector) => new(connector.Type, connector.DefaultPort is { } port ? Server(port) : File());

    private static JsonObject Server(int port) => Object(
        new JsonObject
        {
            ["host"] = Text("Host", "Name or address of the server."),
            ["port"] = new JsonObject { ["type"] = "integer", ["title"] = "Port", ["minimum"] = 1, ["maximum"] = 65_535, ["default"] = port },
            ["database"] = Text("Database", "Name of the database."),
            ["username"] = Text("User", "A user who may read; no more is needed."),
            ["password"] = new JsonObject { ["type"] = "string", ["title"] = "Password", ["secret"] = true },
            ["ssl_mode"] = new JsonObject
            {
                ["type"] = "string",
                ["title"] = "TLS",
                ["enum"] = new JsonArray("disable", "prefer", "require", "verify-ca", "verify-full"),
            },
            ["schema"] = Text("Schema", "Whose tables are looked for first."),
        },
        "host",
        "database",
        "username");

    private static JsonObject File() => Object(
        new JsonObject { ["database"] = Text("File", "The file's name below the directory that the deployment allows.") }, "database");

    private static JsonObject Object(JsonObject properties, params string[] required) => new()
    {
        ["type"] = "object",
        ["properties"] = properties,
        ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
        ["additionalProperties"] = false,
    };

    private static JsonObject Text(string title, string description) => new() { ["type"] = "string", ["title"] = title, ["description"] = description };
}
