using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Monitors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Monitors: metrics that are looked at again and again.</summary>
public sealed class MonitorEndpoints(Monitors.Monitors monitors, ResourceIds ids)
{
    [Function("Monitors_Create")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Idempotent]
    [Summary("Create a monitor", Details = "The metric is read once to see that it can be. Anomalies are announced as `anomaly.detected`.")]
    [Accepts<CreateMonitorRequest>]
    [Returns<MonitorBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState, ErrorKind.QueryFailed)]
    [Example("""{"name": "Orders an hour", "question_id": "q_01936f00000070008000000000000001", "dimension": "country", "schedule": "0 * * * *", "time_zone": "Europe/Berlin"}""")]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/monitors")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateMonitorRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !MonitorSchedules.Read(body.Schedule, body.TimeZone).Succeeded(out var schedule, out refusal))
            return request.Refuse(refusal);
        var workspace = request.Caller().Workspace;
        var source = body.DatasetId is null ? MetricSource.Question : MetricSource.Dataset;
        var sourceId = await ids.ReadAsync(workspace, FormatOf(source), (body.DatasetId ?? body.QuestionId)!, cancellationToken);
        var metric = new MonitorMetric(source, sourceId, body.Column, body.Dimension) { Aggregate = body.Aggregate };
        var draft = new NewMonitor(body.Name, metric, schedule)
        {
            Description = body.Description,
            Sensitivity = body.Sensitivity,
            MinimumPoints = body.MinPoints,
            TimeZone = body.TimeZone,
            IsActive = body.Active,
        };
        return (await monitors.CreateAsync(workspace, draft, cancellationToken)).Succeeded(out var monitor, out refusal)
            ? request.Created(await BodyAsync(monitor, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("Monitors_List")]
    [RequirePermission(Permissions.QueriesRead)]
    [Summary("List monitors, oldest first")]
    [QueryParameter("limit", "Monitors a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<MonitorBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/monitors")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        if (!(await monitors.ListAsync(workspace, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal))
            return request.Refuse(refusal);
        return request.List(await Task.WhenAll(listed.Items.Select(monitor => BodyAsync(monitor, cancellationToken))), listed.NextCursor);
    }

    [Function("Monitors_Get")]
    [RequirePermission(Permissions.QueriesRead)]
    [Summary("Get a monitor")]
    [Returns<MonitorBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/monitors/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await monitors.GetAsync(request.Caller().Workspace, ResourceIds.Monitor.Read(id), cancellationToken)).Succeeded(out var monitor, out var refusal)
            ? request.Ok(await BodyAsync(monitor, cancellationToken))
            : request.Refuse(refusal);

    [Function("Monitors_Update")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Summary("Change a monitor", Details = "What is left out stays as it is. Another metric is another monitor.")]
    [Accepts<UpdateMonitorRequest>, Example("""{"sensitivity": "low"}""")]
    [Returns<MonitorBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/monitors/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        if (!(await request.ReadJsonAsync<UpdateMonitorRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await monitors.GetAsync(workspace, ResourceIds.Monitor.Read(id), cancellationToken)).Succeeded(out var before, out refusal))
            return request.Refuse(refusal);
        Schedule? schedule = null;
        if ((body.Schedule is not null || body.TimeZone is not null)
            && !MonitorSchedules.Read(body.Schedule ?? MonitorSchedules.Write(before.Schedule), body.TimeZone ?? before.TimeZone).Succeeded(out schedule, out refusal))
            return request.Refuse(refusal);
        var change = new MonitorChange
        {
            Name = body.Name,
            Description = body.Description,
            Schedule = schedule,
            Sensitivity = body.Sensitivity,
            MinimumPoints = body.MinPoints,
            TimeZone = body.TimeZone,
            IsActive = body.Active,
        };
        return (await monitors.UpdateAsync(workspace, before.Id, change, cancellationToken)).Succeeded(out var monitor, out refusal)
            ? request.Ok(await BodyAsync(monitor, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("Monitors_Delete")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Summary("Delete a monitor with what it has seen")]
    [Returns<DeletedMonitorBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/monitors/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await monitors.DeleteAsync(request.Caller().Workspace, ResourceIds.Monitor.Read(id), cancellationToken)).Succeeded(out var deleted, out var refusal)
            ? request.Ok(new DeletedMonitorBody(ResourceIds.Monitor.Format(deleted.Id)))
            : request.Refuse(refusal);

    private async Task<MonitorBody> BodyAsync(Monitors.Monitor monitor, CancellationToken cancellationToken) =>
        MonitorBody.Of(monitor, await ids.ShowAsync(monitor.Workspace, FormatOf(monitor.Metric.Source), monitor.Metric.SourceId, cancellationToken));

    private static PublicId FormatOf(MetricSource source) => source == MetricSource.Question ? ResourceIds.Query : ResourceIds.Dataset;
}
