using FunctionsPlatform.Access;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FunctionsPlatform.Api.Middleware;

/// <summary>Lets a caller through who has the permission that the endpoint declares.</summary>
public sealed class PermissionMiddleware : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var call = context.GetHttpContext()!.Request.Call();
        if (call.Endpoint.Permission is null || call.Endpoint.IsOpenTo(call.Principal))
            return next(context);
        context.Answer(call.Refuse(AccessErrors.PermissionMissing(call.Endpoint.Permission!)));
        return Task.CompletedTask;
    }
}
