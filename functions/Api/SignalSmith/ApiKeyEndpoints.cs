using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

public sealed class ApiKeyEndpoints(ApiKeys keys)
{
    private const string Prefix = "sk_live_";

    [Function("ApiKeys_List")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("List the API keys of a workspace")]
    [PageNumber, PageSize("Keys")]
    [Returns<ApiKeyBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/api-keys")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var listed = await keys.ListAsync(request.Caller().Workspace, SignalSmithLists.Most, null, cancellationToken);
        return listed.Succeeded(out var page, out var refusal)
            ? request.ListOrPage([.. page.Items.Where(key => key.RevokedAt is null).Select(ApiKeyBody.Of)])
            : request.Refuse(refusal);
    }

    // Not idempotent by key: the answer holds a secret, and kept answers are readable in storage.
    [Function("ApiKeys_Create")]
    [RequirePermission(Permissions.KeysWrite)]
    [Summary("Create an API key", Details = "The key itself is in this answer and never again. It can do no more than the credential that creates it.")]
    [Accepts<CreateApiKeyRequest>, Example("""{"name": "Nightly export"}""")]
    [Returns<CreatedApiKey>(StatusCodes.Status201Created)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/api-keys")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateApiKeyRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var caller = request.Caller();
        if (body.Scopes?.FirstOrDefault(scope => !caller.Can(scope)) is { } scope)
            return request.Refuse(AccessErrors.ScopeNotHeld(scope));
        IReadOnlyCollection<string>? held = caller.Scopes.IsSupersetOf(Roles.PermissionsOf(caller.Role)) ? null : [.. caller.Scopes];
        var draft = new NewApiKey(caller.Workspace, body.Name, Prefix, caller.Role, body.Scopes ?? held, ExpiresAt: body.ExpiresAt);
        return (await keys.CreateAsync(draft, cancellationToken)).Succeeded(out var issued, out refusal)
            ? request.Created(CreatedApiKey.Of(issued)).WithHeader("Cache-Control", "no-store")
            : request.Refuse(refusal);
    }

    [Function("ApiKeys_Delete")]
    [RequirePermission(Permissions.KeysWrite)]
    [Summary("Revoke an API key")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/api-keys/{keyId}")] HttpRequest request,
        string keyId,
        CancellationToken cancellationToken) =>
        request.DeletedOrRefuse(await keys.RevokeAsync(request.Caller().Workspace, SmithIds.Read(keyId), cancellationToken));
}
