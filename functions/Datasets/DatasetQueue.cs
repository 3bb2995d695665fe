using System.Text.Json;
using Azure.Storage.Queues;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsPlatform.Datasets;

/// <summary>The queue of what is done for datasets in the background. Messages carry ids, never rows.</summary>
public sealed class DatasetQueue(PlatformStorage storage, IConfiguration configuration)
{
    /// <summary>The setting that names it.</summary>
    public const string Setting = "DatasetQueue";

    public async Task SendAsync(DatasetWork work, CancellationToken cancellationToken) =>
        await (await QueueAsync(cancellationToken)).SendMessageAsync(JsonSerializer.Serialize(work), cancellationToken);

    private ValueTask<QueueClient> QueueAsync(CancellationToken cancellationToken) => storage.QueueAsync(
        configuration[Setting] ?? throw new InvalidOperationException($"The setting {Setting} is missing: it names a queue."), cancellationToken);
}

public enum DatasetWorkKind
{
    Import,
    Export,
}

/// <param name="Id">Of the dataset, or of the export.</param>
/// <param name="Import">Of an import, its own id.</param>
public sealed record DatasetWork(DatasetWorkKind Kind, Guid Workspace, Guid Id, Guid? Import = null);
