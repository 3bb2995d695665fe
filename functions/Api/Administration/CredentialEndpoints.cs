using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Administration;

/// <summary>Makes the credentials of a workspace. Not idempotent by key: the answers hold secrets, and kept answers are readable in storage.</summary>
public sealed class CredentialEndpoints(ApiKeys keys, ClientCredentials clients, Authenticator authenticator)
{
    [Function("Administration_ApiKeyCreate")]
    [RequirePermission(Permissions.KeysWrite)]
    [Summary("Create an API key", Details = "The key itself is in this answer and never again.")]
    [PathParameter("id", "UUID or number of the workspace.")]
    [Accepts<CreateKeyRequest>, Example("""{"name": "Nightly export", "prefix": "key_", "role": "editor"}""")]
    [Returns<CreatedKeyBody>(StatusCodes.Status201Created)]
    public async Task<IActionResult> CreateKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "platform/v1/workspaces/{id}/api-keys")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateKeyRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await request.EnterAsync(authenticator, id, cancellationToken)).Succeeded(out var caller, out refusal))
            return request.Refuse(refusal);
        var role = body.Role ?? Roles.Covering(caller.Role, body.Scopes ?? [.. caller.Scopes]);
        if (RefuseGrant(caller, role, body.Scopes, body.Plan) is { } tooMuch)
            return request.Refuse(tooMuch);
        var draft = new NewApiKey(caller.Workspace, body.Name, body.Prefix, role, body.Scopes, body.Plan, body.ExpiresAt);
        return (await keys.CreateAsync(draft, cancellationToken)).Succeeded(out var issued, out refusal)
            ? request.Created(CreatedKeyBody.Of(issued)).WithHeader("Cache-Control", "no-store")
            : request.Refuse(refusal);
    }

    [Function("Administration_ClientCreate")]
    [RequirePermission(Permissions.KeysWrite)]
    [Summary("Create client credentials", Details = "The secret is in this answer and never again. It is exchanged for tokens at `/v1/auth/token`.")]
    [PathParameter("id", "UUID or number of the workspace.")]
    [Accepts<CreateClientRequest>, Example("""{"name": "Reports"}""")]
    [Returns<CreatedClientBody>(StatusCodes.Status201Created)]
    public async Task<IActionResult> CreateClient(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "platform/v1/workspaces/{id}/clients")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateClientRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await request.EnterAsync(authenticator, id, cancellationToken)).Succeeded(out var caller, out refusal))
            return request.Refuse(refusal);
        if (RefuseGrant(caller, body.Role, null, body.Plan) is { } tooMuch)
            return request.Refuse(tooMuch);
        var draft = new NewClient(caller.Workspace, body.Name, body.Role, body.Plan);
        return (await clients.CreateAsync(draft, cancellationToken)).Succeeded(out var issued, out refusal)
            ? request.Created(CreatedClientBody.Of(issued)).WithHeader("Cache-Control", "no-store")
            : request.Refuse(refusal);
    }

    private static ApiError? RefuseGrant(Principal caller, string role, IReadOnlyCollection<string>? scopes, string? plan) =>
        AdministrationRules.RefuseRole(caller, role, scopes) ?? AdministrationRules.RefusePlan(caller, plan);
}
