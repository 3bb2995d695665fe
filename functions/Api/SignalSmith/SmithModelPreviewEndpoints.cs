using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>A look at what models are, or would be.</summary>
public sealed class SmithModelPreviewEndpoints(Models.Models models, Questions.Questions questions)
{
    [Function("SmithModels_Preview")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("See some rows of a statement before it becomes a model")]
    [Accepts<PreviewModelRequest>, Example("""{"source_id": "01936f00-0000-7000-8000-000000000001", "sql_query": "SELECT id, email FROM users", "limit": 10}""")]
    [Returns<PreviewBody>(StatusCodes.Status200OK), Fails(ErrorKind.QueryFailed, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> Preview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/models/preview")] HttpRequest request,
        CancellationToken cancellationToken) =>
        (await request.ReadJsonAsync<PreviewModelRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            ? await AnswerAsync(request, body.SourceId, new ModelQuery(body.SqlQuery), body.Limit, cancellationToken)
            : request.Refuse(refusal);

    [Function("SmithModels_PreviewTable")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("See some rows of a table before it becomes a model")]
    [Accepts<PreviewTableRequest>, Example("""{"source_id": "01936f00-0000-7000-8000-000000000001", "source_table": "users", "limit": 10}""")]
    [Returns<PreviewBody>(StatusCodes.Status200OK), Fails(ErrorKind.QueryFailed, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> PreviewTable(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/models/preview-table")] HttpRequest request,
        CancellationToken cancellationToken) =>
        (await request.ReadJsonAsync<PreviewTableRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            ? await AnswerAsync(
                request, body.SourceId, SmithModels.TableQuery(body.SourceSchema, body.SourceTable, body.SelectedColumns), body.Limit, cancellationToken)
            : request.Refuse(refusal);

    private async Task<IActionResult> AnswerAsync(HttpRequest request, Guid sourceId, ModelQuery query, int limit, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        // One row more than asked for tells that there are more.
        if (!(await models.PreviewAsync(workspace, sourceId, query, limit + 1, cancellationToken)).Succeeded(out var preview, out var refusal))
            return request.Refuse(SmithModels.InWords(refusal));
        var zone = await questions.ZoneOfAsync(workspace, cancellationToken);
        var rows = preview.Rows.Take(limit).Select(row => Array.ConvertAll(row, value => Cell.ToJson(value, zone))).ToArray();
        return request.Ok(new PreviewBody(
            [.. preview.Columns.Select(column => new PreviewColumn(column.Name, column.Kind))],
            rows,
            rows.Length,
            preview.Rows.Count > limit));
    }
}
