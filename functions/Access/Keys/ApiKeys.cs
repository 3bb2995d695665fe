using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Access;

public sealed class ApiKeys(PlatformStorage storage, IOptions<RateLimitOptions> limits, Ids ids, TimeProvider clock)
{
    private const int DisplayedCharacters = 6;
    private const string Ellipsis = "...";
    private static readonly TimeSpan LastUsedPrecision = TimeSpan.FromHours(1);

    public Task<Result<IssuedApiKey>> CreateAsync(NewApiKey draft, CancellationToken cancellationToken) =>
        AddAsync(draft, draft.Prefix + RandomSecret.New(), cancellationToken);

    /// <summary>Adds a key whose text the caller chose. Only <see cref="CreateAsync"/> makes keys that cannot be guessed.</summary>
    public async Task<Result<IssuedApiKey>> AddAsync(NewApiKey draft, string secret, CancellationToken cancellationToken)
    {
        if (Refusal(draft) is { } refusal)
            return refusal;
        var hash = RandomSecret.Hash(secret);
        var key = new ApiKey(
            ids.New(), draft.Workspace, draft.Name.Trim(), DisplayOf(secret, draft.Prefix.Length), draft.Role, Roles.Scopes(draft.Role, draft.Scopes), draft.Plan,
            clock.GetUtcNow(), draft.ExpiresAt, RevokedAt: null, LastUsedAt: null);

        // The record first: a key that can be found by its hash always has one.
        var records = await RecordsAsync(cancellationToken);
        await records.AddEntityAsync(ApiKeyRow.Write(key, draft.Scopes, hash), cancellationToken);
        if (await PointAsync(hash, key, cancellationToken))
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

    public async Task<Result<ApiKey>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(cancellationToken);
        return await records.FindAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken) is { } row && ApiKeyRow.Read(row) is { RevokedAt: null } key
            ? key
            : AccessErrors.KeyNotFound;
    }

    /// <summary>Gives a key another text. The one before is good for the overlap; what was before that is not.</summary>
    public async Task<Result<IssuedApiKey>> RotateAsync(WorkspaceId workspace, Guid id, TimeSpan overlap, CancellationToken cancellationToken)
    {
        if (!(await GetAsync(workspace, id, cancellationToken)).Succeeded(out var key, out var refusal))
            return refusal;
        var prefix = key.Display[..Math.Max(0, key.Display.Length - DisplayedCharacters - Ellipsis.Length)];
        var secret = prefix + RandomSecret.New();
        var hash = RandomSecret.Hash(secret);
        // Nothing opens by the pointer alone: the record must name the hash.
        await PointAsync(hash, key, cancellationToken);
        var records = await RecordsAsync(cancellationToken);
        var row = await records.ChangeAsync(workspace.ToString(), RowKeys.NewestFirst(id), Rotate, cancellationToken);
        return row is null ? AccessErrors.KeyNotFound : new IssuedApiKey(ApiKeyRow.Read(row), secret);

        TableEntity? Rotate(TableEntity? current)
        {
            if (current?.GetDateTimeOffset("RevokedAt") is not null || current is null)
                return null;
            current[ApiKeyRow.FormerHash] = current.GetString(ApiKeyRow.Hash);
            current[ApiKeyRow.FormerUntil] = clock.GetUtcNow() + overlap;
            current[ApiKeyRow.RotatedAt] = clock.GetUtcNow();
            current[ApiKeyRow.Hash] = hash;
            current[ApiKeyRow.Display] = DisplayOf(secret, prefix.Length);
            return current;
        }
    }

    /// <summary>Revokes a key for good. Other instances honour it within <see cref="AccessOptions.CredentialCache"/>.</summary>
    public async Task<Result<ApiKey>> RevokeAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(cancellationToken);
        var row = await records.ChangeAsync(workspace.ToString(), RowKeys.NewestFirst(id), Revoke, cancellationToken);
        return row is null
            ? AccessErrors.KeyNotFound
            : ApiKeyRow.Read(row);

        TableEntity? Revoke(TableEntity? current)
        {
            if (current is not null)
                current["RevokedAt"] = current.GetDateTimeOffset("RevokedAt") ?? clock.GetUtcNow();
            return current;
        }
    }

    /// <summary>The key of that text, if it is good now.</summary>
    /// <returns>The key, with the time at which this text ends if that comes before the key's own.</returns>
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
        if (!IsCurrent(row, hash))
        {
            if (row.GetString(ApiKeyRow.FormerHash) != hash)
                return AccessErrors.KeyExpired;
            key = key with { ExpiresAt = key.ExpiresAt < key.FormerUntil ? key.ExpiresAt : key.FormerUntil };
        }

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

    private async Task<bool> PointAsync(string hash, ApiKey key, CancellationToken cancellationToken) => await (await HashesAsync(cancellationToken)).TryAddAsync(
        new TableEntity(hash[..2], hash) { ["Workspace"] = key.Workspace.Value, ["KeyId"] = key.Id }, cancellationToken);

    // Rows from before keys could be rotated name no hash.
    private static bool IsCurrent(TableEntity row, string hash) => row.GetString(ApiKeyRow.Hash) is not { } current || current == hash;

    private static string DisplayOf(string secret, int prefix) => secret[..Math.Min(secret.Length, prefix + DisplayedCharacters)] + Ellipsis;

    private ApiError? Refusal(NewApiKey draft)
    {
        if (draft.Name.Trim().Length is 0 or > 200)
            return AccessErrors.Invalid("name", "The name has 1 to 200 characters.");
        if (!Roles.Exists(draft.Role))
            return AccessErrors.RoleUnknown;
        if (draft.Scopes?.FirstOrDefault(scope => !Permissions.Holds(Roles.PermissionsOf(draft.Role), scope)) is { } scope)
            return AccessErrors.Invalid("scopes", $"The role {draft.Role} has no permission '{scope}'.");
        if (draft.Plan is not null && limits.Value.Find(draft.Plan) is null)
            return AccessErrors.PlanUnknown;
        return draft.ExpiresAt <= clock.GetUtcNow() ? AccessErrors.Invalid("expires_at", "The time of expiry is in the past.") : null;
    }

    private ValueTask<TableClient> RecordsAsync(CancellationToken cancellationToken) => storage.TableAsync("ApiKeys", cancellationToken);

    private ValueTask<TableClient> HashesAsync(CancellationToken cancellationToken) => storage.TableAsync("ApiKeyHashes", cancellationToken);
}
