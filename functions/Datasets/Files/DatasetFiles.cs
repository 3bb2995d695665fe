using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Datasets.Files;

/// <summary>The files of datasets: blobs, with copies on this machine for what reads them.</summary>
public sealed class DatasetFiles : IDisposable
{
    private const string Container = "datasets";

    private readonly PlatformStorage _storage;
    private readonly ScratchDirectory _scratch;
    private readonly FileCache _cache;
    private long _works;

    public DatasetFiles(PlatformStorage storage, IOptions<DatasetOptions> options)
    {
        _storage = storage;
        _scratch = new ScratchDirectory(options.Value.ScratchDirectory, "datasets");
        _cache = new FileCache(options.Value.CacheMb * 1024L * 1024L, DownloadAsync);
    }

    public void Dispose() => _scratch.Dispose();

    public static string FolderOf(WorkspaceId workspace, Guid dataset) => $"{workspace.Value:N}/{dataset:N}/";

    /// <summary>Where the copies of a workspace's files lie.</summary>
    public string CacheOf(WorkspaceId workspace)
    {
        var directory = Path.Combine(_scratch.Path, "cache", workspace.Value.ToString("N"));
        ScratchDirectory.Create(directory);
        return directory;
    }

    /// <summary>A directory of its own for one piece of work, which removes it when it is disposed.</summary>
    public WorkDirectory CreateWorkDirectory() => new(Path.Combine(_scratch.Path, $"work-{Interlocked.Increment(ref _works)}"));

    /// <summary>Copies on this machine, which stay while what is returned is not disposed. Fails with 404 when one is gone from storage.</summary>
    public Task<CachedFiles> LeaseAsync(WorkspaceId workspace, IEnumerable<DatasetPart> parts, CancellationToken cancellationToken) =>
        _cache.LeaseAsync(CacheOf(workspace), [.. parts.Select(part => part.Blob)], cancellationToken);

    /// <summary>Stores a new file and keeps it here too, in place of the file that was given.</summary>
    public async Task AddPartAsync(WorkspaceId workspace, string blob, string file, CancellationToken cancellationToken)
    {
        await UploadAsync(blob, file, cancellationToken);
        _cache.Take(CacheOf(workspace), blob, file);
    }

    public async Task UploadAsync(string blob, string file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file);
        await (await BlobAsync(blob, cancellationToken)).UploadAsync(content, overwrite: true, cancellationToken);
    }

    public async Task DownloadAsync(string blob, string file, CancellationToken cancellationToken)
    {
        await using var content = File.Create(file);
        await (await BlobAsync(blob, cancellationToken)).DownloadToAsync(content, cancellationToken);
    }

    public async Task<Stream> OpenAsync(string blob, CancellationToken cancellationToken) =>
        await (await BlobAsync(blob, cancellationToken)).OpenReadAsync(new BlobOpenReadOptions(allowModifications: false), cancellationToken);

    /// <summary>Null when there is no such blob.</summary>
    public async Task<long?> FindSizeAsync(string blob, CancellationToken cancellationToken)
    {
        try
        {
            return (await (await BlobAsync(blob, cancellationToken)).GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public async Task WriteJsonAsync<T>(string blob, T value, CancellationToken cancellationToken) =>
        await (await BlobAsync(blob, cancellationToken)).UploadAsync(BinaryData.FromObjectAsJson(value, JsonSerializerOptions.Web), overwrite: true, cancellationToken);

    public async Task<T?> FindJsonAsync<T>(string blob, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return (await (await BlobAsync(blob, cancellationToken)).DownloadContentAsync(cancellationToken)).Value.Content.ToObjectFromJson<T>(JsonSerializerOptions.Web);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public async Task RemoveAsync(string blob, CancellationToken cancellationToken) =>
        await (await BlobAsync(blob, cancellationToken)).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    public async Task RemoveFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var container = await _storage.ContainerAsync(Container, cancellationToken);
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellationToken))
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
    }

    internal async Task<BlobClient> BlobAsync(string name, CancellationToken cancellationToken) =>
        (await _storage.ContainerAsync(Container, cancellationToken)).GetBlobClient(name);
}

/// <summary>A directory that is removed with all that is in it.</summary>
public sealed class WorkDirectory : IDisposable
{
    internal WorkDirectory(string path)
    {
        ScratchDirectory.Create(path);
        Path = path;
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
