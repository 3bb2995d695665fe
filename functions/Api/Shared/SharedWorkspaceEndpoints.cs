using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Dialects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Shared;

/// <summary>The addresses at which two products have workspaces. The host knows one function an address; whom a request means, its credential and the form of the id tell.</summary>
public sealed class SharedWorkspaceEndpoints(AiSquared.SquaredWorkspaceEndpoints squared, SignalSmith.SmithWorkspaceEndpoints smith)
{
    [Function("Workspaces_List"), SameAs<AiSquared.SquaredWorkspaceEndpoints>(nameof(List)), OrAs<SignalSmith.SmithWorkspaceEndpoints>(nameof(List))]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces")] HttpRequest request, CancellationToken cancellationToken) =>
        MeansSmith(request) ? smith.List(request, cancellationToken) : squared.List(request, cancellationToken);

    [Function("Workspaces_Get"), SameAs<AiSquared.SquaredWorkspaceEndpoints>(nameof(Get)), OrAs<SignalSmith.SmithWorkspaceEndpoints>(nameof(Get))]
    public Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        MeansSmith(request) ? smith.Get(request, id, cancellationToken) : squared.Get(request, id, cancellationToken);

    [Function("Workspaces_Delete"), SameAs<AiSquared.SquaredWorkspaceEndpoints>(nameof(Delete)), OrAs<SignalSmith.SmithWorkspaceEndpoints>(nameof(Delete))]
    public Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        MeansSmith(request) ? smith.Delete(request, id, cancellationToken) : squared.Delete(request, id, cancellationToken);

    private static bool MeansSmith(HttpRequest request) => request.Call().Dialect == ApiDialects.SignalSmith;
}
