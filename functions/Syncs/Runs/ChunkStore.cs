using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>Table <c>SyncChunks</c>: partition = workspace and run, row = number of the chunk.</summary>
public sealed class ChunkStore(PlatformStorage storage)
{
    public async Task<IReadOnlyList<ChunkRecord>> ListAsync(RunKey run, CancellationToken cancellationToken)
    {
        var partition = Partition(run);
        var chunks = new List<ChunkRecord>();
        await foreach (var entity in (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: cancellationToken))
            chunks.Add(ToRecord(entity));
        return chunks;
    }

    public async Task<ChunkRecord?> FindAsync(RunKey run, int number, CancellationToken cancellationToken)
    {
        var entity = await (await TableAsync(cancellationToken)).FindAsync(Partition(run), Row(number), cancellationToken);
        return entity is null ? null : ToRecord(entity);
    }

    /// <summary>Adds or changes a chunk.</summary>
    /// <param name="change">Gets a new record where there is none. Null leaves it as it is. May run several times.</param>
    public async Task<ChunkRecord?> ChangeAsync(RunKey run, int number, Func<ChunkRecord, ChunkRecord?> change, CancellationToken cancellationToken)
    {
        ChunkRecord? written = null;
        await (await TableAsync(cancellationToken)).ChangeAsync(Partition(run), Row(number), Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = change(current is null ? new ChunkRecord(number) : ToRecord(current));
            if (written is null)
                return null;
            var entity = ToEntity(run, written);
            if (current is not null)
                entity.ETag = current.ETag;
            return entity;
        }
    }

    public async Task RemoveAllAsync(RunKey run, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        foreach (var chunk in await ListAsync(run, cancellationToken))
            await table.RemoveAsync(Partition(run), Row(chunk.Number), cancellationToken);
    }

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("SyncChunks", cancellationToken);

    private static string Partition(RunKey run) => $"{run.Workspace:D}_{run.Id:N}";

    private static string Row(int number) => number.ToString("D6", System.Globalization.CultureInfo.InvariantCulture);

    private static TableEntity ToEntity(RunKey run, ChunkRecord chunk)
    {
        var entity = new TableEntity(Partition(run), Row(chunk.Number))
        {
            ["State"] = chunk.State.ToString(),
            ["Added"] = chunk.Added,
            ["Changed"] = chunk.Changed,
            ["Removed"] = chunk.Removed,
            ["Rejected"] = chunk.Rejected,
            ["Unknown"] = chunk.Unknown,
            ["EnqueuedAt"] = chunk.EnqueuedAt,
            ["LeasedUntil"] = chunk.LeasedUntil,
            ["Sending"] = chunk.Sending,
            ["Settled"] = chunk.Settled,
        };
        if (chunk.Error is { } error)
            entity.SetJson("Error", error);
        return entity;
    }

    private static ChunkRecord ToRecord(TableEntity entity) => new(int.Parse(entity.RowKey, System.Globalization.CultureInfo.InvariantCulture))
    {
        State = Enum.Parse<ChunkState>(entity.GetString("State")),
        Added = entity.GetInt64("Added") ?? 0,
        Changed = entity.GetInt64("Changed") ?? 0,
        Removed = entity.GetInt64("Removed") ?? 0,
        Rejected = entity.GetInt64("Rejected") ?? 0,
        Unknown = entity.GetInt64("Unknown") ?? 0,
        EnqueuedAt = entity.GetDateTimeOffset("EnqueuedAt"),
        LeasedUntil = entity.GetDateTimeOffset("LeasedUntil"),
        Sending = entity.GetInt32("Sending"),
        Settled = entity.GetInt32("Settled") ?? 0,
        Error = entity.GetJson<ApiError>("Error"),
    };
}
