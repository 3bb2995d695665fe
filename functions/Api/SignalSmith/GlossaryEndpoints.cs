using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Knowledge;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Other names of tables and columns. Beyond what the product's documents have.</summary>
public sealed class GlossaryEndpoints(Definitions<KnownName> names)
{
    [Function("SmithGlossary_List")]
    [RequirePermission(Permissions.ModelsRead)]
    [Summary("List what the workspace calls tables and columns")]
    [PageNumber, PageSize("Entries")]
    [Returns<GlossaryEntryBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/metrics/glossary")] HttpRequest request,
        CancellationToken cancellationToken) =>
        request.ListOrPage<GlossaryEntryBody>([.. (await names.ListAsync(request.Caller().Workspace, cancellationToken)).Select(GlossaryEntryBody.Of)]);

    [Function("SmithGlossary_Create")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Idempotent]
    [Summary("Name a table or column", Details = "Questions over the connection may say any of the names in place of the database's own.")]
    [Accepts<CreateGlossaryEntryRequest>]
    [Returns<GlossaryEntryBody>(StatusCodes.Status201Created), Fails(ErrorKind.Conflict, ErrorKind.NotAllowedInState)]
    [Example("""{"connection_id": "01936f00-0000-7000-8000-000000000001", "table": "users", "aliases": ["customers", "members"]}""")]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/metrics/glossary")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateGlossaryEntryRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        return request.CreatedOrRefuse(
            await names.CreateAsync(request.Caller().Workspace, body.ConnectionId, body.ToName(), cancellationToken), GlossaryEntryBody.Of, SmithErrors.OfKnowledge);
    }

    [Function("SmithGlossary_Get")]
    [RequirePermission(Permissions.ModelsRead)]
    [Summary("Get what the workspace calls a table or column")]
    [Returns<GlossaryEntryBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/metrics/glossary/{entryId}")] HttpRequest request,
        string entryId,
        CancellationToken cancellationToken) =>
        request.OkOrRefuse(await names.GetAsync(request.Caller().Workspace, SmithIds.Read(entryId), cancellationToken), GlossaryEntryBody.Of);

    [Function("SmithGlossary_Update")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("Replace what the workspace calls a table or column", Details = "Given as a whole; its connection stays.")]
    [Accepts<UpdateGlossaryEntryRequest>, Example("""{"table": "users", "aliases": ["customers", "members"]}""")]
    [Returns<GlossaryEntryBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.Conflict)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/workspaces/{workspaceId}/metrics/glossary/{entryId}")] HttpRequest request,
        string entryId,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<UpdateGlossaryEntryRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        return request.OkOrRefuse(
            await names.UpdateAsync(request.Caller().Workspace, SmithIds.Read(entryId), body.ToName(), cancellationToken), GlossaryEntryBody.Of, SmithErrors.OfKnowledge);
    }

    [Function("SmithGlossary_Delete")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("Delete what the workspace calls a table or column")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/metrics/glossary/{entryId}")] HttpRequest request,
        string entryId,
        CancellationToken cancellationToken) =>
        request.DeletedOrRefuse(await names.DeleteAsync(request.Caller().Workspace, SmithIds.Read(entryId), cancellationToken));
}
