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
        var claim = ClaimRow(workspace, RandomSecret.Hash($"{principalId}\n{operation}\n{key}"), requestHash);
        while (!await table.TryAddAsync(claim, cancellationToken))
        {
            if (await table.FindAsync(claim.PartitionKey, claim.RowKey, cancellationToken) is not { } row)
                continue;
            if (!IsFree(row))
                return await AnswerAsync(row, requestHash, cancellationToken);
            claim.ETag = row.ETag;
            if (await table.TryReplaceAsync(claim, cancellationToken))
                break;
        }

        return new IdempotencyDecision.Started(new IdempotencyClaim(claim));
    }

    /// <summary>Keeps the answer for repetitions. Does nothing when the claim was too old and someone else has taken it over.</summary>
    public async Task CompleteAsync(IdempotencyClaim claim, StoredResponse response, CancellationToken cancellationToken)
    {
        var row = claim.Row;
        row["Status"] = response.Status;
        row.SetJson("Headers", response.Headers);
        if (response.Body.Length <= LargestInlineBody)
            row["Body"] = response.Body;
        else
            row[BodyBlob] = await UploadAsync(row, response.Body, cancellationToken);
        var table = await storage.TableAsync(Table, cancellationToken);
        if (!await table.TryReplaceAsync(row, cancellationToken) && row.GetString(BodyBlob) is { } unwanted)
            await (await storage.ContainerAsync(Container, cancellationToken)).DeleteBlobIfExistsAsync(unwanted, cancellationToken: cancellationToken);
    }

    /// <summary>Frees the key, because the request failed in a way that trying again may mend.</summary>
    public async Task AbandonAsync(IdempotencyClaim claim, CancellationToken cancellationToken)
    {
        var table = await storage.TableAsync(Table, cancellationToken);
        await table.TryRemoveAsync(claim.Row, cancellationToken);
    }

    private TableEntity ClaimRow(WorkspaceId workspace, string row, byte[] requestHash) => new(workspace.ToString(), row)
    {
        ["Request"] = requestHash,
        ["StartedAt"] = clock.GetUtcNow(),
        [ExpiringRows.ExpiresAt] = clock.GetUtcNow() + KeptFor,
    };

    private bool IsFree(TableEntity row)
    {
        var now = clock.GetUtcNow();
        var isRunning = row.GetInt32("Status") is null;
        return row.GetDateTimeOffset(ExpiringRows.ExpiresAt) <= now
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

    // A name of its own for each claim: the answer of one that was taken over does not overwrite its successor's.
    private async Task<string> UploadAsync(TableEntity row, byte[] body, CancellationToken cancellationToken)
    {
        var name = $"{row.PartitionKey}/{row.RowKey}/{ids.New():N}";
        var container = await storage.ContainerAsync(Container, cancellationToken);
        await container.GetBlobClient(name).UploadAsync(new BinaryData(body), cancellationToken);
        return name;
    }
}
