using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiForDatabase;

public sealed class ConnectionEndpoints(Connections.Connections connections, Removal removal, ResourceIds ids)
{
    [Function("Connections_List")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List connections")]
    [QueryParameter("limit", "Connections a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<ConnectionBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/connections")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        if (!(await connections.ListAsync(workspace, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal))
            return request.Refuse(refusal);
        var shown = await ids.ShowAllAsync(workspace, ResourceIds.Connection, listed.Items.Select(connection => connection.Id), cancellationToken);
        return request.List<ConnectionBody>([.. listed.Items.Select(connection => ConnectionBody.Of(connection, shown[connection.Id]))], listed.NextCursor);
    }

    [Function("Connections_Create")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Idempotent]
    [Summary("Create a connection", Details = "The password is kept encrypted and never shown again. Nothing is connected yet: test the connection for that.")]
    [Accepts<CreateConnectionRequest>]
    [Returns<ConnectionBody>(StatusCodes.Status201Created)]
    [Example("""
        {"type": "postgresql", "name": "Production DB", "host": "db.example.com", "port": 5432, "database": "production",
         "username": "aifordb_reader", "password": "encrypted-password", "ssl_mode": "require"}
        """)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/connections")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateConnectionRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        return (await connections.CreateAsync(request.Caller().Workspace, body.ToNew(), cancellationToken)).Succeeded(out var created, out var refusal)
            ? request.Created(ConnectionBody.Of(created, ResourceIds.Connection.Format(created.Id)))
            : request.Refuse(refusal);
    }

    [Function("Connections_Test")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("Test a connection")]
    [Returns<TestedConnection>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> Test(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/connections/{id}/test")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        var key = await ids.ReadAsync(workspace, ResourceIds.Connection, id, cancellationToken);
        return (await connections.TestAsync(workspace, key, cancellationToken)).Succeeded(out var test, out var refusal)
            ? request.Ok(new TestedConnection(true, Math.Round(test.Latency.TotalMilliseconds, 1), test.ServerVersion))
            : request.Refuse(refusal);
    }

    [Function("Connections_Schema")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("What the database holds", Details = "As it was discovered: tables, columns, keys, and the values of text columns that have few.")]
    [QueryParameter("refresh", "true discovers anew.", Type = typeof(bool))]
    [Returns<SchemaBody>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> Schema(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/connections/{id}/schema")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var refresh = parameters.Flag("refresh");
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        var key = await ids.ReadAsync(workspace, ResourceIds.Connection, id, cancellationToken);
        if (!(await connections.OpenAsync(workspace, key, cancellationToken)).Succeeded(out var open, out var missing))
            return request.Refuse(missing);
        return (await connections.SchemaAsync(open, refresh, cancellationToken)).Succeeded(out var schema, out var refusal)
            ? request.Ok(new SchemaBody(id, schema.DiscoveredAt, schema.IsComplete, schema.DefaultSchema, schema.Tables))
            : request.Refuse(refusal);
    }

    [Function("Connections_Delete")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary("Delete a connection with its password and its discovered schema", Details = "Models over it are deleted too, and their syncs. What these delivered stays where it is.")]
    [Returns<DeletedConnection>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/connections/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        var key = await ids.ReadAsync(workspace, ResourceIds.Connection, id, cancellationToken);
        return (await removal.RemoveConnectionAsync(workspace, key, cancellationToken)).Succeeded(out _, out var refusal)
            ? request.Ok(new DeletedConnection(id))
            : request.Refuse(refusal);
    }
}
