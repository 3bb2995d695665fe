using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>The workspaces of a user. Some of their addresses are shared with another API.</summary>
public sealed class SquaredWorkspaceEndpoints(
    Workspaces workspaces, Organizations organizations, Founding founding, Rosters rosters, Authenticator authenticator, SquaredPages pages)
{
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("List the workspaces of the caller", Details = "Needs no Workspace-Id: here a user who has just signed in learns it.")]
    [PageNumber, PageSize("Workspaces")]
    [Returns<ResourcePage<WorkspaceAttributes>>(StatusCodes.Status200OK, IsBare = true)]
    public async Task<IActionResult> List(HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var page = pages.Read(parameters);
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var mine = await MineAsync(request.Caller(), cancellationToken);
        var shown = await Task.WhenAll(SquaredPages.Take(mine, page).Select(id => ShowAsync(id, cancellationToken)));
        return SquaredPages.Answer(request, page, shown, mine.Count);
    }

    [Function("SquaredWorkspaces_Create")]
    [RequirePermission(Permissions.WorkspaceWrite)]
    [Idempotent]
    [Summary("Create a workspace", Details = "The caller becomes its administrator.")]
    [Accepts<SquaredWorkspaceRequest>]
    [Returns<Resource<WorkspaceAttributes>>(StatusCodes.Status201Created)]
    [Fails(ErrorKind.NotFound)]
    [Example("""{"workspace": {"name": "Staging", "organization_id": 1}}""")]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.RefuseOtherApi() is { } other)
            return other;
        if (!(await request.ReadJsonAsync<SquaredWorkspaceRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var caller = request.Caller();
        if (caller.Kind != CredentialKind.UserToken)
            return request.Refuse(OnlyUsers);
        var user = Guid.Parse(caller.Id);
        if (await organizations.OfNumberAsync($"{body.Workspace.OrganizationId}", cancellationToken) is not { } organization
            || await rosters.FindAsync(Team.OfOrganization(organization.Id), user, cancellationToken) is not { } member
            || !Roles.PermissionsOf(member.Role).Contains(Permissions.WorkspaceWrite))
            return request.Refuse(SquaredErrors.Unprocessable("organization_id", "This is not an organization that you administer."));
        return (await founding.WorkspaceAsync(organization, new NewWorkspace(body.Workspace.Name), user, cancellationToken)).Succeeded(out var created, out refusal)
            ? request.Created(await ShowAsync(created.Id, cancellationToken))
            : request.Refuse(refusal);
    }

    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Get a workspace")]
    [Returns<Resource<WorkspaceAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await authenticator.EnterAsync(request.Caller(), id, cancellationToken)).Succeeded(out var inside, out _) && inside.Can(Permissions.WorkspaceRead)
            ? request.Ok(await ShowAsync(inside.Workspace, cancellationToken))
            : request.Refuse(NotFound);

    [Function("SquaredWorkspaces_Update")]
    [RequirePermission(Permissions.WorkspaceWrite)]
    [Summary("Rename a workspace")]
    [Accepts<SquaredWorkspaceChangeRequest>]
    [Returns<Resource<WorkspaceAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    [Example("""{"workspace": {"name": "Production"}}""")]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/workspaces/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (request.RefuseOtherApi() is { } other)
            return other;
        if (!(await authenticator.EnterAsync(request.Caller(), id, cancellationToken)).Succeeded(out var inside, out _))
            return request.Refuse(NotFound);
        if (!request.Call().Endpoint.IsOpenTo(inside))
            return request.Refuse(new ApiError(ErrorKind.Forbidden, "permission_missing", "You may not change this workspace."));
        if (!(await request.ReadJsonAsync<SquaredWorkspaceChangeRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        if (body.Workspace.OrganizationId is { } organization && await organizations.OfNumberAsync($"{organization}", cancellationToken) is var meant
            && (await workspaces.GetAsync(inside.Workspace, cancellationToken))?.Organization != meant?.Id)
            return request.Refuse(SquaredErrors.Unprocessable("organization_id", "The organization of a workspace cannot change."));
        return (await workspaces.UpdateAsync(inside.Workspace, new WorkspaceChange(body.Workspace.Name), cancellationToken)).Succeeded(out _, out refusal)
            ? request.Ok(await ShowAsync(inside.Workspace, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("SquaredWorkspaces_UpdatePatch"), SameAs<SquaredWorkspaceEndpoints>(nameof(Update))]
    public Task<IActionResult> UpdatePatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/workspaces/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) => Update(request, id, cancellationToken);

    [RequirePermission(Permissions.WorkspaceWrite)]
    [Summary("Delete a workspace", Details = "Refused: whoever runs the deployment removes workspaces, with all that they hold.")]
    [Returns(StatusCodes.Status204NoContent)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Delete(HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await authenticator.EnterAsync(request.Caller(), id, cancellationToken)).Succeeded(out _, out _)
            ? request.Refuse(SquaredErrors.NotDone("Workspaces cannot be deleted through this API; ask whoever runs the deployment."))
            : request.Refuse(NotFound);

    // A key or a client opens one workspace; only users belong to several.
    private async Task<IReadOnlyList<WorkspaceId>> MineAsync(Principal caller, CancellationToken cancellationToken) => caller.Kind == CredentialKind.UserToken
        ? [.. (await rosters.OfUserAsync(Guid.Parse(caller.Id), TeamKind.Workspace, cancellationToken)).Select(member => member.Workspace)]
        : [caller.Workspace];

    private async Task<Resource<WorkspaceAttributes>> ShowAsync(WorkspaceId id, CancellationToken cancellationToken)
    {
        var workspace = await workspaces.GetAsync(id, cancellationToken) ?? throw new InvalidOperationException($"There is no workspace {id}, and somebody belongs to it.");
        var number = await workspaces.NumberOfAsync(id, cancellationToken) ?? throw new InvalidOperationException($"Workspace {id} has no number.");
        var organization = await organizations.GetAsync(workspace.Organization, cancellationToken)
            ?? throw new InvalidOperationException($"There is no organization {workspace.Organization}, and workspace {id} belongs to it.");
        var organizationNumber = await organizations.NumberOfAsync(organization.Id, cancellationToken)
            ?? throw new InvalidOperationException($"Organization {organization.Id} has no number.");
        var members = await rosters.ListAsync(Team.Of(id), cancellationToken);
        return WorkspaceAttributes.Show(workspace, number, organization, organizationNumber, members.Count);
    }

    private static ApiError NotFound { get; } = new(ErrorKind.NotFound, "workspace_not_found", "Workspace not found");

    private static ApiError OnlyUsers { get; } = new(
        ErrorKind.Forbidden, "user_token_required", "Workspaces belong to users: sign in with an e-mail address and a password.");
}
