using Azure.Data.Tables;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

/// <summary>How many tokens of each window all instances together have leased: one row a caller.</summary>
internal sealed class RateLimitRows(PlatformStorage storage)
{
    public const string Table = "RateLimits";

    public static TableEntity Empty(string caller)
    {
        var hash = RandomSecret.Hash(caller);
        return new TableEntity(hash[..2], hash);
    }

    public async Task<TableEntity> ReadAsync(string caller, CancellationToken cancellationToken)
    {
        var empty = Empty(caller);
        var table = await storage.TableAsync(Table, cancellationToken);
        return await table.FindAsync(empty.PartitionKey, empty.RowKey, cancellationToken) ?? empty;
    }

    /// <summary>False when another instance has leased since the row was read.</summary>
    public async Task<bool> TryWriteAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var table = await storage.TableAsync(Table, cancellationToken);
        return row.ETag == default
            ? await table.TryAddAsync(row, cancellationToken)
            : await table.TryReplaceAsync(row, cancellationToken);
    }
}
