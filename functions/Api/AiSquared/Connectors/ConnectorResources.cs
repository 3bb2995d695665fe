using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Connectors as they are shown, their secrets masked.</summary>
public sealed class ConnectorResources(Destinations.Destinations destinations, Workspaces workspaces, ResourceIds ids)
{
    public async Task<Resource<ConnectorAttributes>> ShowAsync(WorkspaceId workspace, Connector connector, CancellationToken cancellationToken) =>
        (await ShowAsync(workspace, [connector], cancellationToken))[0];

    public async Task<IReadOnlyList<Resource<ConnectorAttributes>>> ShowAsync(
        WorkspaceId workspace, IReadOnlyList<Connector> connectors, CancellationToken cancellationToken)
    {
        var numbers = await ids.NumbersOfAsync(workspace, ConnectorDirectory.Kind, connectors.Select(connector => connector.Id), cancellationToken);
        var owner = int.Parse(await workspaces.NumberOfAsync(workspace, cancellationToken) ?? "0", CultureInfo.InvariantCulture);
        return await Task.WhenAll(connectors.Select(async connector => Resource.Of(
            numbers[connector.Id],
            "connectors",
            new ConnectorAttributes(
                connector.Name,
                connector.Description,
                connector.Side,
                owner,
                connector.CreatedAt,
                connector.UpdatedAt,
                await ConfigurationAsync(connector, cancellationToken),
                ConnectorNames.Of(connector.Type)))));
    }

    private async Task<JsonObject> ConfigurationAsync(Connector connector, CancellationToken cancellationToken) => ConnectorShape.Nest(
        connector.Type,
        connector switch
        {
            { Connection: { } connection } => SourceSettings.Show(connection),
            { Destination: { } destination } => await destinations.ShowAsync(destination, cancellationToken),
            _ => [],
        });
}
