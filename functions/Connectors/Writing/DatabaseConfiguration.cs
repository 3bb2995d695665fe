using System.Text.Json.Nodes;

namespace FunctionsPlatform.Connectors.Writing;

/// <summary>The JSON Schemas of what databases are configured with.</summary>
internal static class DatabaseConfiguration
{
    public static JsonObject Server(int port, string defaultSslMode, string? schema) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("host", "database", "username"),
        ["properties"] = new JsonObject
        {
            ["host"] = Text("Host", "A name or an IP address."),
            ["port"] = new JsonObject { ["type"] = "integer", ["title"] = "Port", ["minimum"] = 1, ["maximum"] = 65_535, ["default"] = port },
            ["database"] = Text("Database", "The database's name."),
            ["username"] = Text("User", "A user who may read and write the tables."),
            ["password"] = new JsonObject { ["type"] = "string", ["title"] = "Password", ["secret"] = true },
            ["ssl_mode"] = new JsonObject
            {
                ["type"] = "string",
                ["title"] = "TLS",
                ["description"] = "Whether the connection is encrypted, and the server's certificate and name are checked.",
                ["enum"] = new JsonArray("disable", "prefer", "require", "verify-ca", "verify-full"),
                ["default"] = defaultSslMode,
            },
        }.With(schema),
    };

    public static JsonObject File(string example, string? schema) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("database"),
        ["properties"] = new JsonObject
        {
            ["database"] = Text("File", $"An existing file, relative to the directory that the deployment allows: {example}."),
        }.With(schema),
    };

    private static JsonObject With(this JsonObject properties, string? schema)
    {
        if (schema is not null)
            properties["schema"] = new JsonObject
            {
                ["type"] = "string", ["title"] = "Schema", ["description"] = "The schema of streams that are named without one.", ["default"] = schema,
            };
        return properties;
    }

    private static JsonObject Text(string title, string description) => new() { ["type"] = "string", ["title"] = title, ["description"] = description, ["minLength"] = 1 };
}
