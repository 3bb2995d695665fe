using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using RequestFailedException = Azure.RequestFailedException;

namespace FunctionsPlatform.Workflows;

/// <summary>Container <c>workflows</c>: versions of workflows, and what their runs were given and found.</summary>
public sealed class WorkflowFiles(PlatformStorage storage)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string FolderOf(WorkspaceId workspace, Guid workflow) => $"{workspace}/{workflow:N}/";

    public Task WriteAsync<T>(string name, T value, CancellationToken cancellationToken) => WriteAsync(name, value, [], cancellationToken);

    /// <param name="secrets">Texts that are not to be read again: each is written as <c>***</c>.</param>
    public async Task WriteAsync<T>(string name, T value, IReadOnlyCollection<string> secrets, CancellationToken cancellationToken)
    {
        var node = JsonSerializer.SerializeToNode(value, Json);
        var text = (secrets.Count == 0 ? node : Masked(node, [.. secrets.OrderByDescending(secret => secret.Length)]))?.ToJsonString(Json) ?? "null";
        await (await ContainerAsync(cancellationToken)).GetBlobClient(name).UploadAsync(BinaryData.FromString(text), overwrite: true, cancellationToken);
    }

    public async Task<T?> FindAsync<T>(string name, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var content = await (await ContainerAsync(cancellationToken)).GetBlobClient(name).DownloadContentAsync(cancellationToken);
            return content.Value.Content.ToObjectFromJson<T>(Json);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public async Task RemoveFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var container = await ContainerAsync(cancellationToken);
        await foreach (var blob in container.GetBlobsAsync(Azure.Storage.Blobs.Models.BlobTraits.None, Azure.Storage.Blobs.Models.BlobStates.None, folder, cancellationToken))
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
    }

    private static JsonNode? Masked(JsonNode? node, string[] secrets) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Masked(member.Value, secrets)))),
        JsonArray items => new JsonArray([.. items.Select(item => Masked(item, secrets))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String =>
            secrets.Aggregate(value.GetValue<string>(), (text, secret) => text.Replace(secret, "***", StringComparison.Ordinal)),
        _ => node?.DeepClone(),
    };

    private ValueTask<BlobContainerClient> ContainerAsync(CancellationToken cancellationToken) => storage.ContainerAsync("workflows", cancellationToken);
}
