using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>The runs of a sync.</summary>
public sealed class SmithRunEndpoints(Syncs.Syncs syncs, SyncRuns runs, SmithRuns shown)
{
    [Function("SmithRuns_List")]
    [RequirePermission(Permissions.SyncsRead)]
    [Summary("List the runs of a sync, newest first", Details = "The newest 1000 of those that are kept.")]
    [QueryParameter("status", "queued, running, completed, failed or cancelled; several with commas between them.")]
    [PageNumber, PageSize("Runs")]
    [Returns<SmithRunBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}/runs")] HttpRequest request,
        string syncId,
        CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var words = parameters.Words("status", [.. SmithRuns.Words.Keys], [.. SmithRuns.Words.Keys]);
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var states = words.Count < SmithRuns.Words.Count ? words.SelectMany(word => SmithRuns.Words[word]).ToArray() : null;
        if (!(await syncs.GetAsync(request.Caller().Workspace, SmithIds.Read(syncId), cancellationToken)).Succeeded(out var sync, out var refusal)
            || !(await runs.ListAsync(sync.Workspace, sync.Id, states, SignalSmithLists.Most, null, cancellationToken)).Succeeded(out var page, out refusal))
            return request.Refuse(refusal);
        return request.ListOrPage<SmithRunBody>([.. page.Items.Select(shown.Show)]);
    }

    [Function("SmithRuns_Get")]
    [RequirePermission(Permissions.SyncsRead)]
    [Summary("Get a run of a sync, with how far it is")]
    [Returns<SmithRunBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}/runs/{runId}")] HttpRequest request,
        string syncId,
        string runId,
        CancellationToken cancellationToken) =>
        (await runs.GetAsync(request.Caller().Workspace, SmithIds.Read(syncId), SmithIds.Read(runId), cancellationToken)).Succeeded(out var run, out var refusal)
            ? request.Ok(await shown.ShowInFullAsync(run, cancellationToken))
            : request.Refuse(refusal);
}
