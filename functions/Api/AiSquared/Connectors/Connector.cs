using FunctionsPlatform.Connections;
using FunctionsPlatform.Destinations;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>What this API calls a connector: a connection, which is a source, or a destination.</summary>
public sealed record Connector(Guid Id, bool IsSource, string Type, string Name, string? Description, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Set for sources.</summary>
    public Connection? Connection { get; private init; }

    /// <summary>Set for destinations.</summary>
    public Destination? Destination { get; private init; }

    public string Side => IsSource ? ConnectorSides.Source : ConnectorSides.Destination;

    public static Connector Of(Connection connection) => new(
        connection.Id, true, connection.Type, connection.Name, connection.Description, connection.CreatedAt, connection.UpdatedAt)
    {
        Connection = connection,
    };

    public static Connector Of(Destination destination) => new(
        destination.Id, false, destination.Type, destination.Name, destination.Description, destination.CreatedAt, destination.UpdatedAt)
    {
        Destination = destination,
    };

    public ConnectorBrief Brief(int number) => new(
        $"{number}", Name, Description, Side, ConnectorNames.Of(Type), CreatedAt, UpdatedAt);
}
