using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>
/// Table <c>SyncRuns</c>: partition = workspace and sync, row = id, newest first. Table <c>OpenSyncRuns</c> lists those that are not finished.
/// </summary>
public sealed class SyncRunStore(PlatformStorage storage)
{
    private const string OpenPartition = "open";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task AddAsync(SyncRun run, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(ToEntity(run), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Changes a run that is there.</summary>
    /// <param name="change">Null leaves it as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public async Task<SyncRun?> ChangeAsync(RunKey key, Func<SyncRun, SyncRun?> change, CancellationToken cancellationToken)
    {
        SyncRun? written = null;
        await (await TableAsync(cancellationToken)).ChangeAsync(Partition(key.Workspace, key.SyncId), RowKeys.NewestFirst(key.Id), Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = current is null ? null : change(ToRun(current));
            if (written is null)
                return null;
            var entity = ToEntity(written);
            entity.ETag = current!.ETag;
            return entity;
        }
    }

    public async Task<SyncRun?> FindAsync(RunKey key, CancellationToken cancellationToken)
    {
        var entity = await (await TableAsync(cancellationToken)).FindAsync(Partition(key.Workspace, key.SyncId), RowKeys.NewestFirst(key.Id), cancellationToken);
        return entity is null ? null : ToRun(entity);
    }

    /// <summary>Newest first.</summary>
    public async Task<Result<Page<SyncRun>>> ListAsync(
        WorkspaceId workspace, Guid syncId, IReadOnlyCollection<RunState>? states, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var filter = states is null ? null : string.Join(" or ", states.Select(state => TableClient.CreateQueryFilter($"State eq {state.ToString()}")));
        var page = await (await TableAsync(cancellationToken))
            .ReadPageAsync<TableEntity>(Partition(workspace.Value, syncId), limit, cursor, cancellationToken, filter);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToRun) : error;
    }

    /// <summary>The runs of a sync that were made before a time.</summary>
    public async IAsyncEnumerable<SyncRun> ListOlderAsync(
        WorkspaceId workspace, Guid syncId, DateTimeOffset before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(workspace.Value, syncId)} and CreatedAt lt {before}");
        await foreach (var entity in (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return ToRun(entity);
    }

    public async Task RemoveAsync(SyncRun run, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(Partition(run.Workspace.Value, run.SyncId), RowKeys.NewestFirst(run.Id), cancellationToken);

    public async Task OpenAsync(RunKey key, CancellationToken cancellationToken) =>
        await (await OpenTableAsync(cancellationToken)).UpsertEntityAsync(
            new TableEntity(OpenPartition, key.Id.ToString("N")) { ["Workspace"] = key.Workspace, ["SyncId"] = key.SyncId }, TableUpdateMode.Replace, cancellationToken);

    public async Task CloseAsync(RunKey key, CancellationToken cancellationToken) =>
        await (await OpenTableAsync(cancellationToken)).RemoveAsync(OpenPartition, key.Id.ToString("N"), cancellationToken);

    /// <summary>Those opened before a time and not closed, oldest first.</summary>
    public async Task<IReadOnlyList<RunKey>> ListOpenAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var table = await OpenTableAsync(cancellationToken);
        var open = new List<RunKey>();
        await foreach (var entity in table.QueryAsync<TableEntity>(row => row.PartitionKey == OpenPartition && row.Timestamp < before, cancellationToken: cancellationToken))
            open.Add(new RunKey(entity.GetGuid("Workspace")!.Value, entity.GetGuid("SyncId")!.Value, Guid.ParseExact(entity.RowKey, "N")));
        return open;
    }

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("SyncRuns", cancellationToken);

    private ValueTask<TableClient> OpenTableAsync(CancellationToken cancellationToken) => storage.TableAsync("OpenSyncRuns", cancellationToken);

    private static string Partition(Guid workspace, Guid syncId) => $"{workspace:D}_{syncId:N}";

    private static TableEntity ToEntity(SyncRun run)
    {
        var entity = new TableEntity(Partition(run.Workspace.Value, run.SyncId), RowKeys.NewestFirst(run.Id))
        {
            ["State"] = run.State.ToString(),
            ["CreatedAt"] = run.CreatedAt,
            ["UpdatedAt"] = run.UpdatedAt,
            ["StartedAt"] = run.StartedAt,
            ["FinishedAt"] = run.FinishedAt,
            ["Chunks"] = run.Chunks,
            ["Wish"] = run.Wish.ToString(),
        };
        entity.SetJson("Request", run.Request, Json);
        entity.SetJson("Counts", run.Counts, Json);
        if (run.Error is { } error)
            entity.SetJson("Error", error);
        return entity;
    }

    private static SyncRun ToRun(TableEntity entity)
    {
        var owner = entity.PartitionKey.Split('_');
        return new(
            RowKeys.IdOfNewestFirst(entity.RowKey),
            Guid.ParseExact(owner[1], "N"),
            new WorkspaceId(Guid.Parse(owner[0])),
            entity.GetJson<RunRequest>("Request", Json)!,
            entity.GetDateTimeOffset("CreatedAt")!.Value)
        {
            State = Enum.Parse<RunState>(entity.GetString("State")),
            UpdatedAt = entity.GetDateTimeOffset("UpdatedAt")!.Value,
            StartedAt = entity.GetDateTimeOffset("StartedAt"),
            FinishedAt = entity.GetDateTimeOffset("FinishedAt"),
            Chunks = entity.GetInt32("Chunks") ?? 0,
            Wish = Enum.Parse<RunWish>(entity.GetString("Wish")),
            Counts = entity.GetJson<RunCounts>("Counts", Json)!,
            Error = entity.GetJson<ApiError>("Error"),
        };
    }
}
