using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

internal static class ApiKeyRow
{
    /// <summary>The hash of the text that is good now.</summary>
    public const string Hash = "Hash";

    /// <summary>The hash of the text before, good until <see cref="FormerUntil"/>.</summary>
    public const string FormerHash = "FormerHash";

    public const string FormerUntil = "FormerUntil";
    public const string RotatedAt = "RotatedAt";
    public const string Display = "Display";

    /// <param name="scopes">Null for all that the role has, now and later: that is what is kept, not the permissions of today.</param>
    public static TableEntity Write(ApiKey key, IReadOnlyCollection<string>? scopes, string hash) => new(key.Workspace.ToString(), RowKeys.NewestFirst(key.Id))
    {
        ["Name"] = key.Name,
        [Display] = key.Display,
        ["Role"] = key.Role,
        ["Scopes"] = scopes is null ? null : string.Join(' ', scopes),
        ["Plan"] = key.Plan,
        ["CreatedAt"] = key.CreatedAt,
        ["ExpiresAt"] = key.ExpiresAt,
        ["RevokedAt"] = key.RevokedAt,
        ["LastUsedAt"] = key.LastUsedAt,
        [Hash] = hash,
    };

    public static ApiKey Read(TableEntity row) => new(
        RowKeys.IdOfNewestFirst(row.RowKey),
        new WorkspaceId(Guid.Parse(row.PartitionKey)),
        row.GetString("Name"),
        row.GetString(Display),
        row.GetString("Role"),
        Roles.Scopes(row.GetString("Role"), row.GetString("Scopes")?.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        row.GetString("Plan"),
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("ExpiresAt"),
        row.GetDateTimeOffset("RevokedAt"),
        row.GetDateTimeOffset("LastUsedAt"),
        row.GetDateTimeOffset(RotatedAt),
        row.GetDateTimeOffset(FormerUntil));
}
