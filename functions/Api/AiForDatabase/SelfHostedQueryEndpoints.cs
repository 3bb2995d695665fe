using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <summary>The same queries under the base address that self-hosted instances have. A function has one route, so each is a function of its own.</summary>
public sealed class SelfHostedQueryEndpoints(QueryEndpoints queries)
{
    [Function("SelfHostedQueries_Run")]
    [Summary("Ask a question in plain language")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Idempotent]
    [Accepts<RunQueryRequest>]
    [Returns<RanQuery>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.QueryFailed, ErrorKind.ConnectionFailed)]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/queries")] HttpRequest request, CancellationToken cancellationToken) =>
        queries.Run(request, cancellationToken);

    [Function("SelfHostedQueries_List")]
    [Summary("List queries, newest first")]
    [RequirePermission(Permissions.QueriesRead)]
    [QueryParameter("limit", "Queries a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<QuerySummary>(StatusCodes.Status200OK, IsList = true)]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/queries")] HttpRequest request, CancellationToken cancellationToken) =>
        queries.List(request, cancellationToken);

    [Function("SelfHostedQueries_Get")]
    [Summary("Get a query with its results")]
    [RequirePermission(Permissions.QueriesRead)]
    [QueryParameter("format", "How the rows are written: table, json or csv.", Type = typeof(QueryFormat))]
    [Returns<QueryDetails>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/queries/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        queries.Get(request, id, cancellationToken);

    [Function("SelfHostedQueries_Delete")]
    [Summary("Delete a query with its results")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Returns<DeletedQuery>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/queries/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        queries.Delete(request, id, cancellationToken);

    [Function("SelfHostedQueries_Verify")]
    [Summary("Save a question with its SQL as verified")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Accepts<VerifyQueryRequest>(Optional = true)]
    [Returns<VerifiedQuery>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public Task<IActionResult> Verify(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/queries/{id}/verify")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        queries.Verify(request, id, cancellationToken);

    [Function("SelfHostedQueries_Cancel")]
    [Summary("Cancel a running query")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Returns<CancelledQuery>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public Task<IActionResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/queries/{id}/cancel")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        queries.Cancel(request, id, cancellationToken);
}
