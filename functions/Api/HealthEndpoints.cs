using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api;

/// <summary>Tells load balancers that requests are answered. Touches no storage: it must stay cheap and true during an outage of anything else.</summary>
public static class HealthEndpoints
{
    private static readonly HealthReport Report = new("ok");

    [Function("Health"), AllowAnonymous]
    [Summary("Tell whether the service is up"), Returns<HealthReport>(200)]
    public static IActionResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/health")] HttpRequest request) =>
        request.Ok(Report);

    [Function("Up"), AllowAnonymous]
    [Summary("Tell whether the service is up"), Returns(200)]
    public static IActionResult Up([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "up")] HttpRequest request) =>
        ApiResponse.Empty(StatusCodes.Status200OK);
}

public sealed record HealthReport(string Status);
