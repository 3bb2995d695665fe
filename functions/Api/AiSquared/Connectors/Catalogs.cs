using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>What a connector holds or takes: as a caller described it, else as it was discovered. The id of a catalog is its connector's, under a number of its own.</summary>
public sealed class Catalogs(
    Connections.Connections connections, Destinations.Destinations destinations, KeptCatalogs kept, Workspaces workspaces, ResourceIds ids)
{
    private const string Kind = "catalog";

    /// <param name="refresh">Discovers anew, and heeds no description that a caller gave.</param>
    public async Task<Result<Resource<CatalogAttributes>>> DiscoverAsync(
        WorkspaceId workspace, Connector connector, bool refresh, CancellationToken cancellationToken)
    {
        if (!refresh && await kept.FindAsync(workspace, connector.Id, cancellationToken) is { } described)
            return await ShowAsync(workspace, connector.Id, described, cancellationToken);
        return (await FindOutAsync(workspace, connector, refresh, cancellationToken)).Succeeded(out var catalog, out var failure)
            ? await ShowAsync(workspace, connector.Id, ToJson(catalog), cancellationToken)
            : failure;
    }

    /// <summary>Keeps a caller's description of a connector.</summary>
    public async Task<Resource<CatalogAttributes>> KeepAsync(
        WorkspaceId workspace, Connector connector, CatalogFields fields, CancellationToken cancellationToken)
    {
        var stream = new CatalogStream(fields.Name ?? connector.Name, connector.IsSource ? "fetch" : "create", fields.JsonSchema!) { BatchSupport = !connector.IsSource };
        var catalog = ToJson(new Catalog([stream]));
        await kept.SetAsync(workspace, connector.Id, catalog, cancellationToken);
        return await ShowAsync(workspace, connector.Id, catalog, cancellationToken);
    }

    /// <summary>The id of the connector that a catalog is of.</summary>
    public Task<Guid> ConnectorOfAsync(WorkspaceId workspace, string number, CancellationToken cancellationToken) =>
        ids.OfNumberAsync(workspace, Kind, number, cancellationToken);

    private async Task<Result<Catalog>> FindOutAsync(WorkspaceId workspace, Connector connector, bool refresh, CancellationToken cancellationToken)
    {
        if (connector.IsSource)
        {
            if (!(await connections.OpenAsync(workspace, connector.Id, cancellationToken)).Succeeded(out var source, out var gone))
                return gone;
            return (await connections.SchemaAsync(source, refresh, cancellationToken)).Succeeded(out var schema, out var failure) ? Catalog.Of(schema) : failure;
        }

        if (!(await destinations.OpenAsync(workspace, connector.Id, cancellationToken)).Succeeded(out var destination, out var missing))
            return missing;
        return (await destinations.StreamsAsync(destination, refresh, cancellationToken)).Succeeded(out var streams, out var refusal) ? Catalog.Of(streams) : refusal;
    }

    private async Task<Resource<CatalogAttributes>> ShowAsync(WorkspaceId workspace, Guid connector, JsonObject catalog, CancellationToken cancellationToken) =>
        Resource.Of(
            await ids.NumberOfAsync(workspace, Kind, connector, cancellationToken),
            "catalogs",
            new CatalogAttributes(
                await ids.NumberOfAsync(workspace, ConnectorDirectory.Kind, connector, cancellationToken),
                int.Parse(await workspaces.NumberOfAsync(workspace, cancellationToken) ?? "0", CultureInfo.InvariantCulture),
                catalog,
                HashOf(catalog)));

    private static JsonObject ToJson(Catalog catalog) => (JsonObject)JsonSerializer.SerializeToNode(catalog, ApiDialects.AiSquared.Json)!;

    [SuppressMessage("Security", "CA5350", Justification = "The API documents SHA-1; the hash tells versions apart and protects nothing.")]
    private static string HashOf(JsonObject catalog) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(catalog.ToJsonString())));
}
