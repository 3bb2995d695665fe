using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <summary>The same connections under the base address that self-hosted instances have.</summary>
public sealed class SelfHostedConnectionEndpoints(ConnectionEndpoints connections)
{
    [Function("SelfHostedConnections_List")]
    [Summary("List connections")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [QueryParameter("limit", "Connections a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<ConnectionBody>(StatusCodes.Status200OK, IsList = true)]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/connections")] HttpRequest request, CancellationToken cancellationToken) =>
        connections.List(request, cancellationToken);

    [Function("SelfHostedConnections_Create")]
    [Summary("Create a connection")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Idempotent]
    [Accepts<CreateConnectionRequest>]
    [Returns<ConnectionBody>(StatusCodes.Status201Created)]
    public Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/connections")] HttpRequest request, CancellationToken cancellationToken) =>
        connections.Create(request, cancellationToken);

    [Function("SelfHostedConnections_Test")]
    [Summary("Test a connection")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Returns<TestedConnection>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.ConnectionFailed)]
    public Task<IActionResult> Test(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/connections/{id}/test")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        connections.Test(request, id, cancellationToken);

    [Function("SelfHostedConnections_Schema")]
    [Summary("What the database holds")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [QueryParameter("refresh", "true discovers anew.", Type = typeof(bool))]
    [Returns<SchemaBody>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.ConnectionFailed)]
    public Task<IActionResult> Schema(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/connections/{id}/schema")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        connections.Schema(request, id, cancellationToken);

    [Function("SelfHostedConnections_Delete")]
    [Summary("Delete a connection with its password and its discovered schema")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Returns<DeletedConnection>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/connections/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        connections.Delete(request, id, cancellationToken);
}
