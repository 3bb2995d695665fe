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

/// <summary>Starts runs of syncs.</summary>
public sealed class SmithSyncStartEndpoints(SyncRuns runs, SmithRuns shown)
{
    [Function("SmithSyncs_Trigger")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Idempotent]
    [Summary("Start a run of a sync", Details = "Answers at once with the run, which goes on in the background. Refused while another run is active.")]
    [Accepts<StartRunRequest>(Optional = true), Example("""{"force": false}""")]
    [Returns<SmithRunBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Trigger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}/trigger")] HttpRequest request,
        string syncId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        (await request.ReadOptionalJsonAsync<StartRunRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            ? await StartAsync(request, syncId, new RunRequest(Trigger: RunTrigger.Api) { Force = body.Force }, client, cancellationToken)
            : request.Refuse(refusal);

    [Function("SmithSyncs_DryRun")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Idempotent]
    [Summary("Find out what a run of a sync would do", Details = "Starts a run that reads and compares and sends nothing; its progress counts what would be created, updated and deleted.")]
    [Accepts<StartRunRequest>(Optional = true)]
    [Returns<SmithRunBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> DryRun(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}/dry-run")] HttpRequest request,
        string syncId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        (await request.ReadOptionalJsonAsync<StartRunRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            ? await StartAsync(request, syncId, new RunRequest(RunKind.DryRun, RunTrigger.Api) { Force = body.Force }, client, cancellationToken)
            : request.Refuse(refusal);

    [Function("SmithSyncs_Backfill")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Idempotent]
    [Summary("Send a range of rows again", Details = "Rows whose cursor column is in the range, whether they changed or not. One of the two ends may be left out.")]
    [Accepts<BackfillRequest>, Example("""{"from": "2026-01-01", "until": "2026-02-01"}""")]
    [Returns<SmithRunBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Backfill(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}/backfill")] HttpRequest request,
        string syncId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        (await request.ReadJsonAsync<BackfillRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            ? await StartAsync(request, syncId, new RunRequest(RunKind.Backfill, RunTrigger.Api) { From = body.From, Until = body.Until }, client, cancellationToken)
            : request.Refuse(refusal);

    [Function("SmithRuns_Retry")]
    [RequirePermission(Permissions.SyncsWrite)]
    [Idempotent]
    [Summary("Send the rows again that a run could not deliver", Details = "Starts a run of its own. The next regular run would send them too.")]
    [Returns<SmithRunBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Retry(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}/runs/{runId}/retry")] HttpRequest request,
        string syncId,
        string runId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        (await runs.GetAsync(request.Caller().Workspace, SmithIds.Read(syncId), SmithIds.Read(runId), cancellationToken)).Succeeded(out var run, out var refusal)
            ? await StartAsync(request, syncId, new RunRequest(RunKind.Retry, RunTrigger.Api) { RetryOf = run.Id }, client, cancellationToken)
            : request.Refuse(refusal);

    private async Task<IActionResult> StartAsync(
        HttpRequest request, string syncId, RunRequest wanted, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!(await runs.StartAsync(request.Caller().Workspace, SmithIds.Read(syncId), wanted, cancellationToken)).Succeeded(out var run, out var refusal))
            return request.Refuse(refusal);
        await SyncOrchestrator.StartAsync(client, RunKey.Of(run), cancellationToken);
        return request.Created(shown.Show(run));
    }
}
