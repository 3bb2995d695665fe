using Azure.Data.Tables;
using FunctionsPlatform.Monitors.Bands;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Monitors;

/// <summary>Table <c>MonitorPoints</c>: partition = workspace and monitor, row = id, newest first.</summary>
public sealed class PointStore(PlatformStorage storage)
{
    /// <summary>Long enough to know a year's end from the last one's by eye; bands are learnt from less.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    public async Task SetAsync(MonitorPoint point, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(Partition(point.Monitor), RowKeys.NewestFirst(point.Id))
        {
            ["At"] = point.At,
            ["Value"] = point.Value,
            ["IsAnomaly"] = point.IsAnomaly,
            ["Explanation"] = point.Explanation,
            [ExpiringRows.ExpiresAt] = point.At + KeptFor,
        };
        entity.SetJson("Groups", point.Groups);
        if (point.Judgement is { } judged)
            entity.SetJson("Judgement", judged);
        if (point.Error is { } error)
            entity.SetJson("Error", error);
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
    }

    public async Task<MonitorPoint?> FindAsync(MonitorKey monitor, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(Partition(monitor), RowKeys.NewestFirst(id), cancellationToken) is { } entity ? ToPoint(entity) : null;

    /// <summary>Newest first.</summary>
    public async Task<Result<Page<MonitorPoint>>> ListAsync(MonitorKey monitor, bool anomaliesOnly, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var filter = anomaliesOnly ? "IsAnomaly eq true" : null;
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(Partition(monitor), limit, cursor, cancellationToken, filter);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToPoint) : error;
    }

    public async Task RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveExpiredAsync(now, null, cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("MonitorPoints", cancellationToken);

    private static string Partition(MonitorKey monitor) => $"{monitor.Workspace:D}_{monitor.Id:N}";

    private static MonitorPoint ToPoint(TableEntity entity)
    {
        var owner = entity.PartitionKey.Split('_');
        return new(RowKeys.IdOfNewestFirst(entity.RowKey), new MonitorKey(Guid.Parse(owner[0]), Guid.ParseExact(owner[1], "N")), entity.GetDateTimeOffset("At")!.Value)
        {
            Value = entity.GetDouble("Value"),
            Groups = entity.GetJson<Dictionary<string, double>>("Groups")!,
            Judgement = entity.GetJson<Judgement>("Judgement"),
            Explanation = entity.GetString("Explanation"),
            Error = entity.GetJson<ApiError>("Error"),
        };
    }
}
