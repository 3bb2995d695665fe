using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Api.Middleware;

/// <summary>Turns surprises into an answer that says nothing of them, and a log entry that says all, joined by the request's id.</summary>
public sealed partial class ErrorMiddleware(ILogger<ErrorMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            Log.ClientLeft(logger, context.FunctionDefinition.Name, http.Request.Call().RequestId);
        }
        catch (BadHttpRequestException exception)
        {
            context.Answer(http.Request.Refuse(Unreadable(exception)));
        }
        catch (Exception exception)
        {
            var call = http.Request.Call();
            Log.Failed(logger, exception, call.Endpoint.Name, call.RequestId);
            context.Answer(call.Refuse(Surprise(call.RequestId)));
        }
    }

    private static ApiError Unreadable(BadHttpRequestException exception) => exception.StatusCode == StatusCodes.Status413PayloadTooLarge
        ? new(ErrorKind.TooLarge, "body_too_large", "The request body is larger than this server reads.")
        : new(ErrorKind.Malformed, "request_unreadable", "The request could not be read to its end.");

    internal static ApiError Surprise(string requestId) => new(
        ErrorKind.Internal, "internal_error", $"Something went wrong on our side. Tell support the request id {requestId}.");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Endpoint} failed. Request: {RequestId}")]
        public static partial void Failed(ILogger logger, Exception exception, string endpoint, string requestId);

        [LoggerMessage(2, LogLevel.Debug, "The client left {Endpoint} before its answer. Request: {RequestId}")]
        public static partial void ClientLeft(ILogger logger, string endpoint, string requestId);
    }
}
