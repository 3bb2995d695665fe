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

/// <summary>Stops, holds and releases the active run of a sync, and lets a sync begin anew.</summary>
public sealed class SmithSyncControlEndpoints(Syncs.Syncs syncs, SyncRuns runs, SmithRuns shown, SmithSyncs shownSyncs)
{
    [Function("SmithSyncs_Cancel")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Cancel the active run of a sync", Details = "It ends between two batches; what was accepted by then is recorded.")]
    [Returns<SmithRunBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public Task<IActionResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}/cancel")] HttpRequest request,
        string syncId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => WishAsync(request, syncId, runs.CancelAsync, client, cancellationToken);

    [Function("SmithRuns_Cancel")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Cancel a run of a sync", Details = "It ends between two batches; what was accepted by then is recorded.")]
    [Returns<SmithRunBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> CancelRun(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}/runs/{runId}/cancel")] HttpRequest request,
        string syncId,
        string runId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await runs.GetAsync(request.Caller().Workspace, SmithIds.Read(syncId), SmithIds.Read(runId), cancellationToken)).Succeeded(out var run, out var refusal))
            return request.Refuse(refusal);
        // Only the active run is not finished.
        return run.IsFinished ? request.Refuse(SyncErrors.NotActive) : await WishAsync(request, syncId, runs.CancelAsync, client, cancellationToken);
    }

    [Function("SmithSyncs_Pause")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Pause the active run of a sync", Details = "Nothing more is sent until it is resumed.")]
    [Returns<SmithRunBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public Task<IActionResult> Pause(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}/pause")] HttpRequest request,
        string syncId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => WishAsync(request, syncId, runs.PauseAsync, client, cancellationToken);

    [Function("SmithSyncs_Resume")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Resume the paused run of a sync")]
    [Returns<SmithRunBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public Task<IActionResult> Resume(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}/resume")] HttpRequest request,
        string syncId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => WishAsync(request, syncId, runs.ResumeAsync, client, cancellationToken);

    [Function("SmithSyncs_Reset")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Let a sync begin anew", Details = "Forgets what was delivered, how far a cursor has come, or both. Refused while a run is active. What is in the destination stays.")]
    [Accepts<ResetRequest>(Optional = true), Example("""{"snapshot": true, "cursor": true}""")]
    [Returns<SmithSyncBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Reset(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}/reset")] HttpRequest request,
        string syncId,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadOptionalJsonAsync<ResetRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        return (await syncs.ResetAsync(request.Caller().Workspace, SmithIds.Read(syncId), body.Snapshot, body.Cursor, cancellationToken)).Succeeded(out var sync, out refusal)
            ? request.Ok(await shownSyncs.ShowAsync(sync, cancellationToken))
            : request.Refuse(refusal);
    }

    private async Task<IActionResult> WishAsync(
        HttpRequest request,
        string syncId,
        Func<WorkspaceId, Guid, CancellationToken, Task<Result<SyncRun>>> wish,
        DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await wish(request.Caller().Workspace, SmithIds.Read(syncId), cancellationToken)).Succeeded(out var run, out var refusal))
            return request.Refuse(refusal);
        await SyncOrchestrator.WakeAsync(client, RunKey.Of(run), cancellationToken);
        return request.Ok(shown.Show(run));
    }
}
