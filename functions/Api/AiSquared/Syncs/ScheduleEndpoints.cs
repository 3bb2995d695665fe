using System.Globalization;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Starts syncs by hand, and stops them.</summary>
public sealed class ScheduleEndpoints(SyncRuns runs, SyncResources syncs)
{
    [Function("SquaredSchedules_Create")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Idempotent]
    [Summary("Start a sync", Details = "Only syncs of the schedule type manual are started by hand.")]
    [Accepts<ScheduleSyncRequest>]
    [Returns<SquaredMessage>(StatusCodes.Status200OK, IsBare = true)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    [Example("""{"schedule_sync": {"sync_id": 1}}""")]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/schedule_syncs")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<ScheduleSyncRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var number = body.ScheduleSync.SyncId.ToString(CultureInfo.InvariantCulture);
        if (!(await syncs.FindAsync(request.Caller().Workspace, number, cancellationToken)).Succeeded(out var sync, out var missing))
            return request.Refuse(missing);
        if (sync is { IsEnabled: true, Schedule: not Schedule.Manual })
            return request.Refuse(SquaredErrors.ScheduleNotManual);
        return await StartAsync(request, client, sync, RunKind.General, "Sync scheduled successfully", cancellationToken);
    }

    [Function("SquaredSchedules_Delete")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Summary("Stop the active run of a sync", Details = "It ends between two batches; what was accepted by then is recorded.")]
    [Returns<SquaredMessage>(StatusCodes.Status200OK, IsBare = true)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/schedule_syncs/{syncId}")] HttpRequest request,
        string syncId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await syncs.FindAsync(request.Caller().Workspace, syncId, cancellationToken)).Succeeded(out var sync, out var missing))
            return request.Refuse(missing);
        if (!(await runs.CancelAsync(sync.Workspace, sync.Id, cancellationToken)).Succeeded(out var run, out var refusal))
            return request.Refuse(SquaredErrors.OfSchedule(refusal));
        await SyncOrchestrator.WakeAsync(client, RunKey.Of(run), cancellationToken);
        return request.Bare(StatusCodes.Status200OK, new SquaredMessage("Sync cancelled successfully"));
    }

    [Function("SquaredEnterprise_SyncTest")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Idempotent]
    [Summary("Start a sync to try it", Details = "As any run, and marked as a test.")]
    [Returns<SquaredMessage>(StatusCodes.Status200OK, IsBare = true)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Test(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "enterprise/api/v1/syncs/{syncId}/test")] HttpRequest request,
        string syncId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        (await syncs.FindAsync(request.Caller().Workspace, syncId, cancellationToken)).Succeeded(out var sync, out var missing)
            ? await StartAsync(request, client, sync, RunKind.Test, "Sync test triggered successfully", cancellationToken)
            : request.Refuse(missing);

    private async Task<IActionResult> StartAsync(
        HttpRequest request, DurableTaskClient client, Sync sync, RunKind kind, string message, CancellationToken cancellationToken)
    {
        var wanted = new RunRequest(kind, RunTrigger.Api);
        if (!(await runs.StartAsync(sync.Workspace, sync.Id, wanted, cancellationToken)).Succeeded(out var run, out var refusal))
            return request.Refuse(SquaredErrors.OfSchedule(refusal));
        await SyncOrchestrator.StartAsync(client, RunKey.Of(run), cancellationToken);
        return request.Bare(StatusCodes.Status200OK, new SquaredMessage(message));
    }
}
