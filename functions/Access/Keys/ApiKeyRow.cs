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

    public static TableEntity Write(ApiKey key, string hash) => new(key.Workspace.ToString(), RowKeys.NewestFirst(key.Id))
    {
        ["Name"] = key.Name,
        [Display] = key.Display,
        ["Role"] = key.Role,
        ["Scopes"] = string.Join(' ', key.Scopes),
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
        row.GetString("Scopes").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
        row.GetString("Plan"),
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("ExpiresAt"),
        row.GetDateTimeOffset("RevokedAt"),
        row.GetDateTimeOffset("LastUsedAt"),
        row.GetDateTimeOffset(RotatedAt),
        row.GetDateTimeOffset(FormerUntil));
}
