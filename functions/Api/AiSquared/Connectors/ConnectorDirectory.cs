using System.Globalization;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Connections and destinations as the one list of connectors that this API has, numbered in common.</summary>
public sealed class ConnectorDirectory(Connections.Connections connections, Destinations.Destinations destinations, ResourceIds ids)
{
    public const string Kind = "connector";

    private const int Piece = 1_000;

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<Connector>> ListAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var sources = (await Pages.AllAsync(cursor => connections.ListAsync(workspace, Piece, cursor, cancellationToken))).Value;
        var written = (await destinations.ListAsync(workspace, Destinations.Destinations.Most, null, cancellationToken)).Value.Items;
        return [.. sources.Select(Connector.Of).Concat(written.Select(Connector.Of)).OrderBy(connector => connector.CreatedAt).ThenBy(connector => connector.Id)];
    }

    public async Task<Result<Connector>> FindAsync(WorkspaceId workspace, string number, CancellationToken cancellationToken) =>
        await GetAsync(workspace, await ids.OfNumberAsync(workspace, Kind, number, cancellationToken), cancellationToken);

    public Task<Result<Connector>> FindAsync(WorkspaceId workspace, long number, CancellationToken cancellationToken) =>
        FindAsync(workspace, number.ToString(CultureInfo.InvariantCulture), cancellationToken);

    public async Task<Result<Connector>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (id == Guid.Empty)
            return SquaredErrors.ConnectorNotFound;
        if ((await connections.GetAsync(workspace, id, cancellationToken)).Succeeded(out var connection, out _))
            return Connector.Of(connection);
        return (await destinations.GetAsync(workspace, id, cancellationToken)).Succeeded(out var destination, out _)
            ? Connector.Of(destination)
            : SquaredErrors.ConnectorNotFound;
    }

    /// <summary>Those of the connectors that are there, in brief.</summary>
    public async Task<IReadOnlyDictionary<Guid, ConnectorBrief>> BriefsAsync(
        WorkspaceId workspace, IEnumerable<Guid> wanted, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(wanted.Distinct().Select(id => GetAsync(workspace, id, cancellationToken)));
        Connector[] known = [.. found.Where(result => result.Succeeded(out _, out _)).Select(result => result.Value)];
        var numbers = await ids.NumbersOfAsync(workspace, Kind, known.Select(connector => connector.Id), cancellationToken);
        return known.ToDictionary(connector => connector.Id, connector => connector.Brief(numbers[connector.Id]));
    }

    /// <summary>A source, by its number.</summary>
    public async Task<Result<Connector>> FindSourceAsync(WorkspaceId workspace, string number, CancellationToken cancellationToken) =>
        !(await FindAsync(workspace, number, cancellationToken)).Succeeded(out var connector, out var missing) ? missing
        : connector.IsSource ? connector
        : SquaredErrors.Unprocessable("connector_id", "Connector is not a source");
}
