using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

public sealed class RecordEndpoints(RunResources runs, RecordPages records, SquaredPages pages)
{
    [Function("SquaredSyncRecords_List")]
    [RequirePermission(Permissions.SyncsRead)]
    [Summary("List the rows of a run", Details = "Each with what became of it, in the order in which they were sent.")]
    [QueryParameter("status", "pending, success or failed; all without it.", Example = "failed")]
    [PageNumber, PageSize("Rows")]
    [Returns<ResourcePage<SyncRecordAttributes>>(StatusCodes.Status200OK, IsBare = true)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/syncs/{syncId}/sync_runs/{runId}/sync_records")] HttpRequest request,
        string syncId,
        string runId,
        CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var page = pages.Read(parameters);
        var status = parameters.OneOf("status", RecordPages.Statuses, "must be a valid status");
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var found = await runs.FindAsync(request.Caller().Workspace, syncId, runId, cancellationToken);
        if (!found.Succeeded(out var run, out var missing))
            return request.Refuse(missing == SyncErrors.RunNotFound ? SquaredErrors.RunOfRecordsNotFound : missing);
        var (shown, total) = await records.ReadAsync(run, status, page, cancellationToken);
        return SquaredPages.Answer(request, page, shown, total);
    }
}
