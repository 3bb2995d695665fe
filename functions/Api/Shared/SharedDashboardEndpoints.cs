using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Shared;

/// <summary>The addresses at which two products have the same dashboards, each in its own words. The host knows one function an address; whom a request means, its credential tells.</summary>
public sealed class SharedDashboardEndpoints(DataForge.ForgeDashboardEndpoints forge, AiForDatabase.DashboardEndpoints selfHosted)
{
    [Function("ForgeDashboards_List"), SameAs<DataForge.ForgeDashboardEndpoints>(nameof(List)), OrAs<AiForDatabase.DashboardEndpoints>(nameof(List))]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/dashboards")] HttpRequest request, CancellationToken cancellationToken) =>
        MeansSelfHosted(request) ? selfHosted.List(request, cancellationToken) : forge.List(request, cancellationToken);

    [Function("ForgeDashboards_Create"), SameAs<DataForge.ForgeDashboardEndpoints>(nameof(Create)), OrAs<AiForDatabase.DashboardEndpoints>(nameof(Create))]
    public Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/dashboards")] HttpRequest request, CancellationToken cancellationToken) =>
        MeansSelfHosted(request) ? selfHosted.Create(request, cancellationToken) : forge.Create(request, cancellationToken);

    [Function("ForgeDashboards_Get"), SameAs<DataForge.ForgeDashboardEndpoints>(nameof(Get)), OrAs<AiForDatabase.DashboardEndpoints>(nameof(Get))]
    public Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/dashboards/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        MeansSelfHosted(request) ? selfHosted.Get(request, id, cancellationToken) : forge.Get(request, id, cancellationToken);

    [Function("ForgeDashboards_Replace"), SameAs<DataForge.ForgeDashboardEndpoints>(nameof(Replace))]
    public async Task<IActionResult> Replace(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/dashboards/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        MeansSelfHosted(request)
            ? request.Refuse(new ApiError(ErrorKind.MethodNotAllowed, "method_not_allowed", $"{request.Path} does not answer PUT for this credential; it answers PATCH."))
            : await forge.Replace(request, id, cancellationToken);

    [Function("ForgeDashboards_Delete"), SameAs<DataForge.ForgeDashboardEndpoints>(nameof(Delete)), OrAs<AiForDatabase.DashboardEndpoints>(nameof(Delete))]
    public Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/dashboards/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        MeansSelfHosted(request) ? selfHosted.Delete(request, id, cancellationToken) : forge.Delete(request, id, cancellationToken);

    private static bool MeansSelfHosted(HttpRequest request) => request.Call().Dialect == ApiDialects.AiForDatabase;
}
