using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Destinations.Custom;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Kinds of destinations that a workspace describes itself. Beyond what the product's documents have.</summary>
public sealed class ManifestEndpoints(CustomDestinations custom)
{
    [Function("SmithManifests_List")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List the connectors that the workspace described itself")]
    [PageNumber, PageSize("Connectors")]
    [Returns<ManifestBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/connector-manifests")] HttpRequest request,
        CancellationToken cancellationToken) =>
        request.ListOrPage<ManifestBody>([.. (await custom.ListAsync(request.Caller().Workspace, cancellationToken)).Select(Show)]);

    [Function("SmithManifests_Create")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Idempotent]
    [Summary("Describe a connector by a manifest", Details = "It is checked, and every mistake told with its place. Then destinations can be of its type, as of any other.")]
    [Accepts<CreateManifestRequest>]
    [Returns<ManifestBody>(StatusCodes.Status201Created), Fails(ErrorKind.Conflict, ErrorKind.NotAllowedInState)]
    [Example("""
        {"manifest": {
          "manifest_version": 1, "type": "crm", "title": "Our CRM", "category": "crm",
          "configuration": {"properties": {"api_key": {"type": "string", "title": "API key", "secret": true}}, "required": ["api_key"]},
          "base_url": "https://crm.example.com/api", "authentication": {"type": "bearer", "token": "{{ config.api_key }}"},
          "check": {"path": "/me"},
          "streams": [{"name": "contacts", "fields": [{"name": "email", "kind": "text", "required": true}], "keys": ["email"],
            "operations": {"upsert": {"rows": 100, "path": "/contacts/batch", "body": {"contacts": {"$rows": {"$row": {}}}}}}}]}}
        """)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/connector-manifests")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var caller = request.Caller();
        if (!(await request.ReadJsonAsync<CreateManifestRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        return request.CreatedOrRefuse(await custom.CreateAsync(caller.Workspace, body.Manifest, caller.Id, cancellationToken), Show, InWords);
    }

    [Function("SmithManifests_Get")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("Get a connector that the workspace described itself")]
    [Returns<ManifestBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/connector-manifests/{destinationType}")] HttpRequest request,
        string destinationType,
        CancellationToken cancellationToken) =>
        request.OkOrRefuse(await custom.GetAsync(request.Caller().Workspace, destinationType, cancellationToken), Show);

    [Function("SmithManifests_Update")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary("Replace the manifest of a connector", Details = "Destinations of its type go by the new one from then on; what it calls secret is no longer shown.")]
    [Accepts<UpdateManifestRequest>]
    [Returns<ManifestBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/workspaces/{workspaceId}/connector-manifests/{destinationType}")] HttpRequest request,
        string destinationType,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<UpdateManifestRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        return request.OkOrRefuse(await custom.UpdateAsync(request.Caller().Workspace, destinationType, body.Manifest, cancellationToken), Show, InWords);
    }

    [Function("SmithManifests_Delete")]
    [RequirePermission(Permissions.ConnectionsWrite)]
    [Summary("Delete a connector that the workspace described itself", Details = "Refused while there are destinations of its type.")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/connector-manifests/{destinationType}")] HttpRequest request,
        string destinationType,
        CancellationToken cancellationToken) =>
        request.DeletedOrRefuse(await custom.DeleteAsync(request.Caller().Workspace, destinationType, cancellationToken));

    private ManifestBody Show(CustomDestination found) => ManifestBody.Of(found, custom.Open(found));

    private static ApiError InWords(ApiError error) => error.At(("$", "$.manifest"));
}
