using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Access;

public sealed class ApiKeys(PlatformStorage storage, IOptions<RateLimitOptions> limits, Ids ids, TimeProvider clock)
{
    private const int DisplayedCharacters = 6;
    private static readonly TimeSpan LastUsedPrecision = TimeSpan.FromHours(1);

    public Task<Result<IssuedApiKey>> CreateAsync(NewApiKey draft, CancellationToken cancellationToken) =>
        AddAsync(draft, draft.Prefix + RandomSecret.New(), cancellationToken);

    /// <summary>Adds a key whose text the caller chose. Only <see cref="CreateAsync"/> makes keys that cannot be guessed.</summary>
    public async Task<Result<IssuedApiKey>> AddAsync(NewApiKey draft, string secret, CancellationToken cancellationToken)
    {
        if (Refusal(draft) is { } refusal)
            return refusal;
        var display = secret[..Math.Min(secret.Length, draft.Prefix.Length + DisplayedCharacters)] + "...";
        var key = new ApiKey(
            ids.New(), draft.Workspace, draft.Name.Trim(), display, draft.Role, Roles.Scopes(draft.Role, draft.Scopes), draft.Plan,
            clock.GetUtcNow(), draft.ExpiresAt, RevokedAt: null, LastUsedAt: null);

        // The record first: a key that can be found by its hash always has one.
        var records = await RecordsAsync(cancellationToken);
        await records.AddEntityAsync(ApiKeyRow.Write(key, draft.Scopes), cancellationToken);
        var hashes = await HashesAsync(cancellationToken);
        var hash = RandomSecret.Hash(secret);
        var pointer = new TableEntity(hash[..2], hash) { ["Workspace"] = key.Workspace.Value, ["KeyId"] = key.Id };
        if (await hashes.TryAddAsync(pointer, cancellationToken))
            return new IssuedApiKey(key, secret);
        await records.RemoveAsync(key.Workspace.ToString(), RowKeys.NewestFirst(key.Id), cancellationToken);
        return new ApiError(ErrorKind.Conflict, "key_exists", "There is an API key with this text already.");
    }

    /// <summary>Keys of a workspace, newest first, revoked ones included.</summary>
    public async Task<Result<Page<ApiKey>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(cancellationToken);
        var page = await records.ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var rows, out var error) ? rows.Select(ApiKeyRow.Read) : error;
    }

    /// <summary>Revokes a key for good. Other instances honour it within <see cref="AccessOptions.CredentialCache"/>.</summary>
    public async Task<Result<ApiKey>> RevokeAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(cancellationToken);
        var row = await records.ChangeAsync(workspace.ToString(), RowKeys.NewestFirst(id), Revoke, cancellationToken);
        return row is null
            ? new ApiError(ErrorKind.NotFound, "key_not_found", "There is no such API key in this workspace.")
            : ApiKeyRow.Read(row);

        TableEntity? Revoke(TableEntity? current)
        {
            if (current is not null)
                current["RevokedAt"] = current.GetDateTimeOffset("RevokedAt") ?? clock.GetUtcNow();
            return current;
        }
    }

    /// <summary>The key of that text, if it is good now.</summary>
    internal async Task<Result<ApiKey>> VerifyAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = RandomSecret.Hash(secret);
        var hashes = await HashesAsync(cancellationToken);
        if (await hashes.FindAsync(hash[..2], hash, cancellationToken) is not { } pointer)
            return AccessErrors.KeyUnknown;
        var records = await RecordsAsync(cancellationToken);
        var workspace = new WorkspaceId(pointer.GetGuid("Workspace")!.Value);
        var rowKey = RowKeys.NewestFirst(pointer.GetGuid("KeyId")!.Value);
        if (await records.FindAsync(workspace.ToString(), rowKey, cancellationToken) is not { } row)
            return AccessErrors.KeyUnknown;

        var key = ApiKeyRow.Read(row);
        if (key.RevokedAt is not null)
            return AccessErrors.KeyRevoked;
        if (key.ExpiresAt <= clock.GetUtcNow())
            return AccessErrors.KeyExpired;
        await NoteUseAsync(records, row, key, cancellationToken);
        return key;
    }

    private async Task NoteUseAsync(TableClient records, TableEntity row, ApiKey key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - key.LastUsedAt < LastUsedPrecision)
            return;
        row["LastUsedAt"] = now;
        // Whoever changed the row meanwhile either used the key too, or revoked it: both are better left as they are.
        await records.TryReplaceAsync(row, cancellationToken);
    }

    private ApiError? Refusal(NewApiKey draft)
    {
        if (draft.Name.Trim().Length is 0 or > 200)
            return AccessErrors.Invalid("name", "The name has 1 to 200 characters.");
        if (!Roles.Exists(draft.Role))
            return AccessErrors.RoleUnknown;
        if (draft.Scopes?.FirstOrDefault(scope => !Roles.PermissionsOf(draft.Role).Contains(scope)) is { } scope)
            return AccessErrors.Invalid("scopes", $"The role {draft.Role} has no permission '{scope}'.");
        if (draft.Plan is not null && limits.Value.Find(draft.Plan) is null)
            return AccessErrors.PlanUnknown;
        return draft.ExpiresAt <= clock.GetUtcNow() ? AccessErrors.Invalid("expires_at", "The time of expiry is in the past.") : null;
    }

    private ValueTask<TableClient> RecordsAsync(CancellationToken cancellationToken) => storage.TableAsync("ApiKeys", cancellationToken);

    private ValueTask<TableClient> HashesAsync(CancellationToken cancellationToken) => storage.TableAsync("ApiKeyHashes", cancellationToken);
}
