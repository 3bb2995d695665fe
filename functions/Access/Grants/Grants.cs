using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>What members may do, and what they may give others. Nobody gives more than they hold, and nobody changes those who hold more.</summary>
public sealed class Grants(WorkspaceRoles roles, Groups groups)
{
    /// <summary>What a member may do: what their role may, and what their groups may.</summary>
    public async Task<IReadOnlySet<string>> OfMemberAsync(Member member, CancellationToken cancellationToken)
    {
        if (member.Team.Kind == TeamKind.Organization)
            return Roles.PermissionsOf(member.Role);
        var workspace = member.Workspace;
        var held = (await roles.PermissionsOfAsync(workspace, member.Role, cancellationToken)).ToHashSet();
        foreach (var group in (await groups.ListAsync(workspace, cancellationToken)).Where(group => group.Members.Contains(member.UserId)))
            held.UnionWith(await OfGroupAsync(group, cancellationToken));
        return Permissions.Whole(held);
    }

    public async Task<IReadOnlySet<string>> OfGroupAsync(Group group, CancellationToken cancellationToken) => group.Role is null
        ? group.Permissions
        : group.Permissions.Union(await roles.PermissionsOfAsync(group.Workspace, group.Role, cancellationToken)).ToHashSet();

    /// <summary>Refuses to give a role.</summary>
    public async Task<ApiError?> RefuseRoleAsync(Authority giver, Team team, string role, CancellationToken cancellationToken)
    {
        if (role == Roles.Owner && !giver.IsOwner)
            return PeopleErrors.OwnerOnly;
        var asked = team.Kind == TeamKind.Organization
            ? Roles.PermissionsOf(role)
            : await roles.PermissionsOfAsync(new WorkspaceId(team.Id), role, cancellationToken);
        return giver.Refuse(asked);
    }

    /// <summary>Refuses to change or remove a member.</summary>
    public async Task<ApiError?> RefuseChangeAsync(Authority changer, Member member, CancellationToken cancellationToken)
    {
        if (member.Role == Roles.Owner && !changer.IsOwner)
            return PeopleErrors.OwnerOnly;
        return changer.Refuse(await OfMemberAsync(member, cancellationToken)) is null ? null : PeopleErrors.HoldsMore;
    }
}
