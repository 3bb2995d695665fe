using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Predictions;

/// <summary>Container <c>prediction-models</c>: the rows, the card and what was learnt, of every version, below workspace/model/version.</summary>
public sealed class PredictionFiles(PlatformStorage storage)
{
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task WriteRowsAsync(TrainingKey key, RowTable rows, CancellationToken cancellationToken)
    {
        await using var stream = await (await BlobAsync(key, key.Version, "rows.jsonl.gz", cancellationToken)).OpenWriteAsync(overwrite: true, cancellationToken: cancellationToken);
        await using var gzip = new GZipStream(stream, CompressionLevel.Fastest);
        await RowFile.WriteAsync(rows, gzip, cancellationToken);
    }

    /// <summary>The rows as they were written for a version; null when there are none.</summary>
    public async Task<RowFile?> OpenRowsAsync(TrainingKey key, int version, CancellationToken cancellationToken)
    {
        var blob = await BlobAsync(key, version, "rows.jsonl.gz", cancellationToken);
        return await blob.ExistsAsync(cancellationToken) ? await RowFile.OpenAsync(new GZipStream(await blob.OpenReadAsync(cancellationToken: cancellationToken), CompressionMode.Decompress), cancellationToken) : null;
    }

    public async Task WriteAsync(TrainingKey key, ModelCard card, BinaryData learnt, CancellationToken cancellationToken)
    {
        await (await BlobAsync(key, key.Version, "card.json", cancellationToken)).UploadAsync(BinaryData.FromObjectAsJson(card, Json), overwrite: true, cancellationToken);
        await (await BlobAsync(key, key.Version, "model.zip", cancellationToken)).UploadAsync(learnt, overwrite: true, cancellationToken);
    }

    public async Task<ModelCard?> FindCardAsync(TrainingKey key, CancellationToken cancellationToken) =>
        (await FindAsync(key, "card.json", cancellationToken))?.ToObjectFromJson<ModelCard>(Json);

    public Task<BinaryData?> FindLearntAsync(TrainingKey key, CancellationToken cancellationToken) => FindAsync(key, "model.zip", cancellationToken);

    /// <param name="version">Null for all.</param>
    public async Task RemoveAsync(WorkspaceId workspace, Guid model, int? version, CancellationToken cancellationToken)
    {
        var container = await storage.ContainerAsync("prediction-models", cancellationToken);
        var prefix = version is null ? $"{workspace}/{model:N}/" : $"{workspace}/{model:N}/{version}/";
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
    }

    private async Task<BinaryData?> FindAsync(TrainingKey key, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await (await BlobAsync(key, key.Version, name, cancellationToken)).DownloadContentAsync(cancellationToken)).Value.Content;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    private async Task<BlobClient> BlobAsync(TrainingKey key, int version, string name, CancellationToken cancellationToken) =>
        (await storage.ContainerAsync("prediction-models", cancellationToken)).GetBlobClient($"{new WorkspaceId(key.Workspace)}/{key.Model:N}/{version}/{name}");
}
