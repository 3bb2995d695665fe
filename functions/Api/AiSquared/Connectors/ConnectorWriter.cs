using System.Text.Json.Nodes;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Makes, changes, removes and tries connectors of either side.</summary>
public sealed class ConnectorWriter(
    Connections.Connections connections,
    Destinations.Destinations destinations,
    DestinationKinds kinds,
    ConnectorCatalog sources,
    Removal removal,
    KeptCatalogs catalogs)
{
    public async Task<Result<Connector>> CreateAsync(WorkspaceId workspace, NewConnectorFields fields, CancellationToken cancellationToken)
    {
        if (ConnectorShape.HasMask(fields.Configuration))
            return SquaredErrors.Unprocessable("configuration", "A secret is sent as it is shown, but this connector is new: send the secret itself.");
        var type = ConnectorNames.TypeOf(fields.ConnectorName);
        var flat = ConnectorShape.Flatten(type, fields.Configuration);
        return fields.ConnectorType == ConnectorSides.Source
            ? await CreateSourceAsync(workspace, type, flat, fields, cancellationToken)
            : await CreateDestinationAsync(workspace, type, flat, fields, cancellationToken);
    }

    public async Task<Result<Connector>> UpdateAsync(WorkspaceId workspace, Connector connector, ConnectorFields fields, CancellationToken cancellationToken)
    {
        if (fields.ConnectorType is { } side && side != connector.Side)
            return SquaredErrors.Unprocessable("connector_type", "The type of a connector cannot change; make another connector.");
        if (fields.ConnectorName is { } name && !ConnectorNames.TypeOf(name).Equals(connector.Type, StringComparison.OrdinalIgnoreCase))
            return SquaredErrors.Unprocessable("connector_name", "What a connector connects to cannot change; make another connector.");
        var flat = fields.Configuration is { } given ? ConnectorShape.Flatten(connector.Type, given) : null;
        return connector.IsSource
            ? await UpdateSourceAsync(workspace, connector, flat, fields, cancellationToken)
            : Of(await destinations.UpdateAsync(workspace, connector.Id, new DestinationChange(fields.Name, fields.Description, flat), cancellationToken));
    }

    /// <summary>Removes the connector with its models, syncs and catalog.</summary>
    public async Task<ApiError?> DeleteAsync(WorkspaceId workspace, Connector connector, CancellationToken cancellationToken)
    {
        await catalogs.RemoveAsync(workspace, connector.Id, cancellationToken);
        var removed = connector.IsSource
            ? Of(await removal.RemoveConnectionAsync(workspace, connector.Id, cancellationToken))
            : Of(await removal.RemoveDestinationAsync(workspace, connector.Id, cancellationToken));
        return removed.Succeeded(out _, out var refusal) ? null : refusal;
    }

    /// <summary>Connects with a configuration that is not kept.</summary>
    public async Task<Result<ServerInfo>> TryAsync(WorkspaceId workspace, string side, string type, JsonObject given, CancellationToken cancellationToken)
    {
        var flat = ConnectorShape.Flatten(type, given);
        if (side == ConnectorSides.Destination)
            return await destinations.TestAsync(workspace, type, flat, cancellationToken);
        if (!sources.TryGet(type, out var connector))
            return ConnectionErrors.UnknownType(type, sources.Types);
        return (await SourceSettings.ReadAsync(connector, flat)).Succeeded(out var settings, out var invalid)
            ? await connections.TestAsync(type, settings.Settings, cancellationToken)
            : invalid;
    }

    private async Task<Result<Connector>> CreateSourceAsync(
        WorkspaceId workspace, string type, JsonObject flat, NewConnectorFields fields, CancellationToken cancellationToken)
    {
        if (!sources.TryGet(type, out var connector))
            return UnknownName("invalid connector source name");
        if (!(await SourceSettings.ReadAsync(connector, flat)).Succeeded(out var settings, out var invalid))
            return invalid;
        var request = new NewConnection(connector.Type, fields.Name, settings.Settings)
        {
            Schema = settings.Schema,
            Description = fields.Description,
            MayShareName = false,
        };
        return Of(await connections.CreateAsync(workspace, request, cancellationToken));
    }

    private async Task<Result<Connector>> CreateDestinationAsync(
        WorkspaceId workspace, string type, JsonObject flat, NewConnectorFields fields, CancellationToken cancellationToken) =>
        await kinds.FindAsync(workspace, type, cancellationToken) is { } kind
            ? Of(await destinations.CreateAsync(
                workspace, new NewDestination(kind.Definition.Type, fields.Name, flat, fields.Description), cancellationToken))
            : UnknownName("invalid connector destination name");

    private async Task<Result<Connector>> UpdateSourceAsync(
        WorkspaceId workspace, Connector connector, JsonObject? flat, ConnectorFields fields, CancellationToken cancellationToken)
    {
        var change = new ConnectionChange(fields.Name, Description: fields.Description);
        if (flat is not null)
        {
            if (!sources.TryGet(connector.Type, out var kind))
                return ConnectionErrors.UnknownType(connector.Type, sources.Types);
            if (!(await SourceSettings.ReadAsync(kind, flat)).Succeeded(out var settings, out var invalid))
                return invalid;
            change = change with { Settings = settings.Settings, Schema = settings.Schema };
        }
        return Of(await connections.UpdateAsync(workspace, connector.Id, change, cancellationToken));
    }

    private static ApiError UnknownName(string message) => RequestErrors.BrokenRules([new FieldError("$.connector.connector_name", message)]);

    private static Result<Connector> Of(Result<Connection> result) =>
        result.Succeeded(out var connection, out var refusal) ? Connector.Of(connection) : refusal;

    private static Result<Connector> Of(Result<Destination> result) =>
        result.Succeeded(out var destination, out var refusal) ? Connector.Of(destination) : refusal;
}
