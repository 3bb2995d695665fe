using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>What the steps of a run hand on to each other, in container <c>syncs</c> beside the run's rows, and not in an orchestration's history.</summary>
public sealed class RunPapers(PlatformStorage storage)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task WriteAsync<T>(RunKey run, T paper, CancellationToken cancellationToken)
    {
        var container = await storage.ContainerAsync("syncs", cancellationToken);
        await container.GetBlobClient(NameOf<T>(run)).UploadAsync(BinaryData.FromObjectAsJson(paper, Json), overwrite: true, cancellationToken);
    }

    /// <summary>The paper, or null where no step has written it.</summary>
    public async Task<T?> FindAsync<T>(RunKey run, CancellationToken cancellationToken)
        where T : class
    {
        var container = await storage.ContainerAsync("syncs", cancellationToken);
        try
        {
            var stored = await container.GetBlobClient(NameOf<T>(run)).DownloadContentAsync(cancellationToken);
            return stored.Value.Content.ToObjectFromJson<T>(Json);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public async Task<T> ReadAsync<T>(RunKey run, CancellationToken cancellationToken)
        where T : class =>
        await FindAsync<T>(run, cancellationToken) ?? throw new InvalidOperationException($"The run {run.Id} has no {typeof(T).Name}.");

    private static string NameOf<T>(RunKey run) =>
        $"{run.Workspace:D}/{run.SyncId:N}/runs/{run.Id:N}/{typeof(T).Name.ToLowerInvariant()}.json";
}
