using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Models whose rows are kept in destinations.</summary>
public sealed class SmithSyncEndpoints(Syncs.Syncs syncs, SmithSyncRequests requests, SmithSyncs shown)
{
    [Function("SmithSyncs_List")]
    [RequirePermission(Permissions.SyncsRead)]
    [Summary("List the syncs of a workspace")]
    [PageNumber, PageSize("Syncs")]
    [Returns<SmithSyncBody>(StatusCodes.Status200OK, IsList = true)]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/syncs")] HttpRequest request,
        CancellationToken cancellationToken) =>
        request.ListOrPageAsync(
            cursor => syncs.ListAsync(request.Caller().Workspace, Syncs.Syncs.Most, cursor, cancellationToken), sync => shown.ShowAsync(sync, cancellationToken));

    [Function("SmithSyncs_Create")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Idempotent]
    [Summary("Create a sync", Details = "Nothing is sent until it is triggered or falls due. `config` has what the documented fields cannot say; docs/syncs-api.md tells all of it.")]
    [Accepts<CreateSmithSyncRequest>]
    [Returns<SmithSyncBody>(StatusCodes.Status201Created), Fails(ErrorKind.Conflict, ErrorKind.ConnectionFailed)]
    [Example("""
        {"model_id": "01936f00-0000-7000-8000-000000000011", "destination_id": "01936f00-0000-7000-8000-000000000012", "name": "Users to CRM",
         "sync_mode": "upsert", "field_mapping": [{"source_column": "email", "destination_field": "email"}], "schedule": "0 * * * *",
         "config": {"stream": "public.contacts"}}
        """)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/syncs")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var caller = request.Caller();
        if (!(await request.ReadJsonAsync<CreateSmithSyncRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await requests.ReadAsync(caller.Workspace, body, caller.Id, cancellationToken)).Succeeded(out var draft, out refusal))
            return request.Refuse(refusal);
        if (!(await syncs.CreateAsync(caller.Workspace, draft, cancellationToken)).Succeeded(out var sync, out refusal)
            || (!body.Enabled && !(await syncs.SetEnabledAsync(caller.Workspace, sync.Id, false, cancellationToken)).Succeeded(out sync, out refusal)))
            return request.Refuse(SmithSyncRequests.InWords(refusal, draft.Mappings));
        return request.Created(await shown.ShowAsync(sync, cancellationToken));
    }

    [Function("SmithSyncs_Get")]
    [RequirePermission(Permissions.SyncsRead)]
    [Summary("Get a sync")]
    [Returns<SmithSyncBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}")] HttpRequest request,
        string syncId,
        CancellationToken cancellationToken) =>
        (await syncs.GetAsync(request.Caller().Workspace, SmithIds.Read(syncId), cancellationToken)).Succeeded(out var sync, out var refusal)
            ? request.Ok(await shown.ShowAsync(sync, cancellationToken))
            : request.Refuse(refusal);

    [Function("SmithSyncs_Update")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Change a sync", Details = "What is left out stays as it is, within `config` too. A run that is active goes on as it began.")]
    [Accepts<UpdateSmithSyncRequest>, Example("""{"schedule": "*/15 * * * *", "config": {"max_removal_share": 0.2}}""")]
    [Returns<SmithSyncBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}")] HttpRequest request,
        string syncId,
        CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        var id = SmithIds.Read(syncId);
        if (!(await request.ReadJsonAsync<UpdateSmithSyncRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await syncs.GetAsync(workspace, id, cancellationToken)).Succeeded(out var before, out refusal)
            || !(await requests.ReadAsync(before, body, cancellationToken)).Succeeded(out var change, out refusal))
            return request.Refuse(refusal);
        if (!(await syncs.UpdateAsync(workspace, id, change, cancellationToken)).Succeeded(out var sync, out refusal))
            return request.Refuse(refusal == SyncErrors.NotFound ? refusal : SmithSyncRequests.InWords(refusal, change.Mappings ?? before.Mappings));
        if (body.Enabled is { } enabled && enabled != sync.IsEnabled
            && !(await syncs.SetEnabledAsync(workspace, id, enabled, cancellationToken)).Succeeded(out sync, out refusal))
            return request.Refuse(refusal);
        return request.Ok(await shown.ShowAsync(sync, cancellationToken));
    }

    [Function("SmithSyncs_Delete")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Delete a sync", Details = "An active run stops. What was delivered stays where it is.")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}")] HttpRequest request,
        string syncId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        if (!(await syncs.DeleteAsync(workspace, SmithIds.Read(syncId), cancellationToken)).Succeeded(out var sync, out var refusal))
            return request.Refuse(refusal);
        if (sync.Progress.ActiveRun is { } active)
            await SyncOrchestrator.WakeAsync(client, new RunKey(workspace.Value, sync.Id, active), cancellationToken);
        return request.Ok(new DeletedBody());
    }
}
