using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Workspaces and their settings. The addresses of the list and of one are shared with another API.</summary>
public sealed class SmithWorkspaceEndpoints(Workspaces workspaces, Rosters rosters, WorkspaceRoles roles, Authenticator authenticator)
{
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("List the workspaces of the caller", Details = "Of a user all that they belong to; of a key the one that it opens. X-Workspace-ID is not needed.")]
    [PageNumber, PageSize("Workspaces")]
    [Returns<SmithWorkspaceBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(HttpRequest request, CancellationToken cancellationToken)
    {
        var caller = request.Caller();
        WorkspaceId[] mine = caller.Kind == CredentialKind.UserToken
            ? [.. (await rosters.OfUserAsync(Guid.Parse(caller.Id), TeamKind.Workspace, cancellationToken)).Select(member => member.Workspace)]
            : [caller.Workspace];
        var shown = await Task.WhenAll(mine.Select(id => FindAsync(id, cancellationToken)));
        return request.ListOrPage<SmithWorkspaceBody>([.. shown.OfType<SmithWorkspaceBody>()]);
    }

    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Get a workspace")]
    [Returns<SmithWorkspaceBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await authenticator.EnterAsync(request.Caller(), id, cancellationToken)).Succeeded(out var inside, out _)
        && inside.Can(Permissions.WorkspaceRead)
        && await FindAsync(inside.Workspace, cancellationToken) is { } workspace
            ? request.Ok(workspace)
            : request.Refuse(AccessErrors.WorkspaceNotFound);

    [RequirePermission(Permissions.WorkspaceWrite)]
    [Summary("Delete a workspace", Details = "Refused: whoever runs the deployment removes workspaces, with all that they hold.")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Delete(HttpRequest request, string id, CancellationToken cancellationToken) =>
        request.Refuse((await authenticator.EnterAsync(request.Caller(), id, cancellationToken)).Succeeded(out _, out _)
            ? new ApiError(ErrorKind.NotAllowedInState, "not_supported", "Workspaces cannot be deleted through this API; ask whoever runs the deployment.")
            : AccessErrors.WorkspaceNotFound);

    [Function("SmithSettings_Get")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Get the settings of a workspace")]
    [Returns<SmithSettingsBody>(StatusCodes.Status200OK)]
    public async Task<IActionResult> GetSettings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/settings")] HttpRequest request, CancellationToken cancellationToken) =>
        await workspaces.GetAsync(request.Caller().Workspace, cancellationToken) is { } workspace
            ? request.Ok(await SettingsAsync(workspace, cancellationToken))
            : request.Refuse(AccessErrors.WorkspaceNotFound);

    [Function("SmithSettings_Update")]
    [RequirePermission(Permissions.WorkspaceWrite)]
    [Summary("Change the settings of a workspace", Details = "What is left away stays as it is.")]
    [Accepts<SmithSettingsRequest>, Example("""{"name": "Production", "default_role": "viewer", "settings": {"color": "blue"}}""")]
    [Returns<SmithSettingsBody>(StatusCodes.Status200OK)]
    public async Task<IActionResult> UpdateSettings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/workspaces/{workspaceId}/settings")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<SmithSettingsRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var workspace = request.Caller().Workspace;
        var role = body.DefaultRole is null ? null : await roles.ResolveAsync(workspace, SmithRoleIds.Read(body.DefaultRole), cancellationToken);
        if (body.DefaultRole is not null && role is null or Roles.Owner)
            return request.Refuse(PeopleErrors.RoleUnknown);
        var change = new WorkspaceChange(body.Name, body.TimeZone, AvatarUrl: body.AvatarUrl, DefaultRole: role, Settings: body.Settings?.ToJsonString());
        return (await workspaces.UpdateAsync(workspace, change, cancellationToken)).Succeeded(out var changed, out refusal)
            ? request.Ok(await SettingsAsync(changed, cancellationToken))
            : request.Refuse(refusal);
    }

    internal async Task<SmithWorkspaceBody?> FindAsync(WorkspaceId id, CancellationToken cancellationToken) =>
        await workspaces.GetAsync(id, cancellationToken) is { } workspace
            ? SmithWorkspaceBody.Of(
                workspace, await roles.NameOfAsync(id, workspace.DefaultRole, cancellationToken), (await rosters.ListAsync(Team.Of(id), cancellationToken)).Count)
            : null;

    private async Task<SmithSettingsBody> SettingsAsync(Workspace workspace, CancellationToken cancellationToken) =>
        SmithSettingsBody.Of(workspace, await roles.NameOfAsync(workspace.Id, workspace.DefaultRole, cancellationToken));
}
