using Emulator.Hosting;
using Emulator.Hosting.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Emulator.Http;

/// <summary>Answers a request with the function its route leads to, or as the host itself answers.</summary>
internal sealed partial class HttpDispatcher
{
    private readonly RouteTable _routes;
    private readonly FunctionPipeline _pipeline;
    private readonly FunctionKey _key;
    private readonly ILogger<HttpDispatcher> _logger;

    public HttpDispatcher(
        FunctionCatalog functions, HostSettings host, EmulatorSettings emulator, FunctionPipeline pipeline, ILogger<HttpDispatcher> logger)
    {
        _routes = new RouteTable(functions.Http.Select((function, order) => new HttpRoute(function, order, host.Http.RoutePrefix)));
        _pipeline = pipeline;
        _key = new FunctionKey(emulator.FunctionKey);
        _logger = logger;
    }

    public Task DispatchAsync(HttpContext context)
    {
        if (HostEndpoints.Answer(context))
            return Task.CompletedTask;
        if (_routes.Match(context.Request.Method, context.Request.Path.Value!) is not { } match)
            return Answer(context, StatusCodes.Status404NotFound);
        if (!_key.Opens(match.Route.AuthLevel, context.Request))
            return Answer(context, StatusCodes.Status401Unauthorized);
        if (!HostBodyLimit.Admits(context))
            return Answer(context, StatusCodes.Status500InternalServerError);
        return InvokeAsync(context, match);
    }

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private async Task InvokeAsync(HttpContext context, RouteMatch match)
    {
        var invocation = new FunctionInvocation(match.Route.Function, new HttpTriggerData(context.Request, match.Values), context);
        context.SetEndpoint(match.Route.Endpoint);
        if (!match.Route.HasCatchAll)
            context.Request.RouteValues = match.Values;
        ForwardedRequest.Rewrite(context.Request.Headers, invocation.InvocationId);
        try
        {
            await _pipeline.RunAsync(invocation);
            await FunctionResponse.WriteAsync(invocation.Result.Value, context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left: there is nobody to answer.
        }
        catch (Exception exception)
        {
            Log.Failed(_logger, exception, invocation.Function.Name, invocation.InvocationId);
            // The server breaks off a response that is under way when the exception reaches it.
            if (context.Response.HasStarted)
                throw;
            FunctionResponse.Fail(context.Response);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} failed. Invocation: {InvocationId}")]
        public static partial void Failed(ILogger logger, Exception exception, string function, string invocationId);
    }
}
