using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.DataForge;

public sealed class DatasetEndpoints(Datasets.Datasets datasets, DatasetRequests requests, DatasetSchedules schedules, DatasetUploads uploads, DatasetAnswers answers, ResourceIds ids)
{
    private const string Multipart = "A file comes as `multipart/form-data`: a field `file`, and `name`, `description`, `format` (csv, json_lines, parquet), `delimiter`, `header`, "
        + "`null_text`, `on_error` and `columns` (JSON) as needed. Larger files are uploaded: see `source.type` upload.";

    [Function("Datasets_List")]
    [RequirePermission(Permissions.DatasetsRead)]
    [Summary("List datasets")]
    [QueryParameter("limit", "Datasets a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<DatasetSummary>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/datasets")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        return (await datasets.ListAsync(workspace, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal)
            ? request.List(await answers.ShowAllAsync(workspace, listed.Items, cancellationToken), listed.NextCursor)
            : request.Refuse(refusal);
    }

    [Function("Datasets_Create")]
    [RequirePermission(Permissions.DatasetsWrite)]
    [Idempotent, MaxBodySize(DatasetRequests.MostBytes)]
    [Summary("Create a dataset", Details = "Of rows in the body, a file, an upload, or a query over a connection. Small content is ready when this answers; of other content the status tells. " + Multipart)]
    [Accepts<CreateDatasetRequest>]
    [Returns<DatasetBody>(StatusCodes.Status201Created), Fails(ErrorKind.Conflict, ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    [Example("""{"name": "sales", "source": {"type": "rows", "rows": [{"date": "2023-01-01", "amount": 12.5}, {"date": "2023-01-02", "amount": 7}]}}""")]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/datasets")] HttpRequest request, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        if (request.HasFormContentType)
        {
            if (!(await DatasetRequests.FileAsync(request, cancellationToken)).Succeeded(out var file, out var unreadable) || !file.Options().Succeeded(out var options, out unreadable))
                return request.Refuse(unreadable);
            await using var sent = file.Open();
            var draft = new NewDataset(file.Name) { Description = file.Text("description"), Source = DatasetSource.File, Options = options };
            return await CreatedAsync(request, await datasets.CreateAsync(workspace, draft, sent, cancellationToken), cancellationToken);
        }

        if (!(await request.ReadJsonAsync<CreateDatasetRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await requests.SourceAsync(workspace, body.Source, cancellationToken)).Succeeded(out var source, out refusal))
            return request.Refuse(refusal);
        var made = new NewDataset(body.Name) { Description = body.Description, Source = source, Options = DatasetRequests.Options(body.Source, body.Columns, body.OnError) };
        if (CheckSchedule(body.Refresh, source) is { } unplanned)
            return request.Refuse(unplanned);
        if (body.Source?.Rows is not { } rows)
        {
            var created = await datasets.CreateAsync(workspace, made, cancellationToken);
            return await CreatedAsync(request, created.Succeeded(out var dataset, out _) ? await ScheduleAsync(dataset, body.Refresh, cancellationToken) : created, cancellationToken);
        }

        await using var lines = DatasetRequests.Lines(rows);
        return await CreatedAsync(request, await datasets.CreateAsync(workspace, made, lines, cancellationToken), cancellationToken);
    }

    [Function("Datasets_Get")]
    [RequirePermission(Permissions.DatasetsRead)]
    [Summary("Get a dataset", Details = "With what its last import could not read, and what its rows are like.")]
    [Returns<DatasetBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/datasets/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await OkAsync(request, await datasets.GetAsync(request.Caller().Workspace, await IdAsync(request, id, cancellationToken), cancellationToken), cancellationToken);

    [Function("Datasets_Update")]
    [RequirePermission(Permissions.DatasetsWrite)]
    [MaxBodySize(DatasetRequests.MostBytes)]
    [Summary("Change a dataset, or put other content in place of what is there", Details = "What is left out stays as it is. Content becomes a new version. " + Multipart)]
    [Accepts<UpdateDatasetRequest>, Example("""{"description": "Sales since 2022"}""")]
    [Returns<DatasetBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/datasets/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var (workspace, key) = (request.Caller().Workspace, await IdAsync(request, id, cancellationToken));
        if (!(await datasets.GetAsync(workspace, key, cancellationToken)).Succeeded(out var before, out var refusal))
            return request.Refuse(refusal);
        if (request.HasFormContentType)
        {
            if (!(await DatasetRequests.FileAsync(request, cancellationToken)).Succeeded(out var file, out refusal) || !file.Options(before.Options).Succeeded(out var options, out refusal))
                return request.Refuse(refusal);
            await using var sent = file.Open();
            return await OkAsync(request, await datasets.ReplaceAsync(workspace, key, sent, options, cancellationToken), cancellationToken);
        }

        if (!(await request.ReadJsonAsync<UpdateDatasetRequest>(cancellationToken)).Succeeded(out var body, out refusal))
            return request.Refuse(refusal);
        var change = new DatasetChange(body.Name, body.Description);
        if (body.Columns is not null || body.OnError is not null || body.Source is not null)
            change = change with { Options = Changed(before.Options, body) };
        if (body.Source is { } given)
        {
            if (!(await requests.SourceAsync(workspace, given, cancellationToken)).Succeeded(out var source, out refusal))
                return request.Refuse(refusal);
            change = change with { Source = source };
        }

        if ((refusal = CheckSchedule(body.Refresh, change.Source ?? before.Source)) is not null)
            return request.Refuse(refusal);
        if (!(await datasets.UpdateAsync(workspace, key, change, cancellationToken)).Succeeded(out var changed, out refusal)
            || !(await ScheduleAsync(changed, body.Refresh, cancellationToken)).Succeeded(out changed, out refusal))
            return request.Refuse(refusal);
        if (body.Source?.Rows is not { } rows)
            return await OkAsync(request, changed, cancellationToken);
        await using var lines = DatasetRequests.Lines(rows);
        return await OkAsync(request, await datasets.ReplaceAsync(workspace, key, lines, changed.Options, cancellationToken), cancellationToken);
    }

    [Function("Datasets_Delete")]
    [RequirePermission(Permissions.DatasetsWrite)]
    [Summary("Delete a dataset with all its versions")]
    [Returns(StatusCodes.Status204NoContent), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/datasets/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await RemovedAsync(request.Caller().Workspace, await IdAsync(request, id, cancellationToken), cancellationToken)).Succeeded(out _, out var refusal)
            ? Responses.ApiResponse.Empty(StatusCodes.Status204NoContent)
            : request.Refuse(refusal);

    private Task<Guid> IdAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        ids.ReadAsync(request.Caller().Workspace, ResourceIds.Dataset, id, cancellationToken);

    private async Task<Result<Dataset>> RemovedAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var removed = await datasets.DeleteAsync(workspace, id, cancellationToken);
        if (removed.Succeeded(out _, out _))
            await schedules.RemoveAsync(id, cancellationToken);
        return removed;
    }

    private static ApiError? CheckSchedule(DatasetScheduleBody? refresh, DatasetSource source) =>
        refresh is null ? null
        : source.Type != DatasetSourceType.Query ? DatasetErrors.NotRefreshable
        : DatasetScheduleWords.Read(refresh, "$.refresh").Succeeded(out _, out var refusal) ? null
        : refusal;

    private async Task<Result<Dataset>> ScheduleAsync(Dataset dataset, DatasetScheduleBody? refresh, CancellationToken cancellationToken) =>
        refresh is null ? dataset : await schedules.SetAsync(dataset, DatasetScheduleWords.Read(refresh, "$.refresh").Value, cancellationToken);

    private static ReadOptions Changed(ReadOptions before, UpdateDatasetRequest body)
    {
        var after = body.Source is null ? before : DatasetRequests.Options(body.Source, body.Columns, body.OnError ?? before.OnUnreadable);
        if (body.Columns is { } columns)
            after = after with { Columns = DatasetRequests.Options(null, columns, default).Columns };
        return body.OnError is { } policy ? after with { OnUnreadable = policy } : after;
    }

    private async Task<IActionResult> CreatedAsync(HttpRequest request, Result<Dataset> created, CancellationToken cancellationToken) => created.Succeeded(out var dataset, out var refusal)
        ? request.Created(await answers.ShowAsync(dataset, cancellationToken) with { Upload = await uploads.OfAsync(dataset, cancellationToken) })
        : request.Refuse(refusal);

    private async Task<IActionResult> OkAsync(HttpRequest request, Result<Dataset> result, CancellationToken cancellationToken) => result.Succeeded(out var dataset, out var refusal)
        ? request.Ok(await answers.ShowAsync(dataset, cancellationToken))
        : request.Refuse(refusal);
}
