using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Databases that models read from.</summary>
public sealed class SourceEndpoints(Connections.Connections connections, Removal removal, SourceRequests sources)
{
    [Function("SmithSources_List")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List the sources of a workspace")]
    [PageNumber, PageSize("Sources")]
    [Returns<SourceBody>(StatusCodes.Status200OK, IsList = true)]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/sources")] HttpRequest request,
        CancellationToken cancellationToken) =>
        request.ListOrPageAsync(
            cursor => connections.ListAsync(request.Caller().Workspace, SignalSmithLists.Most, cursor, cancellationToken), SourceBody.Of);

    [Function("SmithSources_Create")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Idempotent]
    [Summary("Create a source", Details = "The password is kept encrypted and never shown again. Nothing is connected yet: test the source for that.")]
    [Accepts<CreateSourceRequest>]
    [Returns<SourceBody>(StatusCodes.Status201Created)]
    [Fails(ErrorKind.Conflict)]
    [Example("""
        {"name": "Warehouse", "source_type": "postgresql",
         "config": {"host": "db.example.com", "port": 5432, "database": "analytics", "username": "reader", "password": "secret", "ssl_mode": "require", "schema": "public"}}
        """)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/sources")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateSourceRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !sources.Read(body.SourceType, body.Config).Succeeded(out var read, out refusal))
            return request.Refuse(refusal);
        var draft = new NewConnection(read.Type, body.Name, read.Config.ToSettings())
        {
            Schema = read.Config.Schema,
            Description = body.Description,
            MayShareName = false,
        };
        return request.CreatedOrRefuse(await connections.CreateAsync(request.Caller().Workspace, draft, cancellationToken), SourceBody.Of, SourceRequests.InWords);
    }

    [Function("SmithSources_Get")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("Get a source")]
    [Returns<SourceBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/sources/{sourceId}")] HttpRequest request,
        string sourceId,
        CancellationToken cancellationToken) =>
        request.OkOrRefuse(
            await connections.GetAsync(request.Caller().Workspace, SmithIds.Read(sourceId), cancellationToken), SourceBody.Of, SourceRequests.InWords);

    [Function("SmithSources_Update")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary("Change a source", Details = "What is left out stays as it is. A configuration is given as a whole, but for the password.")]
    [Accepts<UpdateSourceRequest>, Example("""{"name": "Warehouse (read replica)"}""")]
    [Returns<SourceBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.Conflict)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/workspaces/{workspaceId}/sources/{sourceId}")] HttpRequest request,
        string sourceId,
        CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        var id = SmithIds.Read(sourceId);
        if (!(await request.ReadJsonAsync<UpdateSourceRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        if (!(await connections.GetAsync(workspace, id, cancellationToken)).Succeeded(out var before, out refusal))
            return request.Refuse(SourceRequests.InWords(refusal));
        if (body.SourceType is { } type && !sources.IsSame(type, before.Type))
            return request.Refuse(SmithErrors.TypeFixed("$.source_type"));
        SourceConfig? config = null;
        if (body.Config is not null && !SourceRequests.ReadConfig(body.Config).Succeeded(out config, out refusal))
            return request.Refuse(refusal);
        var change = new ConnectionChange(body.Name, config?.ToSettings(), config?.Schema, body.Description);
        return request.OkOrRefuse(await connections.UpdateAsync(workspace, id, change, cancellationToken), SourceBody.Of, SourceRequests.InWords);
    }

    [Function("SmithSources_Delete")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary("Delete a source with the models and syncs over it", Details = "What the syncs delivered stays where it is.")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/sources/{sourceId}")] HttpRequest request,
        string sourceId,
        CancellationToken cancellationToken) =>
        request.DeletedOrRefuse(
            await removal.RemoveConnectionAsync(request.Caller().Workspace, SmithIds.Read(sourceId), cancellationToken), SourceRequests.InWords);
}
