using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Destinations;

/// <summary>What was discovered of destinations, in container <c>schemas</c>: workspace/destinations/id.</summary>
public sealed class StreamCache(PlatformStorage storage)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task<IReadOnlyList<DestinationStream>?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await (await BlobAsync(workspace, id, cancellationToken)).DownloadContentAsync(cancellationToken);
            return stored.Value.Content.ToObjectFromJson<IReadOnlyList<DestinationStream>>(Json);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public async Task SetAsync(WorkspaceId workspace, Guid id, IReadOnlyList<DestinationStream> streams, CancellationToken cancellationToken) =>
        await (await BlobAsync(workspace, id, cancellationToken)).UploadAsync(BinaryData.FromObjectAsJson(streams, Json), overwrite: true, cancellationToken);

    public async Task RemoveAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await BlobAsync(workspace, id, cancellationToken)).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    private async Task<BlobClient> BlobAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        (await storage.ContainerAsync("schemas", cancellationToken)).GetBlobClient($"{workspace}/destinations/{id:N}.json");
}
