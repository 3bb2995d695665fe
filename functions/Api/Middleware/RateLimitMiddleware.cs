using System.Globalization;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Api.Middleware;

/// <summary>Holds callers to the limits of their plan, and those who try passwords and secrets to one of their address.</summary>
/// <remarks>
/// Where the address is not known there is no such limit: a common one would let a single caller shut all others out. Secrets are too long to be guessed, and
/// passwords are limited by account.
/// </remarks>
public sealed class RateLimitMiddleware(RateLimiter limiter, IOptions<RateLimitOptions> options) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        var call = http.Request.Call();
        if (!call.Endpoint.IsAnonymous)
            return LimitAsync(context, http, call, limiter.TakeAsync(call.Principal, call.Dialect.Name, context.CancellationToken), next);
        return call.Endpoint.IsLimitedByAddress && ClientAddress.Of(http, options.Value.ClientAddressHeader) is { } address
            ? LimitAsync(context, http, call, limiter.TakeAnonymousAsync(address, call.Endpoint.Name, context.CancellationToken), next)
            : next(context);
    }

    private static async Task LimitAsync(
        FunctionContext context, HttpContext http, ApiCall call, ValueTask<RateDecision> decided, FunctionExecutionDelegate next)
    {
        var decision = await decided;
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
}
