using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Connectors.Bulk.Parquet;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>The files of syncs: blobs, with copies in this process's scratch directory so that what was written here is not fetched again.</summary>
public sealed class SyncFiles(PlatformStorage storage, ScratchDirectory scratch, TimeProvider clock)
{
    private const string Container = "syncs";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    internal ScratchFiles Scratch { get; } = new(scratch.Path, clock);

    /// <summary>
    /// Drops this machine's copies of a run's files; those in storage stay. Copies of snapshots are kept for the next run, unless there is too much of them.
    /// </summary>
    public void Release(RunFiles run)
    {
        Scratch.RemoveFolder(run.Folder);
        Scratch.Clean();
    }

    /// <summary>Removes what a run left. Snapshots stay.</summary>
    public Task RemoveRunAsync(RunFiles run, CancellationToken cancellationToken) => RemoveFolderAsync(run.Folder, cancellationToken);

    /// <summary>Removes everything that a deleted sync left.</summary>
    public Task RemoveSyncAsync(WorkspaceId workspace, Guid sync, CancellationToken cancellationToken) =>
        RemoveFolderAsync(RunFiles.SyncFolder(workspace, sync), cancellationToken);

    internal async Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Scratch.Write(name, content.Span);
        await (await BlobAsync(name, cancellationToken)).UploadAsync(new BinaryData(content), overwrite: true, cancellationToken);
    }

    /// <summary>What is made of a file's content, which is gone afterwards.</summary>
    internal async Task<T> ReadAsync<T>(string name, Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancellationToken)
        where T : class
    {
        if (Scratch.Find(name, parse) is { } here)
            return here;
        var content = (await (await BlobAsync(name, cancellationToken)).DownloadContentAsync(cancellationToken)).Value.Content.ToMemory();
        Scratch.Write(name, content.Span);
        return parse(content);
    }

    internal Task<ColumnBatch> ReadRowsAsync(string name, CancellationToken cancellationToken) =>
        ReadAsync(name, content => ParquetBatch.Read(content.Span), cancellationToken);

    /// <summary>JSON has no copies here: what it says may be replaced by another process.</summary>
    internal async Task WriteJsonAsync<T>(string name, T value, CancellationToken cancellationToken) =>
        await (await BlobAsync(name, cancellationToken)).UploadAsync(BinaryData.FromObjectAsJson(value, Json), overwrite: true, cancellationToken);

    internal async Task<T?> FindJsonAsync<T>(string name, CancellationToken cancellationToken)
        where T : class
    {
        var blob = await BlobAsync(name, cancellationToken);
        try
        {
            return (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToObjectFromJson<T>(Json);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    internal async IAsyncEnumerable<(string Name, DateTimeOffset WrittenAt)> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var container = await storage.ContainerAsync(Container, cancellationToken);
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellationToken))
            yield return (blob.Name, blob.Properties.LastModified ?? DateTimeOffset.MaxValue);
    }

    internal async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        Scratch.Remove(name);
        await (await BlobAsync(name, cancellationToken)).DeleteIfExistsAsync(cancellationToken: cancellationToken);
    }

    private async Task RemoveFolderAsync(string folder, CancellationToken cancellationToken)
    {
        Scratch.RemoveFolder(folder);
        await foreach (var (name, _) in ListAsync(folder, cancellationToken))
            await RemoveAsync(name, cancellationToken);
    }

    private async Task<BlobClient> BlobAsync(string name, CancellationToken cancellationToken) =>
        (await storage.ContainerAsync(Container, cancellationToken)).GetBlobClient(name);
}
