using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Datasets.Scheduled;

/// <summary>Table <c>ScheduledQueries</c>: partition = workspace, row = id, oldest first.</summary>
public sealed class ScheduledQueryStore(PlatformStorage storage)
{
    public async Task AddAsync(ScheduledQuery query, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).AddEntityAsync(ToEntity(query), cancellationToken);

    /// <summary>Changes one that is there.</summary>
    /// <param name="change">May run several times.</param>
    /// <returns>What was written; null when there is none.</returns>
    public async Task<ScheduledQuery?> ChangeAsync(WorkspaceId workspace, Guid id, Func<ScheduledQuery, ScheduledQuery> change, CancellationToken cancellationToken)
    {
        ScheduledQuery? written = null;
        await (await TableAsync(cancellationToken)).ChangeAsync(workspace.ToString(), Row(id), Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = current is null ? null : change(ToQuery(current));
            if (written is null)
                return null;
            var entity = ToEntity(written);
            entity.ETag = current!.ETag;
            return entity;
        }
    }

    public async Task<ScheduledQuery?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), Row(id), cancellationToken) is { } entity ? ToQuery(entity) : null;

    public async Task<Result<Page<ScheduledQuery>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToQuery) : error;
    }

    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(workspace.ToString(), Row(id), cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("ScheduledQueries", cancellationToken);

    private static string Row(Guid id) => id.ToString("N");

    private static TableEntity ToEntity(ScheduledQuery query)
    {
        var entity = new TableEntity(query.Workspace.ToString(), Row(query.Id))
        {
            ["Name"] = query.Name,
            ["DatasetId"] = query.DatasetId,
            ["Format"] = query.Format.ToString(),
            ["IsEnabled"] = query.IsEnabled,
            ["CreatedAt"] = query.CreatedAt,
            ["UpdatedAt"] = query.UpdatedAt,
        };
        entity.SetJson("Sql", query.Sql);
        entity.SetJson("Schedule", StoredSchedule.Of(query.Schedule));
        return entity;
    }

    private static ScheduledQuery ToQuery(TableEntity entity) => new(
        Guid.ParseExact(entity.RowKey, "N"),
        new WorkspaceId(Guid.Parse(entity.PartitionKey)),
        entity.GetString("Name"),
        entity.GetGuid("DatasetId")!.Value,
        entity.GetJson<string>("Sql")!,
        Enum.Parse<ExportFormat>(entity.GetString("Format")),
        entity.GetBoolean("IsEnabled")!.Value,
        entity.GetDateTimeOffset("CreatedAt")!.Value)
    {
        Schedule = entity.GetJson<StoredSchedule>("Schedule")!.ToSchedule(),
        UpdatedAt = entity.GetDateTimeOffset("UpdatedAt")!.Value,
    };
}
