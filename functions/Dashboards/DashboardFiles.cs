using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Dashboards;

/// <summary>Container <c>dashboards</c>: what a dashboard keeps in blobs, all of it under workspace/id/.</summary>
public sealed class DashboardFiles(PlatformStorage storage)
{
    /// <summary>The blob and its metadata; null when there is none.</summary>
    internal async Task<BlobDownloadResult?> FindAsync(Dashboard dashboard, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await (await BlobAsync(dashboard, name, cancellationToken)).DownloadContentAsync(cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public async Task WriteAsync(Dashboard dashboard, string name, BinaryData content, IDictionary<string, string>? metadata, CancellationToken cancellationToken) =>
        await (await BlobAsync(dashboard, name, cancellationToken)).UploadAsync(content, new BlobUploadOptions { Metadata = metadata }, cancellationToken);

    public async Task RemoveAsync(Dashboard dashboard, string name, CancellationToken cancellationToken) =>
        await (await BlobAsync(dashboard, name, cancellationToken)).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    public async Task RemoveAllAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        var container = await ContainerAsync(cancellationToken);
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Folder(dashboard.Workspace, dashboard.Id), cancellationToken))
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
    }

    private async Task<BlobClient> BlobAsync(Dashboard dashboard, string name, CancellationToken cancellationToken) =>
        (await ContainerAsync(cancellationToken)).GetBlobClient(Folder(dashboard.Workspace, dashboard.Id) + name);

    private ValueTask<BlobContainerClient> ContainerAsync(CancellationToken cancellationToken) => storage.ContainerAsync("dashboards", cancellationToken);

    private static string Folder(WorkspaceId workspace, Guid id) => $"{workspace}/{id:N}/";
}
