using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace FunctionsPlatform.Platform.Storage;

/// <summary>The platform's data storage: each table, queue and container is created on first use, once a process.</summary>
/// <remarks>Tables are named in PascalCase, queues and containers in kebab-case; a configured prefix goes before the names of tables and containers.</remarks>
public sealed class PlatformStorage(TableServiceClient tables, QueueServiceClient queues, BlobServiceClient blobs, string prefix = "")
{
    private const string DevelopmentAccount = "devstoreaccount1";

    private readonly ConcurrentDictionary<string, Task<TableClient>> _tables = new();
    private readonly ConcurrentDictionary<string, Task<QueueClient>> _queues = new();
    private readonly ConcurrentDictionary<string, Task<BlobContainerClient>> _containers = new();

    /// <summary>True when the storage is an emulator on this machine.</summary>
    public bool IsDevelopment => tables.Uri.IsLoopback && tables.AccountName == DevelopmentAccount;

    public ValueTask<TableClient> TableAsync(string name, CancellationToken cancellationToken) =>
        OnceAsync(_tables, prefix + name, CreateTableAsync, cancellationToken);

    /// <param name="name">The whole name: triggers name queues by settings, which know no prefix.</param>
    public ValueTask<QueueClient> QueueAsync(string name, CancellationToken cancellationToken) =>
        OnceAsync(_queues, name, CreateQueueAsync, cancellationToken);

    public ValueTask<BlobContainerClient> ContainerAsync(string name, CancellationToken cancellationToken) =>
        OnceAsync(_containers, prefix.ToLowerInvariant() + name, CreateContainerAsync, cancellationToken);

    private async Task<TableClient> CreateTableAsync(string name)
    {
        await tables.CreateTableIfNotExistsAsync(name);
        return tables.GetTableClient(name);
    }

    private async Task<QueueClient> CreateQueueAsync(string name)
    {
        var queue = queues.GetQueueClient(name);
        await queue.CreateIfNotExistsAsync();
        return queue;
    }

    private async Task<BlobContainerClient> CreateContainerAsync(string name)
    {
        var container = blobs.GetBlobContainerClient(name);
        await container.CreateIfNotExistsAsync();
        return container;
    }

    // The creation belongs to every caller, so no single caller's cancellation may stop it; a failed one is tried again by the next.
    private static async ValueTask<T> OnceAsync<T>(
        ConcurrentDictionary<string, Task<T>> made, string name, Func<string, Task<T>> create, CancellationToken cancellationToken)
    {
        var creation = made.GetOrAdd(name, create);
        try
        {
            return await creation.WaitAsync(cancellationToken);
        }
        catch when (creation.IsFaulted)
        {
            made.TryRemove(KeyValuePair.Create(name, creation));
            throw;
        }
    }
}
