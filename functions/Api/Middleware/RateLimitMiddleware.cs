using System.Globalization;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FunctionsPlatform.Api.Middleware;

/// <summary>Holds callers to the limits of their plan, and those who try passwords and secrets to one of their address.</summary>
public sealed class RateLimitMiddleware(RateLimiter limiter) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var endpoint = context.GetHttpContext()!.Request.Call().Endpoint;
        return endpoint.IsAnonymous && !endpoint.IsLimitedByAddress ? next(context) : LimitAsync(context, next);
    }

    private async Task LimitAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        var call = http.Request.Call();
        var decision = call.Endpoint.IsAnonymous
            ? await limiter.TakeAnonymousAsync(AddressOf(http), call.Endpoint.Name, context.CancellationToken)
            : await limiter.TakeAsync(call.Principal, call.Dialect.Name, context.CancellationToken);
        if (call.Dialect.TellsRateLimit && !call.Endpoint.IsAnonymous)
            Tell(decision, http.Response.Headers);
        if (decision.IsAllowed)
            await next(context);
        else
            context.Answer(call.Refuse(TooMany(decision)));
    }

    private static ApiError TooMany(RateDecision decision) => new(
        ErrorKind.RateLimited,
        "rate_limit_exceeded",
        $"More than the {decision.Limit} requests allowed; try again in {Math.Ceiling(decision.RetryAfter.TotalSeconds)} s.",
        RetryAfter: decision.RetryAfter);

    private static void Tell(RateDecision decision, IHeaderDictionary headers)
    {
        headers["X-RateLimit-Limit"] = decision.Limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = decision.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = decision.ResetAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }

    private static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
