using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

/// <summary>Which users belong to which workspaces, and as what.</summary>
public sealed class Memberships(PlatformStorage storage)
{
    /// <summary>Makes a user a member, or changes the role of one.</summary>
    public async Task<Result<Membership>> SetAsync(Guid userId, WorkspaceId workspace, string role, CancellationToken cancellationToken)
    {
        if (!Roles.Exists(role))
            return AccessErrors.RoleUnknown;
        var table = await TableAsync(cancellationToken);
        var row = new TableEntity(userId.ToString("D"), workspace.ToString()) { ["Role"] = role };
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        return new Membership(userId, workspace, role);
    }

    public async Task<Membership?> FindAsync(Guid userId, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        return await table.FindAsync(userId.ToString("D"), workspace.ToString(), cancellationToken) is { } row ? Read(row) : null;
    }

    /// <summary>All workspaces of a user. A user who signs in starts in the first.</summary>
    public async Task<IReadOnlyList<Membership>> OfUserAsync(Guid userId, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        var partition = userId.ToString("D");
        return await table.QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: cancellationToken)
            .Select(Read)
            .ToListAsync(cancellationToken);
    }

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Memberships", cancellationToken);

    private static Membership Read(TableEntity row) =>
        new(Guid.Parse(row.PartitionKey), new WorkspaceId(Guid.Parse(row.RowKey)), row.GetString("Role"));
}
