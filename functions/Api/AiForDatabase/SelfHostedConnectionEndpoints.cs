using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <summary>The same connections under the base address that self-hosted instances have.</summary>
public sealed class SelfHostedConnectionEndpoints(ConnectionEndpoints connections)
{
    [Function("SelfHostedConnections_List"), SameAs<ConnectionEndpoints>(nameof(ConnectionEndpoints.List))]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/connections")] HttpRequest request, CancellationToken cancellationToken) =>
        connections.List(request, cancellationToken);

    [Function("SelfHostedConnections_Create"), SameAs<ConnectionEndpoints>(nameof(ConnectionEndpoints.Create))]
    public Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/connections")] HttpRequest request, CancellationToken cancellationToken) =>
        connections.Create(request, cancellationToken);

    [Function("SelfHostedConnections_Test"), SameAs<ConnectionEndpoints>(nameof(ConnectionEndpoints.Test))]
    public Task<IActionResult> Test(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/connections/{id}/test")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        connections.Test(request, id, cancellationToken);

    [Function("SelfHostedConnections_Schema"), SameAs<ConnectionEndpoints>(nameof(ConnectionEndpoints.Schema))]
    public Task<IActionResult> Schema(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/connections/{id}/schema")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        connections.Schema(request, id, cancellationToken);

    [Function("SelfHostedConnections_Delete"), SameAs<ConnectionEndpoints>(nameof(ConnectionEndpoints.Delete))]
    public Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/connections/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        connections.Delete(request, id, cancellationToken);
}
