using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Dialects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Api.Shared;

/// <summary>The addresses at which two products have models, of different kinds. The host knows one function an address; whom a request means, its credential tells.</summary>
public sealed class SharedModelEndpoints(AiSquared.ModelEndpoints dataModels, DataForge.ModelEndpoints trainedModels)
{
    [Function("Models_List"), SameAs<AiSquared.ModelEndpoints>(nameof(List)), OrAs<DataForge.ModelEndpoints>(nameof(List))]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/models")] HttpRequest request, CancellationToken cancellationToken) =>
        MeansTrained(request) ? trainedModels.List(request, cancellationToken) : dataModels.List(request, cancellationToken);

    [Function("Models_Create"), SameAs<AiSquared.ModelEndpoints>(nameof(Create)), OrAs<DataForge.ModelEndpoints>(nameof(Create))]
    public Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/models")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        MeansTrained(request) ? trainedModels.Create(request, client, cancellationToken) : dataModels.Create(request, cancellationToken);

    [Function("Models_Get"), SameAs<AiSquared.ModelEndpoints>(nameof(Get)), OrAs<DataForge.ModelEndpoints>(nameof(Get))]
    public Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/models/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        MeansTrained(request) ? trainedModels.Get(request, id, cancellationToken) : dataModels.Get(request, id, cancellationToken);

    [Function("Models_Delete"), SameAs<AiSquared.ModelEndpoints>(nameof(Delete)), OrAs<DataForge.ModelEndpoints>(nameof(Delete))]
    public Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/models/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        MeansTrained(request) ? trainedModels.Delete(request, id, cancellationToken) : dataModels.Delete(request, id, cancellationToken);

    private static bool MeansTrained(HttpRequest request) => request.Call().Dialect == ApiDialects.DataForge;
}
