using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>What can be asked of a sync or a run beyond the documents.</summary>
public sealed class ControlEndpoints(SyncRuns runs, RunResources resources, Syncs.Syncs syncs, SyncResources shownSyncs)
{
    [Function("SquaredSyncs_DryRun")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Idempotent]
    [Summary("Find out what a run would do", Details = "Beyond the documents. A run reads, maps and compares, sends nothing, and is answered.")]
    [Returns<Resource<SyncRunAttributes>>(StatusCodes.Status201Created)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> DryRun(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/syncs/{id}/dry_run")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        (await shownSyncs.FindAsync(request.Caller().Workspace, id, cancellationToken)).Succeeded(out var sync, out var missing)
            ? await StartAsync(request, sync.Id, new RunRequest(RunKind.DryRun, RunTrigger.Api), client, cancellationToken)
            : request.Refuse(missing);

    [Function("SquaredSyncRuns_Retry")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Idempotent]
    [Summary("Send the rows again that a run could not deliver", Details = "Beyond the documents. A further run does so, and is answered.")]
    [Returns<Resource<SyncRunAttributes>>(StatusCodes.Status201Created)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Retry(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/syncs/{syncId}/sync_runs/{id}/retry")] HttpRequest request,
        string syncId,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        (await resources.FindAsync(request.Caller().Workspace, syncId, id, cancellationToken)).Succeeded(out var run, out var missing)
            ? await StartAsync(request, run.SyncId, new RunRequest(RunKind.Retry, RunTrigger.Api) { RetryOf = run.Id }, client, cancellationToken)
            : request.Refuse(missing);

    [Function("SquaredSyncs_Pause")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Let the active run wait", Details = "Beyond the documents. Nothing more is sent until it is resumed.")]
    [Returns<Resource<SyncRunAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public Task<IActionResult> Pause(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/syncs/{id}/pause")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => WishAsync(request, id, runs.PauseAsync, client, cancellationToken);

    [Function("SquaredSyncs_Resume")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Let the paused run go on", Details = "Beyond the documents.")]
    [Returns<Resource<SyncRunAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public Task<IActionResult> Resume(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/syncs/{id}/resume")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => WishAsync(request, id, runs.ResumeAsync, client, cancellationToken);

    [Function("SquaredSyncs_Reset")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Let a sync begin anew", Details = "Beyond the documents. Refused while a run is active; what was delivered stays.")]
    [Accepts<ResetSyncRequest>]
    [Returns<Resource<SyncAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    [Example("""{"cursor": true}""")]
    public async Task<IActionResult> Reset(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/syncs/{id}/reset")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<ResetSyncRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        if (!(await shownSyncs.FindAsync(request.Caller().Workspace, id, cancellationToken)).Succeeded(out var sync, out var missing))
            return request.Refuse(missing);
        return (await syncs.ResetAsync(sync.Workspace, sync.Id, body.Snapshot, body.Cursor, cancellationToken)).Succeeded(out var changed, out var refusal)
            ? request.Ok(await shownSyncs.ShowAsync(changed, cancellationToken))
            : request.Refuse(refusal);
    }

    private async Task<IActionResult> StartAsync(
        HttpRequest request, Guid syncId, RunRequest wanted, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!(await runs.StartAsync(request.Caller().Workspace, syncId, wanted, cancellationToken)).Succeeded(out var run, out var refusal))
            return request.Refuse(refusal);
        await SyncOrchestrator.StartAsync(client, RunKey.Of(run), cancellationToken);
        return request.Created(await resources.ShowAsync(run, cancellationToken));
    }

    private async Task<IActionResult> WishAsync(
        HttpRequest request,
        string id,
        Func<WorkspaceId, Guid, CancellationToken, Task<Result<SyncRun>>> wish,
        DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await shownSyncs.FindAsync(request.Caller().Workspace, id, cancellationToken)).Succeeded(out var sync, out var refusal)
            || !(await wish(sync.Workspace, sync.Id, cancellationToken)).Succeeded(out var run, out refusal))
            return request.Refuse(refusal);
        await SyncOrchestrator.WakeAsync(client, RunKey.Of(run), cancellationToken);
        return request.Ok(await resources.ShowAsync(run, cancellationToken));
    }
}
