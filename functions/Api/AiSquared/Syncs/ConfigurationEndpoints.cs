using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

public static class ConfigurationEndpoints
{
    [Function("SquaredSyncs_Configurations")]
    [RequirePermission(Permissions.SyncsRead)]
    [Summary("What mappings can be made of")]
    [Returns<SyncConfigurations>(StatusCodes.Status200OK)]
    public static IActionResult Configurations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/syncs/configurations")] HttpRequest request) => request.Ok(SyncConfigurations.All);
}
