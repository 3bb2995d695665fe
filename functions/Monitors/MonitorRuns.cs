using System.Text.Json.Nodes;
using FunctionsPlatform.Monitors.Bands;
using FunctionsPlatform.Webhooks;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Monitors;

/// <summary>Looks at metrics, judges what is seen, and tells of anomalies. A look that is tried again after a crash is the same look.</summary>
public sealed partial class MonitorRuns(PointStore points, Metrics metrics, Webhooks.Webhooks webhooks, TimeProvider clock, ILogger<MonitorRuns> logger)
{
    /// <summary>Eight weeks of hours.</summary>
    private const int Memory = 1_344;

    public async Task<MonitorPoint> RunAsync(Monitor monitor, Guid id, CancellationToken cancellationToken)
    {
        // Kept, and its process may have ended before anybody was told.
        var point = await points.FindAsync(monitor.Key, id, cancellationToken);
        if (point is null)
        {
            point = await LookAsync(monitor, new MonitorPoint(id, monitor.Key, clock.GetUtcNow()), cancellationToken);
            await points.SetAsync(point, cancellationToken);
        }

        if (point.IsAnomaly)
            await webhooks.AnnounceAsync(monitor.Workspace, Event(monitor, point), cancellationToken);
        return point;
    }

    private async Task<MonitorPoint> LookAsync(Monitor monitor, MonitorPoint point, CancellationToken cancellationToken)
    {
        try
        {
            if (!(await metrics.MeasureAsync(monitor.Workspace, monitor.Metric, cancellationToken)).Succeeded(out var measured, out var refusal))
                return point with { Error = refusal };
            var past = await PastAsync(monitor, cancellationToken);
            return Judge(monitor, point with { Value = measured.Value, Groups = measured.Groups }, past);
        }
        catch (Exception surprise) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, surprise, monitor.Id);
            return point with { Error = MonitorErrors.Surprise };
        }
    }

    /// <summary>Oldest first.</summary>
    private async Task<IReadOnlyList<MonitorPoint>> PastAsync(Monitor monitor, CancellationToken cancellationToken)
    {
        var newest = (await points.ListAsync(monitor.Key, anomaliesOnly: false, Memory, null, cancellationToken)).Value.Items;
        return [.. newest.Where(point => point.Value is not null).Reverse()];
    }

    private static MonitorPoint Judge(Monitor monitor, MonitorPoint point, IReadOnlyList<MonitorPoint> past)
    {
        if (past.Count < monitor.MinimumPoints)
            return point;
        var judged = Judge(monitor, point.At, point.Value!.Value, past.Select(before => new SeriesPoint(before.At, before.Value!.Value)));
        if (!judged.IsAnomaly)
            return point with { Judgement = judged };
        var groups = point.Groups.Keys.Union(past[^1].Groups.Keys).Select(name => ChangeOf(monitor, name, point, past));
        return point with { Judgement = judged, Explanation = Explanation.Of(monitor.Name, judged, [.. groups]) };
    }

    /// <summary>A group that was not seen at a time was nothing then.</summary>
    private static GroupChange ChangeOf(Monitor monitor, string name, MonitorPoint point, IReadOnlyList<MonitorPoint> past)
    {
        var value = point.Groups.GetValueOrDefault(name);
        return new GroupChange(name, value, Judge(monitor, point.At, value, past.Select(before => new SeriesPoint(before.At, before.Groups.GetValueOrDefault(name)))).Expected);
    }

    private static Judgement Judge(Monitor monitor, DateTimeOffset at, double value, IEnumerable<SeriesPoint> past)
    {
        SeriesPoint[] series = [.. past];
        return SeasonalBand.Learn(series, TimeZoneInfo.FindSystemTimeZoneById(monitor.TimeZone)).Judge(series, new SeriesPoint(at, value), monitor.Sensitivity);
    }

    private WebhookEvent Event(Monitor monitor, MonitorPoint point)
    {
        var judged = point.Judgement!;
        var data = new JsonObject
        {
            ["monitor_id"] = Monitor.PublicId.Format(monitor.Id),
            ["monitor_name"] = monitor.Name,
            ["point_id"] = point.Id,
            ["at"] = point.At,
            ["value"] = judged.Value,
            ["expected"] = judged.Expected,
            ["lower"] = judged.Lower,
            ["upper"] = judged.Upper,
            ["deviation"] = Math.Round(judged.Deviation, 2),
            ["explanation"] = point.Explanation,
        };
        return new WebhookEvent(WebhookEvent.IdOf(point.Id, EventTypes.AnomalyDetected), EventTypes.AnomalyDetected, clock.GetUtcNow(), data);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A metric could not be read. Monitor: {Monitor}")]
        public static partial void Failed(ILogger logger, Exception exception, Guid monitor);
    }
}
