using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace FunctionsPlatform.Api.AiSquared;

public sealed record CreateConnectorRequest(NewConnectorFields Connector);

public sealed record UpdateConnectorRequest(ConnectorFields Connector);

/// <param name="ConnectorName">One of the names that <c>connector_definitions</c> lists, in any case.</param>
/// <param name="Configuration">As the definition's <c>connection_specification</c> says.</param>
/// <param name="QueryType">Follows from the connector; accepted and not needed.</param>
public sealed record NewConnectorFields(
    [property: StringLength(200, MinimumLength = 1)] string Name,
    [property: AllowedValues(ConnectorSides.Source, ConnectorSides.Destination, ErrorMessage = "invalid connector type")] string ConnectorType,
    [property: StringLength(100, MinimumLength = 1)] string ConnectorName,
    JsonObject Configuration,
    string? Description = null,
    string? QueryType = null)
{
    // The configuration holds secrets.
    public override string ToString() => $"{ConnectorName} {Name}";
}

/// <summary>What is left out stays as it is.</summary>
/// <param name="ConnectorType">Cannot change.</param>
/// <param name="ConnectorName">Cannot change.</param>
/// <param name="Configuration">The whole of it. A secret that is left out, or sent as it is shown, stays.</param>
public sealed record ConnectorFields(
    [property: StringLength(200, MinimumLength = 1)] string? Name = null,
    [property: AllowedValues(null, ConnectorSides.Source, ConnectorSides.Destination, ErrorMessage = "invalid connector type")] string? ConnectorType = null,
    string? ConnectorName = null,
    JsonObject? Configuration = null,
    string? Description = null,
    string? QueryType = null)
{
    public override string ToString() => Name ?? nameof(ConnectorFields);
}

public sealed record ConnectorAttributes(
    string Name,
    string? Description,
    string ConnectorType,
    int WorkspaceId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    JsonObject Configuration,
    string ConnectorName,
    string? Icon = null);

/// <summary>A connector inside a model or a sync: all but its configuration.</summary>
public sealed record ConnectorBrief(
    string Id,
    string Name,
    string? Description,
    string ConnectorType,
    string ConnectorName,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string? Icon = null);

/// <param name="Query">One reading statement in the database's own SQL.</param>
/// <param name="Limit">Rows at most; more than a thousand are never given.</param>
public sealed record QuerySourceRequest([property: StringLength(100_000, MinimumLength = 1)] string Query, [property: Range(1, int.MaxValue)] int Limit = 50);

/// <param name="Payload">JSON, as text.</param>
public sealed record ExecuteModelRequest([property: StringLength(1_000_000, MinimumLength = 1)] string Payload);

public static class ConnectorSides
{
    public const string Source = "source";
    public const string Destination = "destination";
}
