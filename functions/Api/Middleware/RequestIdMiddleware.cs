using System.Buffers;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FunctionsPlatform.Api.Middleware;

/// <summary>Opens the <see cref="ApiCall"/>: takes a sane <c>X-Request-ID</c> of the caller or makes one, and sends it back.</summary>
public sealed class RequestIdMiddleware(ApiEndpoints endpoints, Ids ids, TimeProvider clock) : IFunctionsWorkerMiddleware
{
    public const string Header = "X-Request-ID";

    private const int MaxLength = 128;
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:");

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        var sent = http.Request.Headers[Header].ToString();
        var id = IsSane(sent) ? sent : string.Create(null, $"req_{ids.New():N}");
        http.Features.Set(new ApiCall(id, endpoints.Named(context.FunctionDefinition.Name), clock.GetUtcNow()));
        http.Response.Headers[Header] = id;
        return next(context);
    }

    private static bool IsSane(string id) => id.Length is > 0 and <= MaxLength && !id.AsSpan().ContainsAnyExcept(Allowed);
}
