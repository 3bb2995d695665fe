using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Datasets.Exports;

/// <summary>Table <c>QueryExports</c>: partition = workspace, row = complement of the id, newest first.</summary>
public sealed class ExportStore(PlatformStorage storage)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Adds an export; one of that id is left as it is.</summary>
    public async Task AddAsync(QueryExport export, CancellationToken cancellationToken) => await (await TableAsync(cancellationToken)).TryAddAsync(ToEntity(export), cancellationToken);

    public async Task<QueryExport?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken) is { } entity ? ToExport(entity) : null;

    /// <param name="change">Null leaves it as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public async Task<QueryExport?> ChangeAsync(WorkspaceId workspace, Guid id, Func<QueryExport, QueryExport?> change, CancellationToken cancellationToken)
    {
        QueryExport? written = null;
        await (await TableAsync(cancellationToken)).ChangeAsync(workspace.ToString(), RowKeys.NewestFirst(id), Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = current is null ? null : change(ToExport(current));
            if (written is null)
                return null;
            var entity = ToEntity(written);
            entity.ETag = current!.ETag;
            return entity;
        }
    }

    /// <param name="scheduledBy">Only the runs of a scheduled query.</param>
    public async Task<Result<Page<QueryExport>>> ListAsync(WorkspaceId workspace, Guid? scheduledBy, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var filter = scheduledBy is { } query ? TableClient.CreateQueryFilter($"ScheduledBy eq {query}") : null;
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken, filter);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToExport) : error;
    }

    /// <summary>Those of all workspaces that were made before a time.</summary>
    public async IAsyncEnumerable<QueryExport> ReadOldAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entity in (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"CreatedAt lt {before}"), cancellationToken: cancellationToken))
            yield return ToExport(entity);
    }

    public async Task RemoveAsync(QueryExport export, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(export.Workspace.ToString(), RowKeys.NewestFirst(export.Id), cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("QueryExports", cancellationToken);

    private static TableEntity ToEntity(QueryExport export)
    {
        var entity = new TableEntity(export.Workspace.ToString(), RowKeys.NewestFirst(export.Id))
        {
            ["DatasetId"] = export.DatasetId,
            ["Format"] = export.Format.ToString(),
            ["CreatedAt"] = export.CreatedAt,
            ["ScheduledBy"] = export.ScheduledBy,
            ["Status"] = export.Status.ToString(),
            ["RowCount"] = export.RowCount,
            ["SizeBytes"] = export.SizeBytes,
            ["FinishedAt"] = export.FinishedAt,
        };
        entity.SetJson("Sql", export.Sql);
        entity.SetJson("Error", export.Error, Json);
        return entity;
    }

    private static QueryExport ToExport(TableEntity entity) => new(
        RowKeys.IdOfNewestFirst(entity.RowKey),
        new WorkspaceId(Guid.Parse(entity.PartitionKey)),
        entity.GetGuid("DatasetId")!.Value,
        entity.GetJson<string>("Sql")!,
        Enum.Parse<ExportFormat>(entity.GetString("Format")),
        entity.GetDateTimeOffset("CreatedAt")!.Value,
        entity.GetGuid("ScheduledBy"))
    {
        Status = Enum.Parse<ExportStatus>(entity.GetString("Status")),
        Error = entity.GetJson<ApiError>("Error", Json),
        RowCount = entity.GetInt64("RowCount")!.Value,
        SizeBytes = entity.GetInt64("SizeBytes")!.Value,
        FinishedAt = entity.GetDateTimeOffset("FinishedAt"),
    };
}
