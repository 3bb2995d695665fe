using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Monitors.Bands;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>What monitors see.</summary>
public sealed class MonitorRunEndpoints(Monitors.Monitors monitors)
{
    [Function("Monitors_Run")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Summary("Look at the metric now", Details = "What is seen is judged, kept and, where it is an anomaly, announced, as at any time of its schedule.")]
    [Returns<MonitorPointBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/monitors/{id}/run")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await monitors.RunAsync(request.Caller().Workspace, ResourceIds.Monitor.Read(id), cancellationToken)).Succeeded(out var point, out var refusal)
            ? request.Ok(MonitorPointBody.Of(point))
            : request.Refuse(refusal);

    [Function("Monitors_History")]
    [RequirePermission(Permissions.QueriesRead)]
    [Summary("List what a monitor has seen, newest first")]
    [QueryParameter("anomalies", "true for anomalies alone.", Type = typeof(bool))]
    [QueryParameter("limit", "Points a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<MonitorPointBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> History(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/monitors/{id}/history")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var page = request.Call().Dialect.ReadPage(parameters);
        var anomaliesOnly = parameters.Flag("anomalies");
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var history = await monitors.HistoryAsync(
            request.Caller().Workspace, ResourceIds.Monitor.Read(id), anomaliesOnly, page.Limit, page.Cursor, cancellationToken);
        return history.Succeeded(out var points, out var refusal)
            ? request.List<MonitorPointBody>([.. points.Items.Select(MonitorPointBody.Of)], points.NextCursor)
            : request.Refuse(refusal);
    }

    [Function("Monitors_BackTest")]
    [RequirePermission(Permissions.QueriesRead)]
    [Summary("Try a series", Details = "Judges every point of a series by those before it, as a monitor would have. Nothing is kept.")]
    [Accepts<BackTestRequest>, Returns<BackTestBody>(StatusCodes.Status200OK)]
    [Example("""{"series": [{"at": "2026-01-01T00:00:00Z", "value": 12}, {"at": "2026-01-01T01:00:00Z", "value": 13}], "sensitivity": "medium"}""")]
    public static async Task<IActionResult> BackTest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/monitors/backtest")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<BackTestRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        SeriesPoint[] series = [.. body.Series.Select(point => new SeriesPoint(point.At, point.Value))];
        var judged = Monitors.Bands.BackTest.Run(series, body.MinPoints, body.Sensitivity, TimeZoneInfo.FindSystemTimeZoneById(body.TimeZone));
        var points = series.Zip(judged, (point, judgement) => new BackTestPoint(
            point.At, point.Value, judgement is null ? null : BandBody.Of(judgement), judgement is { IsAnomaly: true }));
        return request.Ok(new BackTestBody(judged.Count(judgement => judgement is not null), judged.Count(judgement => judgement is { IsAnomaly: true }), [.. points]));
    }
}
