using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Queries that run by themselves; each run is an export.</summary>
public sealed class ScheduledQueryEndpoints(ScheduledQueries queries, ExportAnswers answers, ResourceIds ids)
{
    [Function("ScheduledQueries_List")]
    [RequirePermission(Permissions.DatasetsRead)]
    [Summary("List scheduled queries")]
    [QueryParameter("limit", "Queries a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<ScheduledQueryBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/query/scheduled")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        if (!(await queries.ListAsync(request.Caller().Workspace, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal))
            return request.Refuse(refusal);
        var shown = await Task.WhenAll(listed.Items.Select(query => ShowAsync(query, cancellationToken)));
        return request.List(shown, listed.NextCursor);
    }

    [Function("ScheduledQueries_Create")]
    [RequirePermission(Permissions.DatasetsWrite)]
    [Idempotent]
    [Summary("Schedule a query", Details = "Each run makes an export, and webhooks are told of its end.")]
    [Accepts<CreateScheduledQueryRequest>]
    [Example("""{"name": "Sales of yesterday", "dataset_id": "ds-123456", "query": "SELECT * FROM sales WHERE date = current_date - 1", "schedule": {"cron": "0 6 * * *", "time_zone": "Europe/Zurich"}}""")]
    [Returns<ScheduledQueryBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotFound, ErrorKind.QueryFailed, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/query/scheduled")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateScheduledQueryRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !DatasetScheduleWords.Read(body.Schedule, "$.schedule").Succeeded(out var schedule, out refusal))
            return request.Refuse(refusal);
        var workspace = request.Caller().Workspace;
        var dataset = await ids.ReadAsync(workspace, ResourceIds.Dataset, body.DatasetId, cancellationToken);
        var draft = new NewScheduledQuery(body.Name, dataset, body.Query, schedule, body.Format, body.Enabled);
        return (await queries.CreateAsync(workspace, draft, cancellationToken)).Succeeded(out var created, out refusal)
            ? request.Created(await ShowAsync(created, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("ScheduledQueries_Get")]
    [RequirePermission(Permissions.DatasetsRead)]
    [Summary("Get a scheduled query")]
    [Returns<ScheduledQueryBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/query/scheduled/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await OkAsync(request, await queries.GetAsync(request.Caller().Workspace, await IdAsync(request, id, cancellationToken), cancellationToken), cancellationToken);

    [Function("ScheduledQueries_Update")]
    [RequirePermission(Permissions.DatasetsWrite)]
    [Summary("Change a scheduled query", Details = "What is left out stays as it is.")]
    [Accepts<UpdateScheduledQueryRequest>, Example("""{"enabled": false}""")]
    [Returns<ScheduledQueryBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.QueryFailed)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/query/scheduled/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<UpdateScheduledQueryRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        Schedule? schedule = null;
        if (body.Schedule is { } given && !DatasetScheduleWords.Read(given, "$.schedule").Succeeded(out schedule, out refusal))
            return request.Refuse(refusal);
        var change = new ScheduledQueryChange(body.Name, body.Query, schedule, body.Format, body.Enabled);
        return await OkAsync(request, await queries.UpdateAsync(request.Caller().Workspace, await IdAsync(request, id, cancellationToken), change, cancellationToken), cancellationToken);
    }

    [Function("ScheduledQueries_Delete")]
    [RequirePermission(Permissions.DatasetsWrite)]
    [Summary("Delete a scheduled query", Details = "The exports that it made are kept for as long as others.")]
    [Returns(StatusCodes.Status204NoContent), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/query/scheduled/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await queries.DeleteAsync(request.Caller().Workspace, await IdAsync(request, id, cancellationToken), cancellationToken)).Succeeded(out _, out var refusal)
            ? Responses.ApiResponse.Empty(StatusCodes.Status204NoContent)
            : request.Refuse(refusal);

    [Function("ScheduledQueries_Run")]
    [RequirePermission(Permissions.DatasetsWrite)]
    [Idempotent]
    [Summary("Run a scheduled query now")]
    [Returns<ExportBody>(StatusCodes.Status202Accepted), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/query/scheduled/{id}/run")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await queries.RunAsync(request.Caller().Workspace, await IdAsync(request, id, cancellationToken), cancellationToken)).Succeeded(out var run, out var refusal)
            ? request.Bare(StatusCodes.Status202Accepted, await answers.ShowAsync(run, cancellationToken))
            : request.Refuse(refusal);

    [Function("ScheduledQueries_Runs")]
    [RequirePermission(Permissions.DatasetsRead)]
    [Summary("List the runs of a scheduled query, newest first")]
    [QueryParameter("limit", "Runs a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<ExportBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Runs(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/query/scheduled/{id}/runs")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await queries.GetAsync(request.Caller().Workspace, await IdAsync(request, id, cancellationToken), cancellationToken)).Succeeded(out var query, out var refusal)
            ? await answers.ListAsync(request, query.Id, cancellationToken)
            : request.Refuse(refusal);

    private Task<Guid> IdAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        ids.ReadAsync(request.Caller().Workspace, ResourceIds.ScheduledQuery, id, cancellationToken);

    private async Task<IActionResult> OkAsync(HttpRequest request, Result<ScheduledQuery> result, CancellationToken cancellationToken) =>
        result.Succeeded(out var query, out var refusal) ? request.Ok(await ShowAsync(query, cancellationToken)) : request.Refuse(refusal);

    private async Task<ScheduledQueryBody> ShowAsync(ScheduledQuery query, CancellationToken cancellationToken)
    {
        var state = await queries.ScheduleOfAsync(query, cancellationToken);
        return new ScheduledQueryBody(
            ScheduledQuery.PublicId.Format(query.Id),
            query.Name,
            await ids.ShowAsync(query.Workspace, ResourceIds.Dataset, query.DatasetId, cancellationToken),
            query.Sql,
            query.Format,
            query.IsEnabled,
            DatasetScheduleWords.Show(query.Schedule),
            state?.NextDueAt,
            state?.LastStartedAt,
            query.CreatedAt,
            query.UpdatedAt);
    }
}
