using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Dashboards;

/// <summary>Table <c>Dashboards</c>: partition = workspace, row = id, newest first.</summary>
public sealed class DashboardStore(PlatformStorage storage)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Refuses a dashboard that is larger than storage takes.</summary>
    public async Task<ApiError?> SetAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        var entity = Write(dashboard);
        if (EntityLimits.Check(entity) is { } tooLarge)
            return tooLarge;
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
        return null;
    }

    /// <summary>Changes a dashboard that is there.</summary>
    /// <param name="change">A refusal leaves it as it is. May run several times.</param>
    public async Task<Result<Dashboard>> ChangeAsync(WorkspaceId workspace, Guid id, Func<Dashboard, Result<Dashboard>> change, CancellationToken cancellationToken)
    {
        Result<Dashboard> written = DashboardErrors.NotFound;
        await (await TableAsync(cancellationToken)).ChangeAsync(workspace.ToString(), RowKeys.NewestFirst(id), Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = current is null ? DashboardErrors.NotFound : change(Read(current));
            if (!written.Succeeded(out var changed, out _))
                return null;
            var entity = Write(changed);
            entity.ETag = current!.ETag;
            if (EntityLimits.Check(entity) is not { } tooLarge)
                return entity;
            written = tooLarge;
            return null;
        }
    }

    public async Task<Dashboard?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken) is { } entity ? Read(entity) : null;

    public async Task<Result<Page<Dashboard>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(Read) : error;
    }

    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken);

    private static TableEntity Write(Dashboard dashboard)
    {
        var entity = new TableEntity(dashboard.Workspace.ToString(), RowKeys.NewestFirst(dashboard.Id));
        entity.SetJson("Dashboard", dashboard, Json);
        return entity;
    }

    private static Dashboard Read(TableEntity entity) => entity.GetJson<Dashboard>("Dashboard", Json)!;

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Dashboards", cancellationToken);
}
