using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FunctionsPlatform.Api.Middleware;

/// <summary>Finds out who is calling, and lets them into the workspace that the request names.</summary>
public sealed class AuthenticationMiddleware(Authenticator authenticator, Workspaces workspaces) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var request = context.GetHttpContext()!.Request;
        var call = request.Call();
        return call.Endpoint.IsAnonymous ? next(context) : AuthenticateAsync(context, request, call, next);
    }

    private async Task AuthenticateAsync(FunctionContext context, HttpRequest request, ApiCall call, FunctionExecutionDelegate next)
    {
        var known = await authenticator.AuthenticateAsync(request.Headers.Authorization, context.CancellationToken);
        if (known.Succeeded(out var principal, out var error))
            known = await EnterAsync(principal, request, call, context.CancellationToken);
        if (!known.Succeeded(out principal, out error))
        {
            context.Answer(call.Refuse(error));
            return;
        }

        call.Principal = principal;
        await next(context);
    }

    private async Task<Result<Principal>> EnterAsync(Principal principal, HttpRequest request, ApiCall call, CancellationToken cancellationToken)
    {
        if (!call.Dialect.NamedWorkspace(request).Succeeded(out var named, out var error))
            return error;
        if (named is null || named.Equals(principal.Workspace.ToString(), StringComparison.OrdinalIgnoreCase))
            return principal;
        if (await workspaces.ResolveAliasAsync(named, cancellationToken) is not { } workspace)
            return call.Dialect.ForeignWorkspace;
        var entered = await authenticator.EnterAsync(principal, workspace, cancellationToken);
        return entered.Succeeded(out var inside, out _) ? inside : call.Dialect.ForeignWorkspace;
    }
}
