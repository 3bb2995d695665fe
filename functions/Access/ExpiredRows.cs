using Azure.Data.Tables;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

/// <summary>Clears away what has served its time: sign-outs, tries to sign in, spent limits, answers kept for repeated requests, old entries of the audit log.</summary>
public sealed class ExpiredRows(PlatformStorage storage, TimeProvider clock)
{
    private static readonly string[] Tables = [RevokedTokens.Table, SignInTries.Table, RateLimitRows.Table, Idempotency.Table, AuditLog.Table];

    /// <returns>How many rows were deleted.</returns>
    public async Task<int> DeleteAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var name in Tables)
            deleted += await (await storage.TableAsync(name, cancellationToken)).RemoveExpiredAsync(clock.GetUtcNow(), RemoveBodyAsync, cancellationToken);
        return deleted;

        async Task RemoveBodyAsync(TableEntity row)
        {
            if (row.GetString(Idempotency.BodyBlob) is { } blob)
                await (await storage.ContainerAsync(Idempotency.Container, cancellationToken)).DeleteBlobIfExistsAsync(blob, cancellationToken: cancellationToken);
        }
    }
}
