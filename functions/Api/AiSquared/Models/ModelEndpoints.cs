using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Models, at addresses that another API has too. Those that both answer are declared in <see cref="Shared.SharedModelEndpoints"/>.</summary>
public sealed class ModelEndpoints(Models.Models models, ModelWriter writer, ModelResources resources, Removal removal, SquaredPages pages)
{
    [RequirePermission(Permissions.ModelsRead)]
    [Summary("List models", Details = "Oldest first.")]
    [QueryParameter("query_type", "Query types, comma-separated; all without it.", Example = "raw_sql,dbt")]
    [PageNumber, PageSize("Models")]
    [Returns<ResourcePage<ModelAttributes>>(StatusCodes.Status200OK, IsBare = true)]
    public async Task<IActionResult> List(HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var page = pages.Read(parameters);
        var queryTypes = parameters.Words("query_type", QueryTypes.All, QueryTypes.All);
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        var all = (await models.ListAsync(workspace, Models.Models.Most, null, cancellationToken)).Value.Items;
        Models.Model[] wanted = [.. all.Where(model => queryTypes.Contains(SquaredModel.QueryTypeOf(model)))];
        return SquaredPages.Answer(
            request, page, await resources.ShowAsync(workspace, SquaredPages.Take(wanted, page), cancellationToken), wanted.Length);
    }

    [RequirePermission(Permissions.ModelsWrite)]
    [Idempotent]
    [Summary("Create a model", Details = "The statement is checked by the guard and on the database.")]
    [Accepts<CreateModelRequest>]
    [Returns<Resource<ModelAttributes>>(StatusCodes.Status201Created)]
    [Fails(ErrorKind.NotFound, ErrorKind.QueryFailed)]
    [Example("""
        {"model": {"connector_id": 1, "name": "Active users", "query_type": "raw_sql", "query": "SELECT id, email, name FROM users WHERE is_active", "primary_key": "id"}}
        """)]
    public async Task<IActionResult> Create(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateModelRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        return (await writer.CreateAsync(request.Caller().Workspace, body.Model, cancellationToken)).Succeeded(out var created, out var refusal)
            ? request.Created(await resources.ShowAsync(created, cancellationToken))
            : request.Refuse(refusal);
    }

    [RequirePermission(Permissions.ModelsRead)]
    [Summary("Get a model")]
    [Returns<Resource<ModelAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await resources.FindAsync(request.Caller().Workspace, id, cancellationToken)).Succeeded(out var model, out var missing)
            ? request.Ok(await resources.ShowAsync(model, cancellationToken))
            : request.Refuse(missing);

    [Function("SquaredModels_Update")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("Change a model")]
    [Accepts<UpdateModelRequest>]
    [Returns<Resource<ModelAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.QueryFailed)]
    [Example("""{"model": {"query": "SELECT id, email, name, plan FROM users WHERE is_active"}}""")]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/models/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (request.RefuseOtherApi() is { } other)
            return other;
        if (!(await resources.FindAsync(request.Caller().Workspace, id, cancellationToken)).Succeeded(out var model, out var missing))
            return request.Refuse(missing);
        if (!(await request.ReadJsonAsync<UpdateModelRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        return (await writer.UpdateAsync(model, body.Model, cancellationToken)).Succeeded(out var changed, out var refusal)
            ? request.Ok(await resources.ShowAsync(changed, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("SquaredModels_UpdatePatch"), SameAs<ModelEndpoints>(nameof(Update))]
    public Task<IActionResult> UpdatePatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/models/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) => Update(request, id, cancellationToken);

    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("Delete a model with its syncs")]
    [Returns(StatusCodes.Status204NoContent)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        return (await removal.RemoveModelAsync(workspace, await resources.IdAsync(workspace, id, cancellationToken), cancellationToken)).Succeeded(out _, out var missing)
            ? ApiResponse.Empty(StatusCodes.Status204NoContent)
            : request.Refuse(missing);
    }
}
