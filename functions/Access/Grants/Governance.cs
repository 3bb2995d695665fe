using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>Changes of a workspace's own roles and of its groups, each within what the one who changes them holds.</summary>
public sealed class Governance(WorkspaceRoles roles, Groups groups, Grants grants, Rosters rosters, Invitations invitations)
{
    public async Task<Result<WorkspaceRole>> CreateRoleAsync(Authority giver, WorkspaceId workspace, RoleDraft draft, CancellationToken cancellationToken) =>
        giver.Refuse(draft.Permissions) is { } tooMuch ? tooMuch : await roles.CreateAsync(workspace, draft, cancellationToken);

    public async Task<Result<WorkspaceRole>> ReplaceRoleAsync(
        Authority giver, WorkspaceId workspace, Guid id, RoleDraft draft, CancellationToken cancellationToken)
    {
        if (await roles.FindAsync(workspace, id, cancellationToken) is not { } before)
            return PeopleErrors.RoleNotFound;
        return giver.Refuse(before.Permissions.Concat(draft.Permissions)) is { } tooMuch ? tooMuch : await roles.ReplaceAsync(workspace, id, draft, cancellationToken);
    }

    public async Task<Result<WorkspaceRole>> DeleteRoleAsync(Authority giver, WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await roles.FindAsync(workspace, id, cancellationToken) is not { } role)
            return PeopleErrors.RoleNotFound;
        if (giver.Refuse(role.Permissions) is { } tooMuch)
            return tooMuch;
        return await IsUsedAsync(role, cancellationToken) ? PeopleErrors.RoleUsed : await roles.DeleteAsync(workspace, id, cancellationToken);
    }

    public async Task<Result<Group>> CreateGroupAsync(Authority giver, WorkspaceId workspace, GroupDraft draft, CancellationToken cancellationToken) =>
        await RefuseAsync(giver, workspace, draft, cancellationToken) is { } refusal ? refusal : await groups.CreateAsync(workspace, draft, cancellationToken);

    public async Task<Result<Group>> ReplaceGroupAsync(Authority giver, WorkspaceId workspace, Guid id, GroupDraft draft, CancellationToken cancellationToken)
    {
        if (!(await HeldAsync(giver, workspace, id, cancellationToken)).Succeeded(out _, out var refusal))
            return refusal;
        return await RefuseAsync(giver, workspace, draft, cancellationToken) is { } tooMuch ? tooMuch : await groups.ReplaceAsync(workspace, id, draft, cancellationToken);
    }

    public async Task<Result<Group>> DeleteGroupAsync(Authority giver, WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        (await HeldAsync(giver, workspace, id, cancellationToken)).Succeeded(out _, out var refusal) ? await groups.DeleteAsync(workspace, id, cancellationToken) : refusal;

    public async Task<Result<Group>> AddToGroupAsync(Authority giver, WorkspaceId workspace, Guid id, Guid userId, CancellationToken cancellationToken)
    {
        if (!(await HeldAsync(giver, workspace, id, cancellationToken)).Succeeded(out _, out var refusal))
            return refusal;
        return await rosters.FindAsync(Team.Of(workspace), userId, cancellationToken) is null
            ? PeopleErrors.MemberUnknown
            : await groups.AddMemberAsync(workspace, id, userId, cancellationToken);
    }

    public async Task<Result<Group>> RemoveFromGroupAsync(Authority giver, WorkspaceId workspace, Guid id, Guid userId, CancellationToken cancellationToken)
    {
        if (!(await HeldAsync(giver, workspace, id, cancellationToken)).Succeeded(out var group, out var refusal))
            return refusal;
        return group.Members.Contains(userId) ? await groups.RemoveMemberAsync(workspace, id, userId, cancellationToken) : PeopleErrors.MemberNotFound;
    }

    /// <summary>A group that gives no more than is held.</summary>
    private async Task<Result<Group>> HeldAsync(Authority giver, WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await groups.FindAsync(workspace, id, cancellationToken) is not { } group)
            return PeopleErrors.GroupNotFound;
        return giver.Refuse(await grants.OfGroupAsync(group, cancellationToken)) is { } tooMuch ? tooMuch : group;
    }

    private async Task<ApiError?> RefuseAsync(Authority giver, WorkspaceId workspace, GroupDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Role == Roles.Owner)
            return AccessErrors.Invalid("role", "A group cannot make owners; give it another role.");
        if (draft.Role is not null && await grants.RefuseRoleAsync(giver, Team.Of(workspace), draft.Role, cancellationToken) is { } tooMuch)
            return tooMuch;
        if (giver.Refuse(draft.Permissions) is { } notHeld)
            return notHeld;
        var members = (await rosters.ListAsync(Team.Of(workspace), cancellationToken)).Select(member => member.UserId).ToHashSet();
        return draft.Members.All(members.Contains) ? null : PeopleErrors.MemberUnknown;
    }

    private async Task<bool> IsUsedAsync(WorkspaceRole role, CancellationToken cancellationToken)
    {
        var team = Team.Of(role.Workspace);
        return (await rosters.ListAsync(team, cancellationToken)).Any(member => member.Role == role.Key)
            || (await invitations.ListAsync(team, cancellationToken)).Any(invitation => invitation.Role == role.Key)
            || (await groups.ListAsync(role.Workspace, cancellationToken)).Any(group => group.Role == role.Key);
    }
}
