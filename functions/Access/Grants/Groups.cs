using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

public sealed class Groups(PlatformStorage storage, UniqueNames names, Ids ids, TimeProvider clock)
{
    private const string NameKind = "group";
    private const int MostMembers = 500;

    public async Task<IReadOnlyList<Group>> ListAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var partition = workspace.ToString();
        return await (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: cancellationToken)
            .Select(Read)
            .ToListAsync(cancellationToken);
    }

    public async Task<Group?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken) is { } row ? Read(row) : null;

    public async Task<Result<Group>> CreateAsync(WorkspaceId workspace, GroupDraft draft, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var group = Changed(new Group(ids.New(), workspace, "", "", null, new HashSet<string>(), [], now, now), draft);
        if (Refusal(group) is { } refusal)
            return refusal;
        if (!await TakeNameAsync(group, cancellationToken))
            return PeopleErrors.GroupExists;
        await (await TableAsync(cancellationToken)).AddEntityAsync(Write(group), cancellationToken);
        return group;
    }

    public async Task<Result<Group>> ReplaceAsync(WorkspaceId workspace, Guid id, GroupDraft draft, CancellationToken cancellationToken)
    {
        if (await FindAsync(workspace, id, cancellationToken) is not { } before)
            return PeopleErrors.GroupNotFound;
        var after = Changed(before, draft);
        if (Refusal(after) is { } refusal)
            return refusal;
        if (!await TakeNameAsync(after, cancellationToken))
            return PeopleErrors.GroupExists;
        var changed = await ChangeAsync(workspace, id, _ => after, cancellationToken);
        if (!before.Name.Equals(after.Name, StringComparison.OrdinalIgnoreCase))
            await names.ReleaseAsync(workspace, NameKind, changed.Succeeded(out _, out _) ? before.Name : after.Name, id, cancellationToken);
        return changed;
    }

    public async Task<Result<Group>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(workspace, id, cancellationToken) is not { } group)
            return PeopleErrors.GroupNotFound;
        await (await TableAsync(cancellationToken)).RemoveAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken);
        await names.ReleaseAsync(workspace, NameKind, group.Name, id, cancellationToken);
        return group;
    }

    public Task<Result<Group>> AddMemberAsync(WorkspaceId workspace, Guid id, Guid userId, CancellationToken cancellationToken) =>
        ChangeAsync(workspace, id, group => group with { Members = [.. group.Members.Append(userId).Distinct()] }, cancellationToken);

    public Task<Result<Group>> RemoveMemberAsync(WorkspaceId workspace, Guid id, Guid userId, CancellationToken cancellationToken) =>
        ChangeAsync(workspace, id, group => group with { Members = [.. group.Members.Where(member => member != userId)] }, cancellationToken);

    /// <summary>Takes a user out of all groups of a workspace.</summary>
    public async Task ForgetAsync(WorkspaceId workspace, Guid userId, CancellationToken cancellationToken)
    {
        foreach (var group in (await ListAsync(workspace, cancellationToken)).Where(group => group.Members.Contains(userId)))
            await RemoveMemberAsync(workspace, group.Id, userId, cancellationToken);
    }

    private async Task<Result<Group>> ChangeAsync(WorkspaceId workspace, Guid id, Func<Group, Group> change, CancellationToken cancellationToken)
    {
        ApiError? refusal = null;
        var written = await (await TableAsync(cancellationToken)).ChangeAsync(workspace.ToString(), RowKeys.NewestFirst(id), Change, cancellationToken);
        return refusal is null ? Read(written!) : refusal;

        TableEntity? Change(TableEntity? current)
        {
            refusal = PeopleErrors.GroupNotFound;
            if (current is null)
                return null;
            var after = change(Read(current)) with { UpdatedAt = clock.GetUtcNow() };
            refusal = Refusal(after);
            return refusal is null ? Write(after, current) : null;
        }
    }

    private Task<bool> TakeNameAsync(Group group, CancellationToken cancellationToken) => names.TakeAsync(
        group.Workspace, NameKind, group.Name, group.Id,
        async holder => await FindAsync(group.Workspace, holder, cancellationToken) is { } other && other.Name.Equals(group.Name, StringComparison.OrdinalIgnoreCase),
        cancellationToken);

    private static Group Changed(Group group, GroupDraft draft) => group with
    {
        Name = draft.Name.Trim(),
        Description = draft.Description.Trim(),
        Role = draft.Role,
        Permissions = draft.Permissions.ToHashSet(),
        Members = [.. draft.Members.Distinct()],
    };

    private static ApiError? Refusal(Group group)
    {
        if (group.Name.Length is 0 or > 100)
            return AccessErrors.Invalid("name", "The name has 1 to 100 characters.");
        if (group.Description.Length > 1000)
            return AccessErrors.Invalid("description", "The description has at most 1000 characters.");
        return group.Members.Count > MostMembers ? AccessErrors.Invalid("members", $"A group has at most {MostMembers} members.") : null;
    }

    private static TableEntity Write(Group group, TableEntity? current = null)
    {
        var row = current ?? new TableEntity(group.Workspace.ToString(), RowKeys.NewestFirst(group.Id));
        row["Name"] = group.Name;
        row["Description"] = group.Description;
        row["Role"] = group.Role;
        row["Permissions"] = string.Join(' ', group.Permissions);
        row["Members"] = string.Join(' ', group.Members.Select(member => member.ToString("N")));
        row["CreatedAt"] = group.CreatedAt;
        row["UpdatedAt"] = group.UpdatedAt;
        return row;
    }

    private static Group Read(TableEntity row) => new(
        RowKeys.IdOfNewestFirst(row.RowKey),
        new WorkspaceId(Guid.Parse(row.PartitionKey)),
        row.GetString("Name"),
        row.GetString("Description"),
        row.GetString("Role"),
        Permissions.Whole(row.GetString("Permissions").Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        [.. row.GetString("Members").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(member => Guid.ParseExact(member, "N"))],
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("UpdatedAt")!.Value);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Groups", cancellationToken);
}
