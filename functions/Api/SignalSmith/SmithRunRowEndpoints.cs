using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Syncs.Runs;
using FunctionsPlatform.Syncs.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>The rows of a run, each with what became of it.</summary>
public sealed class SmithRunRowEndpoints(SyncRuns runs, RunRecords records, Questions.Questions questions)
{
    private static readonly Dictionary<string, RecordStatus> Statuses = new()
    {
        ["pending"] = RecordStatus.Pending,
        ["accepted"] = RecordStatus.Accepted,
        ["rejected"] = RecordStatus.Rejected,
        ["unknown"] = RecordStatus.Unknown,
        ["not_sent"] = RecordStatus.NotSent,
    };

    private static readonly Dictionary<string, RowChange> Operations = new()
    {
        ["create"] = RowChange.Added,
        ["update"] = RowChange.Changed,
        ["delete"] = RowChange.Removed,
    };

    [Function("SmithRuns_Rows")]
    [RequirePermission(Permissions.SyncsRead)]
    [Summary("List the rows of a run that were to be sent, and what became of each", Details = "In the order in which they were sent. Rows that had not changed are not among them.")]
    [QueryParameter("status", "pending, accepted, rejected, unknown or not_sent.")]
    [QueryParameter("operation", "create, update or delete.")]
    [PageNumber, PageSize("Rows")]
    [Returns<SmithRowBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Rows(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/syncs/{syncId}/runs/{runId}/rows")] HttpRequest request,
        string syncId,
        string runId,
        CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var status = One(parameters, "status", Statuses);
        var operation = One(parameters, "operation", Operations);
        var workspace = request.Caller().Workspace;
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        if (!request.ListPart().Succeeded(out var part, out var refusal)
            || !(await runs.GetAsync(workspace, SmithIds.Read(syncId), SmithIds.Read(runId), cancellationToken)).Succeeded(out var run, out refusal))
            return request.Refuse(refusal);
        var page = await records.ListAsync(RunFiles.Of(run), new RunRecordQuery(part.Offset, part.Limit) { Status = status, Change = operation }, cancellationToken);
        var zone = await questions.ZoneOfAsync(workspace, cancellationToken);
        return request.Answer(part, [.. page.Records.Select(record => Show(page, record, zone))], page.Total);
    }

    private static SmithRowBody Show(RunRecordPage page, RunRecord record, TimeZoneInfo zone)
    {
        var data = new Dictionary<string, object?>(page.Columns.Count);
        for (var at = 0; at < page.Columns.Count; at++)
        {
            // Of a row that is gone only the key is known.
            if (record.Change != RowChange.Removed || record.Values[at] is not null)
                data[page.Columns[at].Name] = Cell.ToJson(record.Values[at], zone);
        }

        SmithRowOperation? operation = record.Change switch
        {
            RowChange.Added => SmithRowOperation.Create,
            RowChange.Changed => SmithRowOperation.Update,
            RowChange.Removed => SmithRowOperation.Delete,
            _ => null,
        };
        return new SmithRowBody(record.Number, record.Status, operation, data, record.Code ?? "", record.Message ?? "");
    }

    private static T? One<T>(RequestParameters parameters, string name, Dictionary<string, T> words)
        where T : struct
    {
        var given = parameters.Words(name, words.Keys, []);
        if (given.Count > 1)
            parameters.Fail(name, "Give one.");
        return given.Count == 1 && words.TryGetValue(given.Single(), out var value) ? value : null;
    }
}
