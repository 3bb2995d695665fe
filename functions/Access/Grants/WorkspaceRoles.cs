using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

/// <summary>The roles that workspaces make beside <see cref="Roles"/>.</summary>
public sealed class WorkspaceRoles(PlatformStorage storage, UniqueNames names, Ids ids, TimeProvider clock)
{
    private const string NameKind = "role";

    public async Task<IReadOnlyList<WorkspaceRole>> ListAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var partition = workspace.ToString();
        return await (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: cancellationToken)
            .Select(Read)
            .ToListAsync(cancellationToken);
    }

    public async Task<WorkspaceRole?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken) is { } row ? Read(row) : null;

    /// <summary>The role that a caller means by a name or an id, as members have it. Null when there is none.</summary>
    public async Task<string?> ResolveAsync(WorkspaceId workspace, string text, CancellationToken cancellationToken)
    {
        if (Roles.Exists(text.ToLowerInvariant()))
            return text.ToLowerInvariant();
        var id = Guid.TryParseExact(text, "D", out var known) ? known : await names.FindAsync(workspace, NameKind, text, cancellationToken);
        return id is { } found ? (await FindAsync(workspace, found, cancellationToken))?.Key : null;
    }

    /// <summary>What a role is called: the name of one of <see cref="Roles"/>, or the one that the workspace gave it.</summary>
    public async Task<string> NameOfAsync(WorkspaceId workspace, string role, CancellationToken cancellationToken) =>
        Guid.TryParseExact(role, "D", out var id) && await FindAsync(workspace, id, cancellationToken) is { } own ? own.Name : role;

    /// <summary>What a role may do; nothing, when there is no such role.</summary>
    public async Task<IReadOnlySet<string>> PermissionsOfAsync(WorkspaceId workspace, string role, CancellationToken cancellationToken) =>
        Guid.TryParseExact(role, "D", out var id)
            ? (await FindAsync(workspace, id, cancellationToken))?.Permissions ?? new HashSet<string>()
            : Roles.PermissionsOf(role);

    public async Task<Result<WorkspaceRole>> CreateAsync(WorkspaceId workspace, RoleDraft draft, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var role = new WorkspaceRole(ids.New(), workspace, draft.Name.Trim(), draft.Description.Trim(), draft.Permissions.ToHashSet(), now, now);
        if (Refusal(role) is { } refusal)
            return refusal;
        if (!await TakeNameAsync(role, cancellationToken))
            return PeopleErrors.RoleExists;
        await (await TableAsync(cancellationToken)).AddEntityAsync(Write(role), cancellationToken);
        return role;
    }

    public async Task<Result<WorkspaceRole>> ReplaceAsync(WorkspaceId workspace, Guid id, RoleDraft draft, CancellationToken cancellationToken)
    {
        if (await FindAsync(workspace, id, cancellationToken) is not { } before)
            return PeopleErrors.RoleNotFound;
        var after = before with
        {
            Name = draft.Name.Trim(),
            Description = draft.Description.Trim(),
            Permissions = draft.Permissions.ToHashSet(),
            UpdatedAt = clock.GetUtcNow(),
        };
        if (Refusal(after) is { } refusal)
            return refusal;
        if (!await TakeNameAsync(after, cancellationToken))
            return PeopleErrors.RoleExists;
        var written = await (await TableAsync(cancellationToken)).ChangeAsync(
            workspace.ToString(), RowKeys.NewestFirst(id), current => current is null ? null : Write(after, current), cancellationToken);
        if (!before.Name.Equals(after.Name, StringComparison.OrdinalIgnoreCase))
            await names.ReleaseAsync(workspace, NameKind, written is null ? after.Name : before.Name, id, cancellationToken);
        return written is null ? PeopleErrors.RoleNotFound : after;
    }

    public async Task<Result<WorkspaceRole>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(workspace, id, cancellationToken) is not { } role)
            return PeopleErrors.RoleNotFound;
        await (await TableAsync(cancellationToken)).RemoveAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken);
        await names.ReleaseAsync(workspace, NameKind, role.Name, id, cancellationToken);
        return role;
    }

    private Task<bool> TakeNameAsync(WorkspaceRole role, CancellationToken cancellationToken) => names.TakeAsync(
        role.Workspace, NameKind, role.Name, role.Id,
        async holder => await FindAsync(role.Workspace, holder, cancellationToken) is { } other && other.Name.Equals(role.Name, StringComparison.OrdinalIgnoreCase),
        cancellationToken);

    private static ApiError? Refusal(WorkspaceRole role)
    {
        if (role.Name.Length is 0 or > 100)
            return AccessErrors.Invalid("name", "The name has 1 to 100 characters.");
        if (Roles.Exists(role.Name.ToLowerInvariant()))
            return PeopleErrors.RoleExists;
        return role.Description.Length > 1000 ? AccessErrors.Invalid("description", "The description has at most 1000 characters.") : null;
    }

    private static TableEntity Write(WorkspaceRole role, TableEntity? current = null)
    {
        var row = current ?? new TableEntity(role.Workspace.ToString(), RowKeys.NewestFirst(role.Id));
        row["Name"] = role.Name;
        row["Description"] = role.Description;
        row["Permissions"] = string.Join(' ', role.Permissions);
        row["CreatedAt"] = role.CreatedAt;
        row["UpdatedAt"] = role.UpdatedAt;
        return row;
    }

    private static WorkspaceRole Read(TableEntity row) => new(
        RowKeys.IdOfNewestFirst(row.RowKey),
        new WorkspaceId(Guid.Parse(row.PartitionKey)),
        row.GetString("Name"),
        row.GetString("Description"),
        Permissions.Whole(row.GetString("Permissions").Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("UpdatedAt")!.Value);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("WorkspaceRoles", cancellationToken);
}
