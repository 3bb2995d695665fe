using FunctionsPlatform.Connections;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Monitors;

/// <summary>The monitors of workspaces.</summary>
public sealed class Monitors(MonitorStore store, PointStore points, MonitorRuns runs, Metrics metrics, Ids ids, TimeProvider clock)
{
    public const int Most = 200;

    private const int LongestName = 200;
    private const int LongestDescription = 500;
    private const int FewestPoints = 10;
    private const int MostPoints = 1_000;

    public Task<Result<Page<Monitor>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken) =>
        store.ListAsync(workspace, limit, cursor, cancellationToken);

    public async Task<Result<Monitor>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(new MonitorKey(workspace.Value, id), cancellationToken) is { } monitor ? monitor : MonitorErrors.NotFound;

    /// <summary>Reads the metric once to see that it can be read. A database that is away keeps nobody from making a monitor.</summary>
    public async Task<Result<Monitor>> CreateAsync(WorkspaceId workspace, NewMonitor request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var monitor = new Monitor(ids.New(), workspace, request.Name.Trim(), request.Metric, request.Schedule, now)
        {
            Description = request.Description,
            Sensitivity = request.Sensitivity,
            MinimumPoints = request.MinimumPoints,
            TimeZone = request.TimeZone,
            IsActive = request.IsActive,
        };
        if (Check(monitor) is { } wrong)
            return wrong;
        if ((await store.ListAsync(workspace, Most, null, cancellationToken)).Value.Items.Count >= Most)
            return MonitorErrors.TooMany(Most);
        if (!(await metrics.MeasureAsync(workspace, monitor.Metric, cancellationToken)).Succeeded(out _, out var unreadable) && !ConnectionErrors.IsTransient(unreadable))
            return unreadable;
        monitor = monitor with { NextRunAt = monitor.NextAfter(now) };
        await store.AddAsync(monitor, cancellationToken);
        return monitor;
    }

    public async Task<Result<Monitor>> UpdateAsync(WorkspaceId workspace, Guid id, MonitorChange change, CancellationToken cancellationToken)
    {
        var key = new MonitorKey(workspace.Value, id);
        if (await store.FindAsync(key, cancellationToken) is not { } before)
            return MonitorErrors.NotFound;
        if (Check(Apply(before)) is { } wrong)
            return wrong;
        return await store.ChangeAsync(key, Apply, cancellationToken) is { } changed ? changed : MonitorErrors.NotFound;

        Monitor Apply(Monitor monitor)
        {
            var now = clock.GetUtcNow();
            var after = monitor with
            {
                Name = (change.Name ?? monitor.Name).Trim(),
                Description = change.Description ?? monitor.Description,
                Schedule = change.Schedule ?? monitor.Schedule,
                Sensitivity = change.Sensitivity ?? monitor.Sensitivity,
                MinimumPoints = change.MinimumPoints ?? monitor.MinimumPoints,
                TimeZone = change.TimeZone ?? monitor.TimeZone,
                IsActive = change.IsActive ?? monitor.IsActive,
                UpdatedAt = now,
            };
            return after.Schedule == monitor.Schedule && after.IsActive == monitor.IsActive || Check(after) is not null ? after : after with { NextRunAt = after.NextAfter(now) };
        }
    }

    /// <summary>What it saw expires by itself.</summary>
    public async Task<Result<Monitor>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var key = new MonitorKey(workspace.Value, id);
        return await store.FindAsync(key, cancellationToken) is { } monitor && await store.RemoveAsync(key, cancellationToken) ? monitor : MonitorErrors.NotFound;
    }

    /// <summary>Looks at the metric now.</summary>
    public async Task<Result<MonitorPoint>> RunAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(new MonitorKey(workspace.Value, id), cancellationToken) is { } monitor
            ? await runs.RunAsync(monitor, ids.New(), cancellationToken)
            : MonitorErrors.NotFound;

    /// <summary>What was seen, newest first.</summary>
    public async Task<Result<Page<MonitorPoint>>> HistoryAsync(
        WorkspaceId workspace, Guid id, bool anomaliesOnly, int limit, string? cursor, CancellationToken cancellationToken) =>
        await store.FindAsync(new MonitorKey(workspace.Value, id), cancellationToken) is { } monitor
            ? await points.ListAsync(monitor.Key, anomaliesOnly, limit, cursor, cancellationToken)
            : MonitorErrors.NotFound;

    private static ApiError? Check(Monitor monitor)
    {
        var mistakes = new List<FieldError>();
        if (monitor.Name.Length is 0 or > LongestName)
            mistakes.Add(new FieldError("$.name", $"A name has 1 to {LongestName} characters."));
        if (monitor.Description is { Length: > LongestDescription })
            mistakes.Add(new FieldError("$.description", $"At most {LongestDescription} characters."));
        if (monitor.MinimumPoints is < FewestPoints or > MostPoints)
            mistakes.Add(new FieldError("$.min_points", $"From {FewestPoints} to {MostPoints}."));
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(monitor.TimeZone, out _))
            mistakes.Add(new FieldError("$.time_zone", "There is no such time zone. Name one as Europe/Berlin or UTC."));
        else if (monitor.Schedule.Check() is { } wrong)
            mistakes.AddRange(wrong.Fields!.Select(field => new FieldError("$.schedule", field.Message)));
        return mistakes.Count > 0 ? MonitorErrors.Invalid(mistakes) : null;
    }
}
