using System.Security.Cryptography;
using System.Text;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Api.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FunctionsPlatform.Api.Middleware;

/// <summary>Runs a request with an <c>Idempotency-Key</c> once, and answers its repetitions with what the first one was answered.</summary>
/// <remarks>Only success is kept: after a refusal nothing was done, and the corrected request may use the same key.</remarks>
public sealed class IdempotencyMiddleware(Idempotency idempotency) : IFunctionsWorkerMiddleware
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var request = context.GetHttpContext()!.Request;
        return request.Call().Endpoint.IsIdempotent && request.Headers.TryGetValue(Header, out var key)
            ? OnceAsync(context, request, key.ToString(), next)
            : next(context);
    }

    private async Task OnceAsync(FunctionContext context, HttpRequest request, string key, FunctionExecutionDelegate next)
    {
        var call = request.Call();
        var read = await RequestBody.ReadAsync(request, call.Endpoint.MaxBodySize, context.CancellationToken);
        if (!read.Succeeded(out var body, out var error))
        {
            context.Answer(call.Refuse(error));
            return;
        }

        request.Body = new MemoryStream(body.ToArray());
        var operation = $"{request.Method} {request.Path}{request.QueryString}";
        var begun = await idempotency.BeginAsync(
            call.Principal.Workspace, call.Principal.Id, operation, key, Fingerprint(key, body), context.CancellationToken);
        if (!begun.Succeeded(out var decision, out error))
            context.Answer(call.Refuse(error));
        else if (decision is IdempotencyDecision.Replay replay)
            context.Answer(Restore(replay.Response).WithHeader(ReplayedHeader, "true"));
        else
            await RunAsync(context, ((IdempotencyDecision.Started)decision).Claim, next);
    }

    // Bodies hold passwords. The key is kept nowhere, so without it nobody who reads the fingerprint can try passwords against it.
    private static byte[] Fingerprint(string key, ReadOnlyMemory<byte> body) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), body.Span);

    // Once the request has run, its outcome is recorded even when the caller has left: that is when it will be repeated.
    private async Task RunAsync(FunctionContext context, IdempotencyClaim claim, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch
        {
            await idempotency.AbandonAsync(claim, CancellationToken.None);
            throw;
        }

        if (context.Answer() is { Status: < StatusCodes.Status400BadRequest } response)
            await idempotency.CompleteAsync(claim, Keep(response), CancellationToken.None);
        else
            await idempotency.AbandonAsync(claim, CancellationToken.None);
    }

    private static StoredResponse Keep(ApiResponse response)
    {
        var headers = response.Headers.ToDictionary();
        if (response.ContentType is not null)
            headers["Content-Type"] = response.ContentType;
        return new StoredResponse(response.Status, headers, response.Body.ToArray());
    }

    private static ApiResponse Restore(StoredResponse stored) =>
        new(stored.Status, stored.Headers.GetValueOrDefault("Content-Type"), stored.Body)
        {
            Headers = [.. stored.Headers.Where(header => header.Key != "Content-Type")],
        };
}
