using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Connecty;

public sealed class DataWorkspaceEndpoints(Connections.Connections connections, DataWorkspaces dataWorkspaces, ResourceIds ids)
{
    [Function("DataWorkspaces_List")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List data workspaces")]
    [Returns<DataWorkspaceBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dw")] HttpRequest request, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        var limit = request.Call().Dialect.ReadPage(request.Parameters()).Limit;
        if (!(await dataWorkspaces.ListAsync(workspace, limit, null, cancellationToken)).Succeeded(out var page, out var refusal))
            return request.Refuse(refusal);
        var shown = await ids.ShowAllAsync(workspace, ResourceIds.Connection, page.Items.Select(item => item.ConnectionId), cancellationToken);
        return request.List<DataWorkspaceBody>([.. page.Items.Select(item => new DataWorkspaceBody(item.Number, item.Name, shown[item.ConnectionId]))]);
    }

    [Function("DataWorkspaces_Create")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Idempotent]
    [Summary("Create a data workspace over a connection")]
    [Accepts<NewDataWorkspaceRequest>]
    [Returns<DataWorkspaceBody>(StatusCodes.Status201Created)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/dw")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<NewDataWorkspaceRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var workspace = request.Caller().Workspace;
        var id = await ids.ReadAsync(workspace, ResourceIds.Connection, body.ConnectionId, cancellationToken);
        if (!(await connections.GetAsync(workspace, id, cancellationToken)).Succeeded(out var connection, out var missing))
            return request.Refuse(missing);
        return (await dataWorkspaces.CreateAsync(connection, body.Name, cancellationToken)).Succeeded(out var created, out var refusal)
            ? request.Created(new DataWorkspaceBody(created.Number, created.Name, body.ConnectionId))
            : request.Refuse(refusal);
    }
}
