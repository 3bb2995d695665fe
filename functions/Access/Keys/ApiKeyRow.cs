using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

internal static class ApiKeyRow
{
    public static TableEntity Write(ApiKey key) => new(key.Workspace.ToString(), RowKeys.NewestFirst(key.Id))
    {
        ["Name"] = key.Name,
        ["Display"] = key.Display,
        ["Role"] = key.Role,
        ["Scopes"] = string.Join(' ', key.Scopes),
        ["Plan"] = key.Plan,
        ["CreatedAt"] = key.CreatedAt,
        ["ExpiresAt"] = key.ExpiresAt,
        ["RevokedAt"] = key.RevokedAt,
        ["LastUsedAt"] = key.LastUsedAt,
    };

    public static ApiKey Read(TableEntity row) => new(
        RowKeys.IdOfNewestFirst(row.RowKey),
        new WorkspaceId(Guid.Parse(row.PartitionKey)),
        row.GetString("Name"),
        row.GetString("Display"),
        row.GetString("Role"),
        row.GetString("Scopes").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
        row.GetString("Plan"),
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("ExpiresAt"),
        row.GetDateTimeOffset("RevokedAt"),
        row.GetDateTimeOffset("LastUsedAt"));
}
