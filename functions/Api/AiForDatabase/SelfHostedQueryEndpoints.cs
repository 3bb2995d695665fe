using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <summary>The same queries under the base address that self-hosted instances have. A function has one route, so each is a function of its own.</summary>
public sealed class SelfHostedQueryEndpoints(QueryEndpoints queries)
{
    [Function("SelfHostedQueries_Run"), SameAs<QueryEndpoints>(nameof(QueryEndpoints.Run))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/queries")] HttpRequest request, CancellationToken cancellationToken) =>
        queries.Run(request, cancellationToken);

    [Function("SelfHostedQueries_List"), SameAs<QueryEndpoints>(nameof(QueryEndpoints.List))]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/queries")] HttpRequest request, CancellationToken cancellationToken) =>
        queries.List(request, cancellationToken);

    [Function("SelfHostedQueries_Get"), SameAs<QueryEndpoints>(nameof(QueryEndpoints.Get))]
    public Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/queries/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        queries.Get(request, id, cancellationToken);

    [Function("SelfHostedQueries_Delete"), SameAs<QueryEndpoints>(nameof(QueryEndpoints.Delete))]
    public Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/queries/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        queries.Delete(request, id, cancellationToken);

    [Function("SelfHostedQueries_Verify"), SameAs<QueryEndpoints>(nameof(QueryEndpoints.Verify))]
    public Task<IActionResult> Verify(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/queries/{id}/verify")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        queries.Verify(request, id, cancellationToken);

    [Function("SelfHostedQueries_Cancel"), SameAs<QueryEndpoints>(nameof(QueryEndpoints.Cancel))]
    public Task<IActionResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/queries/{id}/cancel")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        queries.Cancel(request, id, cancellationToken);
}
