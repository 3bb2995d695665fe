using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

public sealed class SyncEndpoints(Syncs.Syncs syncs, SyncWriter writer, SyncResources resources, SquaredPages pages)
{
    [Function("SquaredSyncs_List")]
    [RequirePermission(Permissions.SyncsRead)]
    [Summary("List syncs", Details = "Those that changed last come first.")]
    [PageNumber, PageSize("Syncs")]
    [Returns<ResourcePage<SyncAttributes>>(StatusCodes.Status200OK, IsBare = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/syncs")] HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var page = pages.Read(parameters);
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        var all = (await syncs.ListAsync(workspace, Syncs.Syncs.Most, null, cancellationToken)).Value.Items;
        Syncs.Sync[] newest = [.. all.OrderByDescending(sync => sync.UpdatedAt).ThenByDescending(sync => sync.Id)];
        return SquaredPages.Answer(
            request, page, await resources.ShowAsync(workspace, SquaredPages.Take(newest, page), cancellationToken), newest.Length);
    }

    [Function("SquaredSyncs_Create")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Idempotent]
    [Summary("Create a sync", Details = "Rows are matched by the model's primary key where the stream can; else they are added. Nothing is sent yet.")]
    [Accepts<CreateSyncRequest>]
    [Returns<Resource<SyncAttributes>>(StatusCodes.Status201Created)]
    [Fails(ErrorKind.NotFound)]
    [Example("""
        {"sync": {"source_id": 1, "model_id": 1, "destination_id": 2, "schedule_type": "interval", "sync_interval": 90, "sync_interval_unit": "minutes",
         "sync_mode": "incremental", "stream_name": "customers", "configuration": [
          {"mapping_type": "standard", "from": "id", "to": "id"}, {"mapping_type": "standard", "from": "email", "to": "email"},
          {"mapping_type": "static", "value": "shop", "value_type": "string", "to": "origin"},
          {"mapping_type": "template", "template": "{{ name | upcase }}", "to": "name"}]}}
        """)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/syncs")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateSyncRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        return (await writer.CreateAsync(request.Caller().Workspace, body.Sync, cancellationToken)).Succeeded(out var created, out var refusal)
            ? request.Created(await resources.ShowAsync(created, cancellationToken))
            : request.Refuse(SquaredErrors.OfSync(refusal));
    }

    [Function("SquaredSyncs_Get")]
    [RequirePermission(Permissions.SyncsRead)]
    [Summary("Get a sync")]
    [Returns<Resource<SyncAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/syncs/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await resources.FindAsync(request.Caller().Workspace, id, cancellationToken)).Succeeded(out var sync, out var missing)
            ? request.Ok(await resources.ShowAsync(sync, cancellationToken))
            : request.Refuse(missing);

    [Function("SquaredSyncs_Update")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Change a sync", Details = "A run that is active goes on as it began.")]
    [Accepts<UpdateSyncRequest>]
    [Returns<Resource<SyncAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    [Example("""{"sync": {"schedule_type": "cron_expression", "cron_expression": "0 6 * * 1-5"}}""")]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/syncs/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await resources.FindAsync(request.Caller().Workspace, id, cancellationToken)).Succeeded(out var sync, out var missing))
            return request.Refuse(missing);
        if (!(await request.ReadJsonAsync<UpdateSyncRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        return (await writer.UpdateAsync(sync, body.Sync, cancellationToken)).Succeeded(out var changed, out var refusal)
            ? request.Ok(await resources.ShowAsync(changed, cancellationToken))
            : request.Refuse(SquaredErrors.OfSync(refusal));
    }

    [Function("SquaredSyncs_UpdatePatch"), SameAs<SyncEndpoints>(nameof(Update))]
    public Task<IActionResult> UpdatePatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/syncs/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) => Update(request, id, cancellationToken);

    [Function("SquaredSyncs_Enable")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Enable or disable a sync", Details = "A disabled sync is not started, by its schedule or by hand.")]
    [Accepts<EnableSyncRequest>]
    [Returns<Resource<SyncAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    [Example("""{"enable": false}""")]
    public async Task<IActionResult> Enable(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/syncs/{id}/enable")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<EnableSyncRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var workspace = request.Caller().Workspace;
        var changed = await syncs.SetEnabledAsync(workspace, await resources.IdAsync(workspace, id, cancellationToken), body.Enable, cancellationToken);
        return changed.Succeeded(out var sync, out var missing)
            ? request.Ok(await resources.ShowAsync(sync, cancellationToken))
            : request.Refuse(missing);
    }

    [Function("SquaredSyncs_Delete")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Delete a sync", Details = "What it delivered stays at the destination.")]
    [Returns(StatusCodes.Status204NoContent)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/syncs/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        return (await syncs.DeleteAsync(workspace, await resources.IdAsync(workspace, id, cancellationToken), cancellationToken)).Succeeded(out _, out var missing)
            ? ApiResponse.Empty(StatusCodes.Status204NoContent)
            : request.Refuse(missing);
    }
}
