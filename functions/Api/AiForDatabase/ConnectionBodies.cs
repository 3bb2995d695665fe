using System.Text.Json.Serialization;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <param name="Type">The kind of database: <c>postgresql</c>, <c>mysql</c>, <c>sqlserver</c>, <c>sqlite</c>, <c>duckdb</c>.</param>
/// <param name="Database">Its name; for a file database the file's name below the directory that the deployment allows.</param>
/// <param name="SslMode">disable, prefer, require, verify-ca or verify-full.</param>
public sealed record CreateConnectionRequest(
    string Type, string Name, string Database, string? Host = null, int? Port = null, string? Username = null, string? Password = null, string? SslMode = null)
{
    // The password must not come out in a log.
    public override string ToString() => $"{Type} {Name}";

    internal NewConnection ToNew() => new(Type, Name, new ConnectionSettings(Database, Host, Port, Username, Password, SslMode));
}

public sealed record ConnectionBody(
    string ConnectionId,
    string Type,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Host,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Port,
    string Database,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Username,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SslMode,
    ConnectionStatus Status,
    DateTimeOffset CreatedAt)
{
    public static ConnectionBody Of(Connection connection, string id) => new(
        id,
        connection.Type,
        connection.Name,
        connection.Host,
        connection.Port,
        connection.Database,
        connection.Username,
        connection.SslMode,
        connection.Status,
        connection.CreatedAt);
}

public sealed record TestedConnection(bool Success, double LatencyMs, string? ServerVersion);

public sealed record DeletedConnection(string ConnectionId, bool Deleted = true);

public sealed record SchemaBody(string ConnectionId, DateTimeOffset DiscoveredAt, bool IsComplete, string? DefaultSchema, IReadOnlyList<SchemaTable> Tables);
