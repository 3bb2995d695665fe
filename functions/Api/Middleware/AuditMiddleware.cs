using FunctionsPlatform.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Api.Middleware;

/// <summary>Writes down who has changed or run something, once it is done.</summary>
/// <remarks>Innermost: what was refused further out has done nothing, and of a request that is repeated only the first did.</remarks>
public sealed partial class AuditMiddleware(AuditLog audit, ILogger<AuditMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await next(context);
        var request = context.GetHttpContext()!.Request;
        var call = request.Call();
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var status = context.Answer()?.Status ?? StatusCodes.Status200OK;
        if (isRead || status >= StatusCodes.Status400BadRequest || call.Endpoint.Permission is not { } permission || Permissions.ReadOnly.Contains(permission))
            return;
        try
        {
            await audit.AddAsync(call.Principal, call.Endpoint.Name, request.Method, request.Path, status, call.RequestId, CancellationToken.None);
        }
        catch (Exception failure)
        {
            // It is done, and the caller is to know that it is.
            Log.NotWritten(logger, failure, call.Endpoint.Name, call.RequestId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "What was done could not be written into the audit log. Action: {Action}, request: {RequestId}")]
        public static partial void NotWritten(ILogger logger, Exception exception, string action, string requestId);
    }
}
