using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>Makes organizations and workspaces together with their first owner.</summary>
public sealed class Founding(Organizations organizations, Workspaces workspaces, Rosters rosters)
{
    public async Task<Result<Organization>> OrganizationAsync(
        string name, string? slug, string? avatarUrl, string? settings, Guid owner, CancellationToken cancellationToken)
    {
        if ((await organizations.CreateAsync(name, slug, avatarUrl, settings, owner.ToString("D"), cancellationToken)).Succeeded(out var organization, out var refusal))
            await rosters.AddAsync(Team.OfOrganization(organization.Id), owner, Roles.Owner, cancellationToken);
        return refusal is null ? organization! : refusal;
    }

    /// <summary>A further workspace of an organization. Plans are the deployment's to give: it has the one of the organization's first.</summary>
    public async Task<Result<Workspace>> WorkspaceAsync(Organization organization, NewWorkspace draft, Guid owner, CancellationToken cancellationToken)
    {
        var first = (await organizations.WorkspacesOfAsync(organization.Id, cancellationToken)) is [var id, ..] ? await workspaces.GetAsync(id, cancellationToken) : null;
        return await WorkspaceAsync(draft with { Organization = organization.Id, Plan = first?.Plan ?? Plans.Default }, owner, cancellationToken);
    }

    /// <summary>A workspace; without an organization, one with an organization of its own, which is the owner's too.</summary>
    public async Task<Result<Workspace>> WorkspaceAsync(NewWorkspace draft, Guid owner, CancellationToken cancellationToken)
    {
        if (!(await workspaces.CreateAsync(draft, cancellationToken)).Succeeded(out var workspace, out var refusal))
            return refusal;
        if (draft.Organization is null)
            await rosters.AddAsync(Team.OfOrganization(workspace.Organization), owner, Roles.Owner, cancellationToken);
        await rosters.AddAsync(Team.Of(workspace.Id), owner, Roles.Owner, cancellationToken);
        return workspace;
    }
}
