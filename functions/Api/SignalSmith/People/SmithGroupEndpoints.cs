using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Groups of members, who may do what the group may beside what their roles say.</summary>
public sealed class SmithGroupEndpoints(Groups groups, WorkspaceRoles roles, Governance governance)
{
    [Function("SmithGroups_List")]
    [RequirePermission(Permissions.TeamRead)]
    [Summary("List groups")]
    [PageNumber, PageSize("Groups")]
    [Returns<GroupBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/groups")] HttpRequest request, CancellationToken cancellationToken)
    {
        var all = await groups.ListAsync(request.Caller().Workspace, cancellationToken);
        return request.ListOrPage(await Task.WhenAll(all.Select(group => ShowAsync(group, cancellationToken))));
    }

    [Function("SmithGroups_Create")]
    [RequirePermission(Permissions.TeamWrite)]
    [Idempotent]
    [Summary("Create a group", Details = "With no more permissions than the caller holds, and of members of the workspace.")]
    [Accepts<GroupRequest>, Example("""{"name": "Marketing", "role": "viewer", "permissions": ["syncs.update"], "members": []}""")]
    [Returns<GroupBody>(StatusCodes.Status201Created), Fails(ErrorKind.Conflict)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/groups")] HttpRequest request, CancellationToken cancellationToken)
    {
        var caller = request.Caller();
        return (await ReadAsync(request, cancellationToken)).Succeeded(out var draft, out var refusal)
            && (await governance.CreateGroupAsync(Authority.Of(caller), caller.Workspace, draft, cancellationToken)).Succeeded(out var made, out refusal)
                ? request.Created(await ShowAsync(made, cancellationToken))
                : request.Refuse(refusal);
    }

    [Function("SmithGroups_Get")]
    [RequirePermission(Permissions.TeamRead)]
    [Summary("Get a group")]
    [Returns<GroupBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/groups/{groupId}")] HttpRequest request,
        string groupId,
        CancellationToken cancellationToken) =>
        await groups.FindAsync(request.Caller().Workspace, SmithIds.Read(groupId), cancellationToken) is { } group
            ? request.Ok(await ShowAsync(group, cancellationToken))
            : request.Refuse(PeopleErrors.GroupNotFound);

    [Function("SmithGroups_Update")]
    [RequirePermission(Permissions.TeamWrite)]
    [Summary("Replace a group", Details = "Given as a whole, its members too.")]
    [Accepts<GroupRequest>, Example("""{"name": "Marketing", "role": "viewer", "members": []}""")]
    [Returns<GroupBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.Conflict)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/workspaces/{workspaceId}/groups/{groupId}")] HttpRequest request,
        string groupId,
        CancellationToken cancellationToken)
    {
        var caller = request.Caller();
        return (await ReadAsync(request, cancellationToken)).Succeeded(out var draft, out var refusal)
            && (await governance.ReplaceGroupAsync(Authority.Of(caller), caller.Workspace, SmithIds.Read(groupId), draft, cancellationToken)).Succeeded(out var changed, out refusal)
                ? request.Ok(await ShowAsync(changed, cancellationToken))
                : request.Refuse(refusal);
    }

    [Function("SmithGroups_Delete")]
    [RequirePermission(Permissions.TeamWrite)]
    [Summary("Delete a group", Details = "Its members stay in the workspace.")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/groups/{groupId}")] HttpRequest request,
        string groupId,
        CancellationToken cancellationToken) =>
        request.DeletedOrRefuse(
            await governance.DeleteGroupAsync(Authority.Of(request.Caller()), request.Caller().Workspace, SmithIds.Read(groupId), cancellationToken));

    [Function("SmithGroupMembers_Add")]
    [RequirePermission(Permissions.TeamWrite)]
    [Summary("Put a member into a group")]
    [Accepts<GroupMemberRequest>, Example("""{"account_id": "01936f00-0000-7000-8000-000000000020"}""")]
    [Returns<GroupBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> AddMember(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/groups/{groupId}/members")] HttpRequest request,
        string groupId,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<GroupMemberRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var caller = request.Caller();
        return (await governance.AddToGroupAsync(Authority.Of(caller), caller.Workspace, SmithIds.Read(groupId), body.AccountId, cancellationToken)).Succeeded(out var changed, out refusal)
            ? request.Ok(await ShowAsync(changed, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("SmithGroupMembers_Remove")]
    [RequirePermission(Permissions.TeamWrite)]
    [Summary("Take a member out of a group")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> RemoveMember(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/groups/{groupId}/members/{accountId}")] HttpRequest request,
        string groupId,
        string accountId,
        CancellationToken cancellationToken) =>
        request.DeletedOrRefuse(await governance.RemoveFromGroupAsync(
            Authority.Of(request.Caller()), request.Caller().Workspace, SmithIds.Read(groupId), SmithIds.Read(accountId), cancellationToken));

    private async Task<Result<GroupDraft>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<GroupRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !SmithPermissions.Read(body.Permissions).Succeeded(out var permissions, out refusal))
            return refusal;
        var role = body.Role is null ? null : await roles.ResolveAsync(request.Caller().Workspace, SmithRoleIds.Read(body.Role), cancellationToken);
        return body.Role is not null && role is null
            ? PeopleErrors.RoleUnknown
            : new GroupDraft(body.Name, body.Description, role, permissions, body.Members ?? []);
    }

    private async Task<GroupBody> ShowAsync(Group group, CancellationToken cancellationToken) =>
        GroupBody.Of(group, group.Role is null ? null : await roles.NameOfAsync(group.Workspace, group.Role, cancellationToken));
}
