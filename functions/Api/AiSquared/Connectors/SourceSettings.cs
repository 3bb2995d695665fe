using System.Text.Json.Nodes;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>What a database that is read from needs to be told, as a JSON Schema and as settings.</summary>
/// <param name="Settings">A password that is null stays as it is.</param>
internal sealed record SourceSettings(ConnectionSettings Settings, string? Schema)
{
    private static readonly Dictionary<string, string> Titles = new()
    {
        ["postgresql"] = "PostgreSQL",
        ["mariadb"] = "MariaDB",
        ["mysql"] = "MySQL",
        ["sqlserver"] = "Microsoft SQL Server",
        ["sqlite"] = "SQLite",
        ["duckdb"] = "DuckDB",
    };

    public static DestinationDefinition Define(IConnector connector) => new(
        connector.Type,
        Titles.GetValueOrDefault(connector.Type, connector.Type),
        "database",
        connector.DefaultPort is { } port ? ServerSchema(port) : FileSchema());

    /// <summary>Reads a flat configuration.</summary>
    public static async Task<Result<SourceSettings>> ReadAsync(IConnector connector, JsonObject flat)
    {
        if (await ConfigurationRules.CheckAsync(Define(connector), flat) is { Count: > 0 } wrong)
            return new ApiError(ErrorKind.Invalid, "connection_invalid", "The connection's settings are not valid.", wrong);
        var settings = new DestinationSettings(flat);
        var connection = settings.ToConnection();
        return new SourceSettings(
            connection.Password == ConfigurationSecrets.Mask ? connection with { Password = null } : connection,
            settings.Text("schema"));
    }

    /// <summary>A connection's flat configuration. Of a server the password is shown as the mask, whether there is one or not.</summary>
    public static JsonObject Show(Connection connection)
    {
        var shown = new JsonObject();
        if (connection.Host is not null)
        {
            shown["host"] = connection.Host;
            shown["port"] = connection.Port;
            shown["username"] = connection.Username;
            shown["password"] = ConfigurationSecrets.Mask;
        }
        shown["database"] = connection.Database;
        if (connection.Schema is { } schema)
            shown["schema"] = schema;
        if (connection.SslMode is { } mode)
            shown["ssl_mode"] = mode;
        return shown;
    }

    private static JsonObject ServerSchema(int port) => SchemaOf(
        ["host", "database", "username"],
        new JsonObject
        {
            ["host"] = Text("Host", "Name or address of the server."),
            ["port"] = new JsonObject { ["type"] = "integer", ["title"] = "Port", ["minimum"] = 1, ["maximum"] = 65_535, ["default"] = port },
            ["database"] = Text("Database", "Name of the database."),
            ["username"] = Text("User", "A user who may read is enough."),
            ["password"] = new JsonObject { ["type"] = "string", ["title"] = "Password", ["secret"] = true },
            ["schema"] = Text("Schema", "Where tables without a schema are looked for first."),
            ["ssl_mode"] = new JsonObject
            {
                ["type"] = "string",
                ["title"] = "TLS",
                ["enum"] = new JsonArray("disable", "prefer", "require", "verify-ca", "verify-full"),
            },
        });

    private static JsonObject FileSchema() => SchemaOf(
        ["database"],
        new JsonObject
        {
            ["database"] = Text("File", "The file, relative to a directory that the deployment allows."),
            ["schema"] = Text("Schema", "Where tables without a schema are looked for first."),
        });

    private static JsonObject SchemaOf(string[] required, JsonObject properties) => new()
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["type"] = "object",
        ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
        ["properties"] = properties,
        ["additionalProperties"] = false,
    };

    private static JsonObject Text(string title, string description) => new() { ["type"] = "string", ["title"] = title, ["description"] = description };
}
