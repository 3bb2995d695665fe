using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Api.SignalSmith;

/// <param name="Config">Read as <see cref="SourceConfig"/> once it is known that the type is one of ours.</param>
public sealed record CreateSourceRequest(
    string Name,
    [property: Description("postgresql, mysql, mariadb, sqlserver, sqlite or duckdb.")] string SourceType,
    [property: Description(SourceConfig.Words)] JsonObject Config,
    string? Description = null)
{
    // The configuration holds the password.
    public override string ToString() => $"{SourceType} {Name}";
}

public sealed record UpdateSourceRequest(
    string? Name = null,
    [property: Description("As it is: it cannot be changed.")] string? SourceType = null,
    [property: Description(SourceConfig.Words + " The whole of it; a password that is left out stays.")] JsonObject? Config = null,
    string? Description = null) : ReadBack
{
    public override string ToString() => $"{SourceType} {Name}";
}

public sealed record TestSourceRequest(string SourceType, [property: Description(SourceConfig.Words)] JsonObject Config)
{
    public override string ToString() => SourceType;
}

/// <summary>How a source is reached.</summary>
public sealed record SourceConfig(
    string? Host = null, int? Port = null, string? Database = null, string? Username = null, string? Password = null, string? SslMode = null, string? Schema = null)
{
    internal const string Words = "host, port, database, username, password, ssl_mode and schema; of a file database, database alone.";

    public override string ToString() => $"{Host}:{Port}/{Database}";

    internal ConnectionSettings ToSettings() => new(Database ?? "", Host, Port, Username, Password, SslMode);
}

/// <summary>As <see cref="SourceConfig"/>, without the password.</summary>
public sealed record ShownSourceConfig(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Host,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Port,
    string Database,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Username,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SslMode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Schema);

/// <param name="Status">untested, connected or error: what the latest test found.</param>
/// <param name="StatusError">Why that test failed; empty when it did not.</param>
public sealed record SourceBody(
    Guid Id,
    Guid WorkspaceId,
    string Name,
    string Description,
    string SourceType,
    ShownSourceConfig Config,
    Guid ConnectionId,
    string Status,
    string StatusError,
    string? CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static SourceBody Of(Connection source) => new(
        source.Id,
        source.Workspace.Value,
        source.Name,
        source.Description ?? "",
        source.Type,
        new ShownSourceConfig(source.Host, source.Port, source.Database, source.Username, source.SslMode, source.Schema),
        source.Id,
        source.Status switch { ConnectionStatus.Active => "connected", ConnectionStatus.Failing => "error", _ => "untested" },
        source.LastTest?.Error ?? "",
        null,
        source.CreatedAt,
        source.UpdatedAt);
}

/// <summary>A kind of database that sources can be of.</summary>
/// <param name="ConfigSchema">JSON Schema of its configuration; properties with <c>"secret": true</c> are never shown.</param>
public sealed record SourceTypeBody(string SourceType, JsonObject ConfigSchema);

public sealed record SourceSchemaBody(string Name, bool IsDefault, int TableCount);

public sealed record SourceTableBody(string Schema, string Name, string Type, long? RowEstimate, string Description);

/// <param name="Type">text, integer, decimal, float, boolean, date, time, timestamp, timestamp_tz, uuid, json, binary or other.</param>
/// <param name="DatabaseType">As the database spells it.</param>
public sealed record SourceColumnBody(string Name, ColumnKind Type, string DatabaseType, bool Nullable, bool PrimaryKey, string Description);
