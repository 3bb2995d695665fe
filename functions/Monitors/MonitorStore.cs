using Azure.Data.Tables;
using FunctionsPlatform.Monitors.Bands;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Monitors;

/// <summary>Table <c>Monitors</c>: partition = workspace, row = id, oldest first. One that runs by itself stands in the list of what is due too: there first, so that none is forgotten.</summary>
public sealed class MonitorStore(PlatformStorage storage, DueList<MonitorKey> due)
{
    public async Task AddAsync(Monitor monitor, CancellationToken cancellationToken)
    {
        if (monitor.NextRunAt is { } next)
            await due.AddAsync(next, monitor.Key, cancellationToken);
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(ToEntity(monitor), TableUpdateMode.Replace, cancellationToken);
    }

    public async Task<Monitor?> FindAsync(MonitorKey key, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(Partition(key), Row(key), cancellationToken) is { } entity ? ToMonitor(entity) : null;

    /// <summary>Changes a monitor that is there, and what is due with it.</summary>
    /// <param name="change">Null leaves it as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public async Task<Monitor?> ChangeAsync(MonitorKey key, Func<Monitor, Monitor?> change, CancellationToken cancellationToken)
    {
        Monitor? before = null, after = null;
        if (await (await TableAsync(cancellationToken)).ChangeAsync(Partition(key), Row(key), Write, cancellationToken) is null)
            return null;
        if (before!.NextRunAt is { } former && former != after!.NextRunAt)
            await due.RemoveAsync(former, key, cancellationToken);
        return after;

        async ValueTask<TableEntity?> Write(TableEntity? current)
        {
            (before, after) = (null, null);
            if (current is null)
                return null;
            before = ToMonitor(current);
            after = change(before);
            if (after is null)
                return null;
            if (after.NextRunAt is { } next && next != before.NextRunAt)
                await due.AddAsync(next, key, cancellationToken);
            var written = ToEntity(after);
            written.ETag = current.ETag;
            return written;
        }
    }

    public async Task<Result<Page<Monitor>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToMonitor) : error;
    }

    public async Task<bool> RemoveAsync(MonitorKey key, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(Partition(key), Row(key), cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Monitors", cancellationToken);

    private static string Partition(MonitorKey key) => new WorkspaceId(key.Workspace).ToString();

    private static string Row(MonitorKey key) => key.Id.ToString("N");

    private static TableEntity ToEntity(Monitor monitor)
    {
        var entity = new TableEntity(Partition(monitor.Key), Row(monitor.Key))
        {
            ["Name"] = monitor.Name,
            ["Description"] = monitor.Description,
            ["Sensitivity"] = monitor.Sensitivity.ToString(),
            ["MinimumPoints"] = monitor.MinimumPoints,
            ["TimeZone"] = monitor.TimeZone,
            ["IsActive"] = monitor.IsActive,
            ["NextRunAt"] = monitor.NextRunAt?.UtcTicks,
            ["CreatedAt"] = monitor.CreatedAt,
            ["UpdatedAt"] = monitor.UpdatedAt,
        };
        entity.SetJson("Metric", monitor.Metric);
        entity.SetJson("Schedule", StoredSchedule.Of(monitor.Schedule));
        return entity;
    }

    private static Monitor ToMonitor(TableEntity entity) => new(
        Guid.ParseExact(entity.RowKey, "N"),
        new WorkspaceId(Guid.Parse(entity.PartitionKey)),
        entity.GetString("Name"),
        entity.GetJson<MonitorMetric>("Metric")!,
        entity.GetJson<StoredSchedule>("Schedule")!.ToSchedule(),
        entity.GetDateTimeOffset("CreatedAt")!.Value)
    {
        Description = entity.GetString("Description"),
        Sensitivity = Enum.Parse<Sensitivity>(entity.GetString("Sensitivity")),
        MinimumPoints = entity.GetInt32("MinimumPoints")!.Value,
        TimeZone = entity.GetString("TimeZone"),
        IsActive = entity.GetBoolean("IsActive")!.Value,
        NextRunAt = entity.GetInt64("NextRunAt") is { } next ? new DateTimeOffset(next, TimeSpan.Zero) : null,
        UpdatedAt = entity.GetDateTimeOffset("UpdatedAt")!.Value,
    };
}
