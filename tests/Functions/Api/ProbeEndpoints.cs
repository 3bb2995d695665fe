using FunctionsPlatform.Access;
using FunctionsPlatform.Api;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Tests.Api;

/// <summary>Functions that do what no function of the app does on purpose: throw, count, and say who calls.</summary>
public sealed class ProbeEndpoints(ProbeCount count)
{
    public const string Secret = "Host=db;Password=hunter2";

    [Function("Probe_Throw"), AllowAnonymous]
    public static IActionResult Throw([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/queries/throw")] HttpRequest request) =>
        throw new InvalidOperationException(Secret);

    [Function("Probe_ThrowAiSquared"), AllowAnonymous]
    public static IActionResult ThrowAiSquared([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/syncs/throw")] HttpRequest request) => Throw(request);

    [Function("Probe_ThrowConnecty"), AllowAnonymous]
    public static IActionResult ThrowConnecty([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dw/throw")] HttpRequest request) => Throw(request);

    [Function("Probe_ThrowDataForge"), AllowAnonymous]
    public static IActionResult ThrowDataForge([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/datasets/throw")] HttpRequest request) => Throw(request);

    [Function("Probe_ThrowSignalSmith"), AllowAnonymous]
    public static IActionResult ThrowSignalSmith([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/organizations/throw")] HttpRequest request) => Throw(request);

    [Function("Probe_Who"), RequirePermission(Permissions.QueriesRead)]
    public static IActionResult Who([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/queries/who")] HttpRequest request) =>
        request.Ok(new Workspace(request.Caller().Workspace.Value));

    [Function("Probe_WhoAiSquared"), RequirePermission(Permissions.QueriesRead)]
    public static IActionResult WhoAiSquared([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/syncs/who")] HttpRequest request) => Who(request);

    [Function("Probe_WhoSignalSmith"), RequirePermission(Permissions.QueriesRead)]
    public static IActionResult WhoSignalSmith(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/who")] HttpRequest request) => Who(request);

    /// <summary>Counts the requests it runs; <c>outcome</c> makes it refuse or throw instead.</summary>
    [Function("Probe_Count"), RequirePermission(Permissions.QueriesWrite), Idempotent]
    public async Task<IActionResult> Count(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/queries/count")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<Step>(cancellationToken)).Succeeded(out var step, out var error))
            return request.Refuse(error);
        var total = count.Add(step.By);
        return step.Outcome switch
        {
            "throw" => throw new InvalidOperationException(Secret),
            "refuse" => request.Refuse(new ApiError(ErrorKind.ConnectionFailed, "probe_refused", "Refused on purpose.")),
            _ => request.Created(new Total(total)).WithHeader("Location", $"/v1/queries/{total}"),
        };
    }

    [Function("Probe_Small"), RequirePermission(Permissions.QueriesWrite), MaxBodySize(100)]
    public static async Task<IActionResult> Small(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/queries/small")] HttpRequest request, CancellationToken cancellationToken) =>
        (await request.ReadJsonAsync<Step>(cancellationToken)).Succeeded(out var step, out var error) ? request.Ok(step) : request.Refuse(error);

    public sealed record Step(int By, string? Outcome = null);

    public sealed record Total(int Count);

    public sealed record Workspace(Guid WorkspaceId);
}

public sealed class ProbeCount
{
    private int _total;

    public int Total => _total;

    public int Add(int by) => Interlocked.Add(ref _total, by);
}
