using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>The roles of a workspace: the platform's, which are fixed, and its own.</summary>
public sealed class SmithRoleEndpoints(WorkspaceRoles roles, Governance governance)
{
    [Function("SmithRoles_List")]
    [RequirePermission(Permissions.TeamRead)]
    [Summary("List roles", Details = "The platform's first.")]
    [PageNumber, PageSize("Roles")]
    [Returns<RoleBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/roles")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ListOrPage<RoleBody>(
            [.. SmithRoleIds.All.Select(RoleBody.Of), .. (await roles.ListAsync(request.Caller().Workspace, cancellationToken)).Select(RoleBody.Of)]);

    [Function("SmithRoles_Create")]
    [RequirePermission(Permissions.TeamWrite)]
    [Idempotent]
    [Summary("Create a role", Details = "With no more permissions than the caller holds. `GET .../permissions` lists them.")]
    [Accepts<RoleRequest>, Example("""{"name": "Analyst", "description": "Builds models", "permissions": ["sources.read", "models.write"]}""")]
    [Returns<RoleBody>(StatusCodes.Status201Created), Fails(ErrorKind.Conflict)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/roles")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await ReadAsync(request, cancellationToken)).Succeeded(out var draft, out var refusal))
            return request.Refuse(refusal);
        var caller = request.Caller();
        return request.CreatedOrRefuse(await governance.CreateRoleAsync(Authority.Of(caller), caller.Workspace, draft, cancellationToken), RoleBody.Of);
    }

    [Function("SmithRoles_Get")]
    [RequirePermission(Permissions.TeamRead)]
    [Summary("Get a role")]
    [Returns<RoleBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/roles/{roleId}")] HttpRequest request,
        string roleId,
        CancellationToken cancellationToken)
    {
        var id = SmithIds.Read(roleId);
        if (SmithRoleIds.Find(id) is { } fixedRole)
            return request.Ok(RoleBody.Of(fixedRole));
        return await roles.FindAsync(request.Caller().Workspace, id, cancellationToken) is { } role
            ? request.Ok(RoleBody.Of(role))
            : request.Refuse(PeopleErrors.RoleNotFound);
    }

    [Function("SmithRoles_Update")]
    [RequirePermission(Permissions.TeamWrite)]
    [Summary("Replace a role", Details = "Given as a whole. Members have the new permissions within seconds.")]
    [Accepts<RoleRequest>, Example("""{"name": "Analyst", "permissions": ["sources.read", "models.read"]}""")]
    [Returns<RoleBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.Conflict)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/workspaces/{workspaceId}/roles/{roleId}")] HttpRequest request,
        string roleId,
        CancellationToken cancellationToken)
    {
        if (!(await ReadAsync(request, cancellationToken)).Succeeded(out var draft, out var refusal))
            return request.Refuse(refusal);
        var (caller, id) = (request.Caller(), SmithIds.Read(roleId));
        return SmithRoleIds.Find(id) is not null
            ? request.Refuse(PeopleErrors.RoleFixed)
            : request.OkOrRefuse(await governance.ReplaceRoleAsync(Authority.Of(caller), caller.Workspace, id, draft, cancellationToken), RoleBody.Of);
    }

    [Function("SmithRoles_Delete")]
    [RequirePermission(Permissions.TeamWrite)]
    [Summary("Delete a role", Details = "One that nobody has.")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/roles/{roleId}")] HttpRequest request,
        string roleId,
        CancellationToken cancellationToken)
    {
        var (caller, id) = (request.Caller(), SmithIds.Read(roleId));
        return SmithRoleIds.Find(id) is not null
            ? request.Refuse(PeopleErrors.RoleFixed)
            : request.DeletedOrRefuse(await governance.DeleteRoleAsync(Authority.Of(caller), caller.Workspace, id, cancellationToken));
    }

    [Function("SmithPermissions_List")]
    [RequirePermission(Permissions.TeamRead)]
    [Summary("List the permissions that roles and groups can have")]
    [PageNumber, PageSize("Permissions")]
    [Returns<PermissionBody>(StatusCodes.Status200OK, IsList = true)]
    public static IActionResult ListPermissions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/permissions")] HttpRequest request) =>
        request.ListOrPage(SmithPermissions.All);

    private static async Task<Result<RoleDraft>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<RoleRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !SmithPermissions.Read(body.Permissions).Succeeded(out var permissions, out refusal))
            return refusal;
        return new RoleDraft(body.Name, body.Description, permissions);
    }
}
