using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Writing;

/// <summary>
/// A kind of system that rows are written to. Every destination passes the same conformance tests. Failures of the other system come out as
/// <see cref="ConnectorException"/>; a cancelled token as <see cref="OperationCanceledException"/>.
/// </summary>
public interface IDestination
{
    DestinationDefinition Definition { get; }

    /// <summary>What is wrong with the settings beyond what <see cref="DestinationDefinition.ConfigurationSchema"/> says, without connecting.</summary>
    IReadOnlyList<FieldError> Validate(DestinationSettings settings);

    /// <summary>Connects, and tells what answered. Writes nothing.</summary>
    Task<ServerInfo> CheckAsync(DestinationSettings settings, CancellationToken cancellationToken);

    /// <summary>The streams (tables, objects, sheets) that can be written to, with their fields.</summary>
    Task<IReadOnlyList<DestinationStream>> DiscoverAsync(DestinationSettings settings, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a stream for one chunk of a sync. Refuses what can be seen before the first row: a stream or field that is gone, a key that is not unique there.
    /// </summary>
    Task<Result<IRowWriter>> OpenAsync(DestinationSettings settings, WriteTarget target, CancellationToken cancellationToken);
}

/// <summary>What a kind of destination is and how it is configured.</summary>
/// <param name="Type">The word that destinations name it by: <c>postgresql</c>, <c>hubspot</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Category">database, file, crm, marketing, support, messaging, productivity, payments or api.</param>
/// <param name="ConfigurationSchema">
/// JSON Schema of the configuration: an object whose properties have <c>type</c>, <c>title</c>, <c>description</c>, <c>enum</c>, <c>default</c>;
/// those with <c>"secret": true</c> are kept encrypted and never shown.
/// </param>
public sealed record DestinationDefinition(string Type, string Title, string Category, JsonObject ConfigurationSchema)
{
    /// <summary>How many writers may be open at a time: more than one where the other system takes rows from several connections at once.</summary>
    public int MaxWriters { get; init; } = 1;

    /// <summary>The vendor's own documentation of the API.</summary>
    public string? DocumentationUrl { get; init; }
}

/// <summary>A destination's configuration with its secrets: never logged, never serialised outside the secret store.</summary>
public sealed record DestinationSettings(JsonObject Configuration)
{
    public string? Text(string name) => Configuration[name] is JsonValue value ? value.ToString() : null;

    public int? Integer(string name) => Configuration[name] is JsonValue value && int.TryParse(value.ToString(), out var number) ? number : null;

    /// <summary>The settings of a database: host, port, database, username, password, ssl_mode.</summary>
    public ConnectionSettings ToConnection() => new(
        Text("database") ?? "", Text("host"), Integer("port"), Text("username"), Text("password"), Text("ssl_mode"));

    public override string ToString() => nameof(DestinationSettings);
}
