using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Administration;

/// <summary>Workspaces and their settings, in terms of the platform and of no product.</summary>
public sealed class WorkspaceEndpoints(Workspaces workspaces, Authenticator authenticator)
{
    [Function("Administration_WorkspaceCreate")]
    [RequirePermission(Permissions.WorkspacesCreate)]
    [Idempotent]
    [Summary("Create a workspace", Details = "Only the deployment's bootstrap key may.")]
    [Accepts<CreateWorkspaceRequest>, Example("""{"name": "Acme", "time_zone": "Europe/Zurich", "plan": "pro"}""")]
    [Returns<WorkspaceBody>(StatusCodes.Status201Created)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "platform/v1/workspaces")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateWorkspaceRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var draft = new NewWorkspace(body.Name, body.TimeZone, body.Translator, body.AllowSamples, body.Plan);
        return (await workspaces.CreateAsync(draft, cancellationToken)).Succeeded(out var workspace, out refusal)
            ? request.Created(await BodyAsync(workspace, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("Administration_WorkspaceGet")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Get a workspace"), PathParameter("id", "UUID or number of the workspace.")]
    [Returns<WorkspaceBody>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/v1/workspaces/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        (await request.EnterAsync(authenticator, id, cancellationToken)).Succeeded(out var caller, out var refusal)
        && await workspaces.GetAsync(caller.Workspace, cancellationToken) is { } workspace
            ? request.Ok(await BodyAsync(workspace, cancellationToken))
            : request.Refuse(refusal ?? AccessErrors.WorkspaceNotFound);

    [Function("Administration_WorkspaceUpdate")]
    [RequirePermission(Permissions.WorkspaceWrite)]
    [Summary("Change a workspace's settings"), PathParameter("id", "UUID or number of the workspace.")]
    [Accepts<ChangeWorkspaceRequest>, Example("""{"translator": "language_model"}""")]
    [Returns<WorkspaceBody>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "platform/v1/workspaces/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<ChangeWorkspaceRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await request.EnterAsync(authenticator, id, cancellationToken)).Succeeded(out var caller, out refusal))
            return request.Refuse(refusal);
        if (AdministrationRules.RefusePlan(caller, body.Plan) is { } notYours)
            return request.Refuse(notYours);
        var change = new WorkspaceChange(body.Name, body.TimeZone, body.Translator, body.AllowSamples, body.Plan);
        return (await workspaces.UpdateAsync(caller.Workspace, change, cancellationToken)).Succeeded(out var workspace, out refusal)
            ? request.Ok(await BodyAsync(workspace, cancellationToken))
            : request.Refuse(refusal);
    }

    private async Task<WorkspaceBody> BodyAsync(Workspace workspace, CancellationToken cancellationToken) =>
        WorkspaceBody.Of(workspace, await workspaces.NumberOfAsync(workspace.Id, cancellationToken));
}
