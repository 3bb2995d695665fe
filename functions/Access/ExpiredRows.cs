using Azure.Data.Tables;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

/// <summary>Clears away what has served its time: sign-outs, tries to sign in, spent limits, answers kept for repeated requests.</summary>
public sealed class ExpiredRows(PlatformStorage storage, TimeProvider clock)
{
    /// <summary>The column by which rows are cleared. Nothing may depend on a row being gone right after that time.</summary>
    internal const string ExpiresAt = "ExpiresAt";

    private static readonly string[] Tables = [RevokedTokens.Table, SignInTries.Table, RateLimitRows.Table, Idempotency.Table];

    /// <returns>How many rows were deleted.</returns>
    public async Task<int> DeleteAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var name in Tables)
        {
            var table = await storage.TableAsync(name, cancellationToken);
            var filter = TableClient.CreateQueryFilter($"ExpiresAt lt {clock.GetUtcNow()}");
            await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                if (await DeleteAsync(table, row, cancellationToken))
                    deleted++;
            }
        }

        return deleted;
    }

    private async Task<bool> DeleteAsync(TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        // A row that came back into use meanwhile stays.
        if (!await table.TryRemoveAsync(row, cancellationToken))
            return false;
        if (row.GetString(Idempotency.BodyBlob) is { } blob)
        {
            var container = await storage.ContainerAsync(Idempotency.Container, cancellationToken);
            await container.DeleteBlobIfExistsAsync(blob, cancellationToken: cancellationToken);
        }

        return true;
    }
}
