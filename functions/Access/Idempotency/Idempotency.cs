using System.Security.Cryptography;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

/// <summary>Runs a request of one idempotency key once, and answers repetitions with the first answer, for 24 hours.</summary>
public sealed class Idempotency(PlatformStorage storage, Ids ids, TimeProvider clock)
{
    internal const string Table = "IdempotencyKeys";
    internal const string Container = "idempotency";
    internal const string BodyBlob = "BodyBlob";

    private const int LongestKey = 255;
    private const int LargestInlineBody = 60 * 1024;
    private const string ClaimColumn = "Claim";
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    // Longer than any request may take; after it, whoever held the claim has died.
    private static readonly TimeSpan ClaimLife = TimeSpan.FromMinutes(5);

    /// <param name="principalId">Whose key it is: two callers may use the same text.</param>
    /// <param name="operation">What is called, such as <c>POST /v1/queries</c>.</param>
    /// <param name="key">The text of the <c>Idempotency-Key</c> header.</param>
    /// <param name="requestHash">Hash of the request: the same key with another request is refused.</param>
    /// <returns><c>idempotency_key_invalid</c>, <c>idempotency_key_reused</c> (Invalid), <c>request_in_progress</c> (Conflict), or what to do.</returns>
    public async Task<Result<IdempotencyDecision>> BeginAsync(
        WorkspaceId workspace, string principalId, string operation, string key, byte[] requestHash, CancellationToken cancellationToken)
    {
        if (key.Length is 0 or > LongestKey || key.Any(c => c is < '!' or > '~'))
            return IdempotencyErrors.KeyInvalid;
        var table = await storage.TableAsync(Table, cancellationToken);
        var claim = new IdempotencyClaim(workspace, RandomSecret.Hash($"{principalId}\n{operation}\n{key}"), ids.New());
        while (true)
        {
            if (await table.FindAsync(workspace.ToString(), claim.Row, cancellationToken) is not { } row)
            {
                if (await table.TryAddAsync(ClaimRow(claim, requestHash), cancellationToken))
                    return new IdempotencyDecision.Started(claim);
            }
            else if (IsFree(row))
            {
                var claimed = ClaimRow(claim, requestHash);
                claimed.ETag = row.ETag;
                if (await table.TryReplaceAsync(claimed, cancellationToken))
                    return new IdempotencyDecision.Started(claim);
            }
            else
            {
                return await AnswerAsync(row, requestHash, cancellationToken);
            }
        }
    }

    /// <summary>Keeps the answer for repetitions. Does nothing when the claim was too old and someone else has taken it over.</summary>
    public async Task CompleteAsync(IdempotencyClaim claim, StoredResponse response, CancellationToken cancellationToken)
    {
        var table = await storage.TableAsync(Table, cancellationToken);
        if (await FindClaimedAsync(table, claim, cancellationToken) is not { } row)
            return;
        row["Status"] = response.Status;
        row.SetJson("Headers", response.Headers);
        if (response.Body.Length <= LargestInlineBody)
        {
            row["Body"] = response.Body;
        }
        else
        {
            var blob = $"{claim.Workspace}/{claim.Row}/{claim.Id:N}";
            var container = await storage.ContainerAsync(Container, cancellationToken);
            await container.GetBlobClient(blob).UploadAsync(new BinaryData(response.Body), overwrite: true, cancellationToken);
            row[BodyBlob] = blob;
        }

        await table.TryReplaceAsync(row, cancellationToken);
    }

    /// <summary>Frees the key, because the request failed in a way that trying again may mend.</summary>
    public async Task AbandonAsync(IdempotencyClaim claim, CancellationToken cancellationToken)
    {
        var table = await storage.TableAsync(Table, cancellationToken);
        if (await FindClaimedAsync(table, claim, cancellationToken) is { } row)
            await table.TryRemoveAsync(row, cancellationToken);
    }

    private TableEntity ClaimRow(IdempotencyClaim claim, byte[] requestHash) => new(claim.Workspace.ToString(), claim.Row)
    {
        [ClaimColumn] = claim.Id,
        ["Request"] = requestHash,
        ["StartedAt"] = clock.GetUtcNow(),
        [ExpiredRows.ExpiresAt] = clock.GetUtcNow() + KeptFor,
    };

    private bool IsFree(TableEntity row)
    {
        var now = clock.GetUtcNow();
        var isRunning = row.GetInt32("Status") is null;
        return row.GetDateTimeOffset(ExpiredRows.ExpiresAt) <= now
            || (isRunning && row.GetDateTimeOffset("StartedAt") + ClaimLife <= now);
    }

    private async Task<Result<IdempotencyDecision>> AnswerAsync(TableEntity row, byte[] requestHash, CancellationToken cancellationToken)
    {
        if (!CryptographicOperations.FixedTimeEquals(row.GetBinary("Request"), requestHash))
            return IdempotencyErrors.KeyReused;
        if (row.GetInt32("Status") is not { } status)
            return IdempotencyErrors.InProgress;
        var headers = row.GetJson<Dictionary<string, string>>("Headers") ?? [];
        return new IdempotencyDecision.Replay(new StoredResponse(status, headers, await BodyAsync(row, cancellationToken)));
    }

    private async Task<byte[]> BodyAsync(TableEntity row, CancellationToken cancellationToken)
    {
        if (row.GetString(BodyBlob) is not { } blob)
            return row.GetBinary("Body") ?? [];
        var container = await storage.ContainerAsync(Container, cancellationToken);
        var content = await container.GetBlobClient(blob).DownloadContentAsync(cancellationToken);
        return content.Value.Content.ToArray();
    }

    private static async Task<TableEntity?> FindClaimedAsync(TableClient table, IdempotencyClaim claim, CancellationToken cancellationToken)
    {
        var row = await table.FindAsync(claim.Workspace.ToString(), claim.Row, cancellationToken);
        return row?.GetGuid(ClaimColumn) == claim.Id ? row : null;
    }
}
