using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Blobs;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Catalogs that callers gave of their connectors, in container <c>schemas</c>: workspace/catalogs/connector.</summary>
public sealed class KeptCatalogs(PlatformStorage storage)
{
    public async Task<JsonObject?> FindAsync(WorkspaceId workspace, Guid connector, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await (await BlobAsync(workspace, connector, cancellationToken)).DownloadContentAsync(cancellationToken);
            return (JsonObject)JsonNode.Parse(stored.Value.Content.ToMemory().Span)!;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public async Task SetAsync(WorkspaceId workspace, Guid connector, JsonObject catalog, CancellationToken cancellationToken) =>
        await (await BlobAsync(workspace, connector, cancellationToken)).UploadAsync(BinaryData.FromString(catalog.ToJsonString()), overwrite: true, cancellationToken);

    public async Task RemoveAsync(WorkspaceId workspace, Guid connector, CancellationToken cancellationToken) =>
        await (await BlobAsync(workspace, connector, cancellationToken)).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    private async Task<BlobClient> BlobAsync(WorkspaceId workspace, Guid connector, CancellationToken cancellationToken) =>
        (await storage.ContainerAsync("schemas", cancellationToken)).GetBlobClient($"{workspace}/catalogs/{connector:N}.json");
}
