using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Data sets over sources.</summary>
public sealed class SmithModelEndpoints(Models.Models models, Removal removal)
{
    [Function("SmithModels_List")]
    [RequirePermission(Permissions.ModelsRead)]
    [Summary("List the models of a workspace")]
    [PageNumber, PageSize("Models")]
    [Returns<SmithModelBody>(StatusCodes.Status200OK, IsList = true)]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/models")] HttpRequest request,
        CancellationToken cancellationToken) =>
        request.ListOrPageAsync(
            cursor => models.ListAsync(request.Caller().Workspace, Models.Models.Most, cursor, cancellationToken), SmithModels.Show);

    [Function("SmithModels_Create")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Idempotent]
    [Summary("Create a model", Details = "The statement is checked on the source, which also tells the columns. It may only read.")]
    [Accepts<CreateSmithModelRequest>]
    [Returns<SmithModelBody>(StatusCodes.Status201Created), Fails(ErrorKind.Conflict)]
    [Example("""
        {"source_id": "01936f00-0000-7000-8000-000000000001", "name": "Active users", "model_type": "sql",
         "sql_query": "SELECT id, email, name FROM users WHERE is_active", "primary_key_column": "id"}
        """)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/models")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var caller = request.Caller();
        if (!(await request.ReadJsonAsync<CreateSmithModelRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !SmithModels.Read(body, caller.Id).Succeeded(out var draft, out refusal))
            return request.Refuse(refusal);
        return request.CreatedOrRefuse(await models.CreateAsync(caller.Workspace, draft, cancellationToken), SmithModels.Show, SmithModels.InWords);
    }

    [Function("SmithModels_Get")]
    [RequirePermission(Permissions.ModelsRead)]
    [Summary("Get a model")]
    [Returns<SmithModelBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/models/{modelId}")] HttpRequest request,
        string modelId,
        CancellationToken cancellationToken) =>
        request.OkOrRefuse(await models.GetAsync(request.Caller().Workspace, SmithIds.Read(modelId), cancellationToken), SmithModels.Show);

    [Function("SmithModels_Update")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("Change a model", Details = "What is left out stays as it is.")]
    [Accepts<UpdateSmithModelRequest>, Example("""{"sql_query": "SELECT id, email, name, plan FROM users WHERE is_active"}""")]
    [Returns<SmithModelBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.Conflict)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/workspaces/{workspaceId}/models/{modelId}")] HttpRequest request,
        string modelId,
        CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        var id = SmithIds.Read(modelId);
        if (!(await request.ReadJsonAsync<UpdateSmithModelRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await models.GetAsync(workspace, id, cancellationToken)).Succeeded(out var before, out refusal)
            || !SmithModels.Read(body, before).Succeeded(out var change, out refusal))
            return request.Refuse(refusal);
        return request.OkOrRefuse(await models.UpdateAsync(workspace, id, change, cancellationToken), SmithModels.Show, SmithModels.InWords);
    }

    [Function("SmithModels_Delete")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("Delete a model with the syncs over it", Details = "What the syncs delivered stays where it is.")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/models/{modelId}")] HttpRequest request,
        string modelId,
        CancellationToken cancellationToken) =>
        request.DeletedOrRefuse(await removal.RemoveModelAsync(request.Caller().Workspace, SmithIds.Read(modelId), cancellationToken));
}
