using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.Administration;

/// <summary>Lets callers into the workspace that the path of an administrative endpoint names.</summary>
internal static class WorkspaceEntry
{
    /// <param name="workspace">Its UUID or number.</param>
    /// <returns>The caller as they are in there, who from now on is the request's: what it does is told of there.</returns>
    public static async Task<Result<Principal>> EnterAsync(this HttpRequest request, Authenticator authenticator, string workspace, CancellationToken cancellationToken)
    {
        var call = request.Call();
        if (!(await authenticator.EnterAsync(call.Principal, workspace, cancellationToken)).Succeeded(out var caller, out var refusal))
            return refusal;
        // A user's role in the workspace entered may be less than in the one that the token opened.
        if (!call.Endpoint.IsOpenTo(caller))
            return AccessErrors.WorkspaceForbidden;
        call.Principal = caller;
        return caller;
    }
}
