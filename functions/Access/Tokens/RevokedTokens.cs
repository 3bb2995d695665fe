using Azure.Data.Tables;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

/// <summary>Tokens that were signed out before their time, kept until they would have expired.</summary>
public sealed class RevokedTokens(PlatformStorage storage)
{
    internal const string Table = "RevokedTokens";

    public async Task AddAsync(string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var table = await storage.TableAsync(Table, cancellationToken);
        var row = new TableEntity(Partition(tokenId), RowKeys.Escape(tokenId)) { [ExpiringRows.ExpiresAt] = expiresAt };
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    public async Task<bool> ContainsAsync(string tokenId, CancellationToken cancellationToken)
    {
        var table = await storage.TableAsync(Table, cancellationToken);
        return await table.FindAsync(Partition(tokenId), RowKeys.Escape(tokenId), cancellationToken) is not null;
    }

    private static string Partition(string tokenId) => RandomSecret.Hash(tokenId)[..2];
}
