using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>An organization, and what the caller holds in it.</summary>
public sealed record SeenOrganization(Organization Organization, Authority Authority)
{
    public Team Team => Team.OfOrganization(Organization.Id);

    public bool IsManaged => Authority.Held.Contains(Permissions.TeamWrite);
}

/// <summary>Which organizations a caller sees and manages. One that is not theirs looks as one that is not there.</summary>
public sealed class SmithOrganizations(Organizations organizations, Workspaces workspaces, Rosters rosters)
{
    private static readonly HashSet<string> Nothing = [];

    public async Task<IReadOnlyList<Organization>> MineAsync(Principal caller, CancellationToken cancellationToken)
    {
        Guid?[] ids = caller.Kind == CredentialKind.UserToken
            ? [.. (await rosters.OfUserAsync(Guid.Parse(caller.Id), TeamKind.Organization, cancellationToken)).Select(member => (Guid?)member.Team.Id)]
            : [await OfKeyAsync(caller, cancellationToken)];
        var found = await Task.WhenAll(ids.OfType<Guid>().Select(id => organizations.GetAsync(id, cancellationToken)));
        return [.. found.OfType<Organization>()];
    }

    public async Task<Result<SeenOrganization>> SeeAsync(Principal caller, string orgId, CancellationToken cancellationToken)
    {
        var id = SmithIds.Read(orgId);
        if (await AuthorityAsync(caller, id, cancellationToken) is not { } authority || await organizations.GetAsync(id, cancellationToken) is not { } organization)
            return PeopleErrors.OrganizationNotFound;
        return new SeenOrganization(organization, authority);
    }

    /// <summary>For what only owners and administrators of the organization do.</summary>
    public async Task<Result<SeenOrganization>> ManageAsync(Principal caller, string orgId, CancellationToken cancellationToken)
    {
        if (!(await SeeAsync(caller, orgId, cancellationToken)).Succeeded(out var seen, out var refusal))
            return refusal;
        if (caller.Kind != CredentialKind.UserToken)
            return PeopleErrors.UserRequired;
        return seen.IsManaged ? seen : AccessErrors.PermissionMissing(Permissions.TeamWrite);
    }

    /// <summary>The workspaces of an organization that the caller may know of.</summary>
    public async Task<IReadOnlyList<WorkspaceId>> WorkspacesAsync(Principal caller, SeenOrganization seen, CancellationToken cancellationToken)
    {
        var all = await organizations.WorkspacesOfAsync(seen.Organization.Id, cancellationToken);
        if (seen.IsManaged)
            return all;
        if (caller.Kind != CredentialKind.UserToken)
            return [caller.Workspace];
        var mine = (await rosters.OfUserAsync(Guid.Parse(caller.Id), TeamKind.Workspace, cancellationToken)).Select(member => member.Workspace).ToHashSet();
        return [.. all.Where(mine.Contains)];
    }

    private async Task<Authority?> AuthorityAsync(Principal caller, Guid id, CancellationToken cancellationToken)
    {
        if (caller.Kind != CredentialKind.UserToken)
            return await OfKeyAsync(caller, cancellationToken) == id ? new Authority(caller.Id, "", Nothing) : null;
        return await rosters.FindAsync(Team.OfOrganization(id), Guid.Parse(caller.Id), cancellationToken) is { } member
            ? new Authority(caller.Id, member.Role, Roles.PermissionsOf(member.Role))
            : null;
    }

    private async Task<Guid?> OfKeyAsync(Principal caller, CancellationToken cancellationToken) =>
        (await workspaces.GetAsync(caller.Workspace, cancellationToken))?.Organization;
}
