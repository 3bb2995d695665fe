using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>All kinds of connectors, by what they are good for.</summary>
public sealed record ConnectorDefinitionLists(IReadOnlyList<ConnectorDefinition> Source, IReadOnlyList<ConnectorDefinition> Destination);

/// <summary>A kind of connector.</summary>
public sealed record ConnectorDefinition(
    string Name,
    string Title,
    string ConnectorType,
    string Category,
    string? SubCategory,
    string? DocumentationUrl,
    string? GithubIssueLabel,
    string? Icon,
    string License,
    string ReleaseStage,
    string SupportLevel,
    IReadOnlyList<string> Tags,
    ConnectorSpecification ConnectorSpec)
{
    internal static ConnectorDefinition Of(string side, DestinationDefinition definition) => new(
        ConnectorNames.Of(definition.Type),
        definition.Title,
        side,
        definition.Category,
        null,
        definition.DocumentationUrl,
        null,
        null,
        "All rights reserved",
        "generally_available",
        "supported",
        [definition.Category],
        new ConnectorSpecification(
            definition.DocumentationUrl,
            definition.Category == "database" ? "dynamic" : "static",
            side == ConnectorSides.Source ? "raw_sql" : null,
            ConnectorShape.NestSchema(definition.Type, definition.ConfigurationSchema)));
}

/// <param name="StreamType"><c>dynamic</c> where the streams are what the system itself holds, <c>static</c> where they are always the same.</param>
/// <param name="ConnectionSpecification">JSON Schema of the configuration; <c>multiwoven_secret</c> marks what is never shown.</param>
public sealed record ConnectorSpecification(string? DocumentationUrl, string StreamType, string? ConnectorQueryType, JsonObject ConnectionSpecification);

public sealed record CheckConnectionRequest(
    [property: AllowedValues(ConnectorSides.Source, ConnectorSides.Destination, ErrorMessage = "invalid connector type")] string Type,
    [property: StringLength(100, MinimumLength = 1)] string Name,
    JsonObject ConnectionSpec)
{
    // The specification holds secrets.
    public override string ToString() => $"{Type} {Name}";
}

/// <summary>The outcome in both forms that are documented.</summary>
public sealed record CheckedConnection(string Type, ConnectionStatusBody ConnectionStatus, string Result, string? Details)
{
    public static CheckedConnection Succeeded(string details) => new("connection_status", new ConnectionStatusBody("succeeded", null), "success", details);

    public static CheckedConnection Failed(string message) => new("connection_status", new ConnectionStatusBody("failed", message), "failure", message);
}

public sealed record ConnectionStatusBody(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message);
