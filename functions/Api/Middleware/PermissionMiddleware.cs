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
        if (call.Endpoint.Permission is not { } permission || call.Principal.Can(permission))
            return next(context);
        context.Answer(call.Refuse(AccessErrors.PermissionMissing(permission)));
        return Task.CompletedTask;
    }
}
