using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Administration;
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
        if (!SmithPermissions.ReadScopes(body.Scopes).Succeeded(out var asked, out refusal))
            return request.Refuse(refusal);
        var caller = request.Caller();
        if (Authority.Of(caller).Refuse(asked) is { } tooMuch)
            return request.Refuse(tooMuch);
        var isWhole = body.Scopes is null && caller.Scopes.SetEquals(Roles.PermissionsOf(caller.Role));
        var scopes = body.Scopes is null ? caller.Scopes : asked;
        var draft = new NewApiKey(
            caller.Workspace, body.Name, Prefix, Roles.Covering(caller.Role, scopes), isWhole ? null : scopes, ExpiresAt: body.ExpiresAt);
        return (await keys.CreateAsync(draft, cancellationToken)).Succeeded(out var issued, out refusal)
            ? request.Created(CreatedApiKey.Of(issued)).WithHeader("Cache-Control", "no-store")
            : request.Refuse(refusal);
    }

    // Not idempotent by key either.
    [Function("ApiKeys_Rotate")]
    [RequirePermission(Permissions.KeysWrite)]
    [Summary("Rotate an API key", Details = "Gives it another text, which is in this answer and never again. The one before is good for the overlap. The key may do no more than the caller.")]
    [Accepts<RotateApiKeyRequest>(Optional = true), Example("""{"overlap_hours": 24}""")]
    [Returns<RotatedApiKey>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Rotate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/api-keys/{keyId}/rotate")] HttpRequest request,
        string keyId,
        CancellationToken cancellationToken)
    {
        var (caller, id) = (request.Caller(), SmithIds.Read(keyId));
        if (!(await request.ReadOptionalJsonAsync<RotateApiKeyRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await keys.GetAsync(caller.Workspace, id, cancellationToken)).Succeeded(out var key, out refusal))
            return request.Refuse(refusal);
        // Whoever gets the text gets what the key may do.
        if (AdministrationRules.RefuseRole(caller, key.Role, key.Scopes) is { } tooMuch)
            return request.Refuse(tooMuch);
        return (await keys.RotateAsync(caller.Workspace, id, TimeSpan.FromHours(body.OverlapHours), cancellationToken)).Succeeded(out var issued, out refusal)
            ? request.Ok(RotatedApiKey.Of(issued)).WithHeader("Cache-Control", "no-store")
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
