using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

public sealed class RunEndpoints(SyncResources syncs, RunResources resources, RunPages runPages, SquaredPages pages)
{
    [Function("SquaredSyncRuns_List")]
    [RequirePermission(Permissions.SyncsRead)]
    [Summary("List the runs of a sync", Details = "The latest come first. The link to the last page is null where the runs of one status are not counted.")]
    [QueryParameter("status", "pending, started, querying, queued, in_progress, success, paused, failed or canceled; all without it.", Example = "failed")]
    [PageNumber, PageSize("Runs")]
    [Returns<ResourcePage<SyncRunAttributes>>(StatusCodes.Status200OK, IsBare = true)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/syncs/{syncId}/sync_runs")] HttpRequest request,
        string syncId,
        CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var page = pages.Read(parameters);
        var status = parameters.OneOf("status", RunWords.All, "must be a valid status");
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        if (!(await syncs.FindAsync(request.Caller().Workspace, syncId, cancellationToken)).Succeeded(out var sync, out var missing))
            return request.Refuse(missing);
        var states = status is null ? RunWords.Shown : RunWords.StatesOf([status]);
        if (!(await runPages.ReadAsync(sync, states, status is null, page, cancellationToken)).Succeeded(out var found, out var refusal))
            return request.Refuse(refusal);
        var shown = await resources.ShowAsync(sync.Workspace, sync.Id, found.Runs, cancellationToken);
        return SquaredPages.Answer(request, page, shown, found.HasNext, found.Last);
    }

    [Function("SquaredSyncRuns_Get")]
    [RequirePermission(Permissions.SyncsRead)]
    [Summary("Get a run of a sync", Details = "While it runs, it tells how far it is.")]
    [Returns<Resource<SyncRunAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/syncs/{syncId}/sync_runs/{id}")] HttpRequest request,
        string syncId,
        string id,
        CancellationToken cancellationToken) =>
        (await resources.FindAsync(request.Caller().Workspace, syncId, id, cancellationToken)).Succeeded(out var run, out var missing)
            ? request.Ok(await resources.ShowAsync(run, cancellationToken))
            : request.Refuse(missing);
}
