using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Organizations and their workspaces. Users see those that they belong to; a key sees the one of its workspace and changes none.</summary>
public sealed class SmithOrganizationEndpoints(
    Organizations organizations, Founding founding, Rosters rosters, SmithOrganizations known, SmithWorkspaceEndpoints shown)
{
    [Function("SmithOrganizations_List")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("List the organizations of the caller")]
    [PageNumber, PageSize("Organizations")]
    [Returns<OrganizationBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/organizations")] HttpRequest request, CancellationToken cancellationToken)
    {
        var mine = await known.MineAsync(request.Caller(), cancellationToken);
        return request.ListOrPage(await Task.WhenAll(mine.Select(organization => ShowAsync(organization, cancellationToken))));
    }

    [Function("SmithOrganizations_Create")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Idempotent]
    [Summary("Create an organization", Details = "Its creator becomes its owner.")]
    [Accepts<CreateOrganizationRequest>, Example("""{"name": "Acme Europe", "slug": "acme-europe"}""")]
    [Returns<OrganizationBody>(StatusCodes.Status201Created), Fails(ErrorKind.Conflict)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/organizations")] HttpRequest request, CancellationToken cancellationToken)
    {
        var caller = request.Caller();
        if (caller.Kind != CredentialKind.UserToken)
            return request.Refuse(PeopleErrors.UserRequired);
        if (!(await request.ReadJsonAsync<CreateOrganizationRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var made = await founding.OrganizationAsync(body.Name, body.Slug, body.AvatarUrl, body.Settings?.ToJsonString(), Guid.Parse(caller.Id), cancellationToken);
        return made.Succeeded(out var organization, out refusal) ? request.Created(await ShowAsync(organization, cancellationToken)) : request.Refuse(refusal);
    }

    [Function("SmithOrganizations_Get")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Get an organization")]
    [Returns<OrganizationBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/organizations/{orgId}")] HttpRequest request, string orgId, CancellationToken cancellationToken) =>
        (await known.SeeAsync(request.Caller(), orgId, cancellationToken)).Succeeded(out var seen, out var refusal)
            ? request.Ok(await ShowAsync(seen.Organization, cancellationToken))
            : request.Refuse(refusal);

    [Function("SmithOrganizations_Update")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Change an organization", Details = "For its owners and administrators. What is left away stays as it is.")]
    [Accepts<UpdateOrganizationRequest>, Example("""{"name": "Acme Europe"}""")]
    [Returns<OrganizationBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.Conflict)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/organizations/{orgId}")] HttpRequest request, string orgId, CancellationToken cancellationToken)
    {
        if (!(await known.ManageAsync(request.Caller(), orgId, cancellationToken)).Succeeded(out var managed, out var refusal)
            || !(await request.ReadJsonAsync<UpdateOrganizationRequest>(cancellationToken)).Succeeded(out var body, out refusal))
            return request.Refuse(refusal);
        var change = new OrganizationChange(body.Name, body.Slug, body.AvatarUrl, body.Settings?.ToJsonString());
        return (await organizations.UpdateAsync(managed.Organization.Id, change, cancellationToken)).Succeeded(out var changed, out refusal)
            ? request.Ok(await ShowAsync(changed, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("SmithOrganizations_Delete")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Delete an organization", Details = "For its owners; only one that has no workspaces.")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/organizations/{orgId}")] HttpRequest request, string orgId, CancellationToken cancellationToken)
    {
        if (!(await known.ManageAsync(request.Caller(), orgId, cancellationToken)).Succeeded(out var managed, out var refusal))
            return request.Refuse(refusal);
        return managed.Authority.IsOwner
            ? request.DeletedOrRefuse(await organizations.DeleteAsync(managed.Organization.Id, cancellationToken))
            : request.Refuse(PeopleErrors.OwnerOnly);
    }

    [Function("SmithOrganizationWorkspaces_List")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("List the workspaces of an organization", Details = "Its owners and administrators see all, others those that they belong to.")]
    [PageNumber, PageSize("Workspaces")]
    [Returns<SmithWorkspaceBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Workspaces(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/organizations/{orgId}/workspaces")] HttpRequest request,
        string orgId,
        CancellationToken cancellationToken)
    {
        if (!(await known.SeeAsync(request.Caller(), orgId, cancellationToken)).Succeeded(out var seen, out var refusal))
            return request.Refuse(refusal);
        var inside = await known.WorkspacesAsync(request.Caller(), seen, cancellationToken);
        var found = await Task.WhenAll(inside.Select(id => shown.FindAsync(id, cancellationToken)));
        return request.ListOrPage<SmithWorkspaceBody>([.. found.OfType<SmithWorkspaceBody>()]);
    }

    [Function("SmithOrganizationWorkspaces_Create")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Idempotent]
    [Summary("Create a workspace", Details = "For owners and administrators of the organization; its creator becomes its owner.")]
    [Accepts<CreateOrganizationWorkspaceRequest>, Example("""{"name": "Staging", "time_zone": "Europe/Zurich"}""")]
    [Returns<SmithWorkspaceBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> CreateWorkspace(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/organizations/{orgId}/workspaces")] HttpRequest request,
        string orgId,
        CancellationToken cancellationToken)
    {
        if (!(await known.ManageAsync(request.Caller(), orgId, cancellationToken)).Succeeded(out var managed, out var refusal)
            || !(await request.ReadJsonAsync<CreateOrganizationWorkspaceRequest>(cancellationToken)).Succeeded(out var body, out refusal))
            return request.Refuse(refusal);
        var draft = new NewWorkspace(body.Name, body.TimeZone, AvatarUrl: body.AvatarUrl);
        return (await founding.WorkspaceAsync(managed.Organization, draft, Guid.Parse(request.Caller().Id), cancellationToken)).Succeeded(out var made, out refusal)
            ? request.Created((await shown.FindAsync(made.Id, cancellationToken))!)
            : request.Refuse(refusal);
    }

    private async Task<OrganizationBody> ShowAsync(Organization organization, CancellationToken cancellationToken) => OrganizationBody.Of(
        organization,
        (await organizations.WorkspacesOfAsync(organization.Id, cancellationToken)).Count,
        (await rosters.ListAsync(Team.OfOrganization(organization.Id), cancellationToken)).Count);
}
