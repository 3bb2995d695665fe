using System.Text.Json;
using Azure.Storage.Queues;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.Extensions.Configuration;

namespace FunctionsPlatform.Syncs;

/// <summary>The queues of syncs. Messages carry ids and numbers, never rows.</summary>
public sealed class SyncQueues(PlatformStorage storage, IConfiguration configuration)
{
    /// <summary>The setting that names the queue of chunks to deliver.</summary>
    public const string ChunkQueue = "SyncChunkQueue";

    /// <summary>The setting that names the queue of runs that have ended.</summary>
    public const string RunEndedQueue = "SyncRunEndedQueue";

    public async Task SendAsync(ChunkMessage chunk, CancellationToken cancellationToken) =>
        await (await QueueAsync(ChunkQueue, cancellationToken)).SendMessageAsync(JsonSerializer.Serialize(chunk), cancellationToken);

    public async Task SendAsync(RunEnded ended, CancellationToken cancellationToken) =>
        await (await QueueAsync(RunEndedQueue, cancellationToken)).SendMessageAsync(JsonSerializer.Serialize(ended), cancellationToken);

    private ValueTask<QueueClient> QueueAsync(string setting, CancellationToken cancellationToken) => storage.QueueAsync(
        configuration[setting] ?? throw new InvalidOperationException($"The setting {setting} is missing: it names a queue."), cancellationToken);
}

/// <summary>A chunk of a run is to be delivered.</summary>
public sealed record ChunkMessage(RunKey Run, int Chunk);

/// <summary>A run has ended, however it did.</summary>
public sealed record RunEnded(RunKey Run, RunKind Kind, RunState State);
