using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Syncs.Mapping;

namespace FunctionsPlatform.Syncs;

/// <summary>Table <c>Syncs</c>: partition = workspace, row = id, oldest first. A deleted sync stays as a row without a place in lists for as long as it has runs.</summary>
public sealed class SyncStore(PlatformStorage storage)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Adds a sync, or replaces one of that id. Refuses one that is larger than storage takes.</summary>
    public async Task<ApiError?> SetAsync(Sync sync, CancellationToken cancellationToken)
    {
        var entity = ToEntity(sync);
        if (EntityLimits.Check(entity) is { } tooLarge)
            return tooLarge;
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
        return null;
    }

    /// <summary>Changes a sync that is there.</summary>
    /// <param name="change">Null leaves it as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public async Task<Sync?> ChangeAsync(WorkspaceId workspace, Guid id, Func<Sync, Sync?> change, CancellationToken cancellationToken)
    {
        Sync? written = null;
        await (await TableAsync(cancellationToken)).ChangeAsync(workspace.ToString(), Row(id), Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = current is null || IsDeleted(current) ? null : change(ToSync(current));
            if (written is null)
                return null;
            var entity = ToEntity(written);
            entity.ETag = current!.ETag;
            return entity;
        }
    }

    public async Task<Sync?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var entity = await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), Row(id), cancellationToken);
        return entity is null || IsDeleted(entity) ? null : ToSync(entity);
    }

    public async Task<Result<Page<Sync>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await TableAsync(cancellationToken))
            .ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken, TableClient.CreateQueryFilter($"IsDeleted eq {false}"));
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToSync) : error;
    }

    /// <summary>The syncs of all workspaces, deleted ones too.</summary>
    public async IAsyncEnumerable<(Sync Sync, bool IsDeleted)> ListEverythingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entity in (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(cancellationToken: cancellationToken))
            yield return (ToSync(entity), IsDeleted(entity));
    }

    /// <summary>Hides the sync.</summary>
    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var removed = await (await TableAsync(cancellationToken)).ChangeAsync(workspace.ToString(), Row(id), Delete, cancellationToken);
        return removed is not null;

        static TableEntity? Delete(TableEntity? current)
        {
            if (current is null || IsDeleted(current))
                return null;
            current["IsDeleted"] = true;
            return current;
        }
    }

    /// <summary>Forgets a sync that is hidden.</summary>
    public async Task EraseAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        if (await table.FindAsync(workspace.ToString(), Row(id), cancellationToken) is { } entity && IsDeleted(entity))
            await table.TryRemoveAsync(entity, cancellationToken);
    }

    private static bool IsDeleted(TableEntity entity) => entity.GetBoolean("IsDeleted") == true;

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Syncs", cancellationToken);

    private static string Row(Guid id) => id.ToString("N");

    private static TableEntity ToEntity(Sync sync)
    {
        var entity = new TableEntity(sync.Workspace.ToString(), Row(sync.Id))
        {
            ["ModelId"] = sync.ModelId,
            ["DestinationId"] = sync.DestinationId,
            ["Name"] = sync.Name,
            ["Stream"] = sync.Stream,
            ["Description"] = sync.Description,
            ["Read"] = sync.Read.ToString(),
            ["CursorColumn"] = sync.CursorColumn,
            ["Write"] = sync.Write.ToString(),
            ["Missed"] = sync.Missed.ToString(),
            ["IsEnabled"] = sync.IsEnabled,
            ["MaxRemovalShare"] = sync.MaxRemovalShare,
            ["TimeZone"] = sync.TimeZone,
            ["CreatedAt"] = sync.CreatedAt,
            ["UpdatedAt"] = sync.UpdatedAt,
            ["IsDeleted"] = false,
        };
        entity.SetJson("Mappings", sync.Mappings, Json);
        entity.SetJson("Key", sync.Key);
        entity.SetJson("Schedule", StoredSchedule.Of(sync.Schedule));
        entity.SetJson("Options", sync.Options);
        entity.SetJson("Details", sync.Details);
        entity.SetJson("Progress", sync.Progress, Json);
        return entity;
    }

    private static Sync ToSync(TableEntity entity) => new(
        Guid.ParseExact(entity.RowKey, "N"),
        new WorkspaceId(Guid.Parse(entity.PartitionKey)),
        entity.GetGuid("ModelId")!.Value,
        entity.GetGuid("DestinationId")!.Value,
        entity.GetString("Name"),
        entity.GetString("Stream"),
        entity.GetDateTimeOffset("CreatedAt")!.Value)
    {
        Description = entity.GetString("Description"),
        Mappings = entity.GetJson<IReadOnlyList<FieldMapping>>("Mappings", Json)!,
        Read = Enum.Parse<ReadStrategy>(entity.GetString("Read")),
        CursorColumn = entity.GetString("CursorColumn"),
        Write = Enum.Parse<WriteMode>(entity.GetString("Write")),
        Key = entity.GetJson<IReadOnlyList<string>>("Key")!,
        Schedule = entity.GetJson<StoredSchedule>("Schedule")!.ToSchedule(),
        Missed = Enum.Parse<MissedRuns>(entity.GetString("Missed")),
        IsEnabled = entity.GetBoolean("IsEnabled")!.Value,
        MaxRemovalShare = entity.GetDouble("MaxRemovalShare")!.Value,
        TimeZone = entity.GetString("TimeZone"),
        Options = entity.GetJson<JsonObject>("Options")!,
        Details = entity.GetJson<JsonObject>("Details")!,
        UpdatedAt = entity.GetDateTimeOffset("UpdatedAt")!.Value,
        Progress = entity.GetJson<SyncProgress>("Progress", Json)!,
    };
}
