using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Predictions;

/// <summary>
/// Table <c>PredictionModels</c> (partition = workspace, row = id, newest first), table <c>PredictionVersions</c> (partition = model, row = number, newest first),
/// table <c>BatchPredictions</c> (partition = model, row = id, newest first) and table <c>OpenTrainings</c>, which lists trainings until they are over. Files are in <see cref="PredictionFiles"/>.
/// </summary>
public sealed class PredictionStore(PlatformStorage storage)
{
    private const string OpenPartition = "open";
    private const string Content = "Content";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task SetAsync(PredictionModel model, CancellationToken cancellationToken) =>
        await (await ModelsAsync(cancellationToken)).UpsertEntityAsync(Write(model), TableUpdateMode.Replace, cancellationToken);

    public async Task<PredictionModel?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await ModelsAsync(cancellationToken)).FindAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken) is { } entity
            ? Read<PredictionModel>(entity)
            : null;

    public async Task<Result<Page<PredictionModel>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await ModelsAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(Read<PredictionModel>) : error;
    }

    /// <param name="change">Null leaves the model as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public async Task<PredictionModel?> ChangeAsync(
        WorkspaceId workspace, Guid id, Func<PredictionModel, PredictionModel?> change, CancellationToken cancellationToken) =>
        await ChangeAsync(await ModelsAsync(cancellationToken), workspace.ToString(), RowKeys.NewestFirst(id), change, Write, cancellationToken);

    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await ModelsAsync(cancellationToken)).RemoveAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken);

    public async Task SetAsync(ModelVersion version, CancellationToken cancellationToken) =>
        await (await VersionsAsync(cancellationToken)).UpsertEntityAsync(Write(version), TableUpdateMode.Replace, cancellationToken);

    public async Task<ModelVersion?> FindVersionAsync(Guid model, int number, CancellationToken cancellationToken) =>
        await (await VersionsAsync(cancellationToken)).FindAsync(Partition(model), Row(number), cancellationToken) is { } entity ? Read<ModelVersion>(entity) : null;

    public async Task<Result<Page<ModelVersion>>> ListVersionsAsync(Guid model, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await VersionsAsync(cancellationToken)).ReadPageAsync<TableEntity>(Partition(model), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(Read<ModelVersion>) : error;
    }

    /// <inheritdoc cref="ChangeAsync(WorkspaceId, Guid, Func{PredictionModel, PredictionModel?}, CancellationToken)"/>
    public async Task<ModelVersion?> ChangeVersionAsync(Guid model, int number, Func<ModelVersion, ModelVersion?> change, CancellationToken cancellationToken) =>
        await ChangeAsync(await VersionsAsync(cancellationToken), Partition(model), Row(number), change, Write, cancellationToken);

    public async Task RemoveVersionAsync(Guid model, int number, CancellationToken cancellationToken) =>
        await (await VersionsAsync(cancellationToken)).RemoveAsync(Partition(model), Row(number), cancellationToken);

    public async Task SetAsync(BatchPrediction batch, CancellationToken cancellationToken) =>
        await (await BatchesAsync(cancellationToken)).UpsertEntityAsync(Write(batch), TableUpdateMode.Replace, cancellationToken);

    public async Task<BatchPrediction?> FindBatchAsync(Guid model, Guid id, CancellationToken cancellationToken) =>
        await (await BatchesAsync(cancellationToken)).FindAsync(Partition(model), RowKeys.NewestFirst(id), cancellationToken) is { } entity ? Read<BatchPrediction>(entity) : null;

    public async Task<Result<Page<BatchPrediction>>> ListBatchesAsync(Guid model, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await BatchesAsync(cancellationToken)).ReadPageAsync<TableEntity>(Partition(model), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(Read<BatchPrediction>) : error;
    }

    /// <inheritdoc cref="ChangeAsync(WorkspaceId, Guid, Func{PredictionModel, PredictionModel?}, CancellationToken)"/>
    public async Task<BatchPrediction?> ChangeBatchAsync(BatchKey key, Func<BatchPrediction, BatchPrediction?> change, CancellationToken cancellationToken) =>
        await ChangeAsync(await BatchesAsync(cancellationToken), Partition(key.Model), RowKeys.NewestFirst(key.Id), change, Write, cancellationToken);

    public async Task RemoveBatchesAsync(Guid model, CancellationToken cancellationToken)
    {
        var table = await BatchesAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(model)}");
        await foreach (var entity in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            await table.RemoveAsync(entity.PartitionKey, entity.RowKey, cancellationToken);
    }

    public async Task OpenAsync(TrainingKey key, CancellationToken cancellationToken) =>
        await (await OpenTableAsync(cancellationToken)).UpsertEntityAsync(
            new TableEntity(OpenPartition, key.Instance) { ["Workspace"] = key.Workspace, ["Model"] = key.Model, ["Version"] = key.Version },
            TableUpdateMode.Replace,
            cancellationToken);

    public async Task CloseAsync(TrainingKey key, CancellationToken cancellationToken) =>
        await (await OpenTableAsync(cancellationToken)).RemoveAsync(OpenPartition, key.Instance, cancellationToken);

    /// <summary>Those opened before a time and not closed.</summary>
    public async Task<IReadOnlyList<TrainingKey>> ListOpenAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var open = new List<TrainingKey>();
        var rows = (await OpenTableAsync(cancellationToken)).QueryAsync<TableEntity>(row => row.PartitionKey == OpenPartition && row.Timestamp < before, cancellationToken: cancellationToken);
        await foreach (var entity in rows)
            open.Add(new TrainingKey(entity.GetGuid("Workspace")!.Value, entity.GetGuid("Model")!.Value, entity.GetInt32("Version")!.Value));
        return open;
    }

    private ValueTask<TableClient> ModelsAsync(CancellationToken cancellationToken) => storage.TableAsync("PredictionModels", cancellationToken);

    private ValueTask<TableClient> VersionsAsync(CancellationToken cancellationToken) => storage.TableAsync("PredictionVersions", cancellationToken);

    private ValueTask<TableClient> BatchesAsync(CancellationToken cancellationToken) => storage.TableAsync("BatchPredictions", cancellationToken);

    private ValueTask<TableClient> OpenTableAsync(CancellationToken cancellationToken) => storage.TableAsync("OpenTrainings", cancellationToken);

    private static string Partition(Guid model) => model.ToString("N");

    private static string Row(int number) => (int.MaxValue - number).ToString("D10", System.Globalization.CultureInfo.InvariantCulture);

    private static TableEntity Write(PredictionModel model) => Write(model.Workspace.ToString(), RowKeys.NewestFirst(model.Id), model);

    private static TableEntity Write(ModelVersion version) => Write(Partition(version.Model), Row(version.Number), version);

    private static TableEntity Write(BatchPrediction batch) => Write(Partition(batch.Model), RowKeys.NewestFirst(batch.Id), batch);

    private static TableEntity Write<T>(string partition, string row, T record)
    {
        var entity = new TableEntity(partition, row);
        entity.SetJson(Content, record, Json);
        return entity;
    }

    private static T Read<T>(TableEntity entity) => entity.GetJson<T>(Content, Json)!;

    private static async Task<T?> ChangeAsync<T>(
        TableClient table, string partition, string row, Func<T, T?> change, Func<T, TableEntity> write, CancellationToken cancellationToken)
        where T : class
    {
        T? written = null;
        await table.ChangeAsync(partition, row, Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = current is null ? null : change(Read<T>(current));
            if (written is null)
                return null;
            var entity = write(written);
            entity.ETag = current!.ETag;
            return entity;
        }
    }
}

/// <summary>Where a training is: what orchestrations and activities are given, and all that they are given.</summary>
public sealed record TrainingKey(Guid Workspace, Guid Model, int Version)
{
    /// <summary>The id of its orchestration.</summary>
    [JsonIgnore]
    public string Instance => $"{Model:N}-{Version}";

    public static TrainingKey Of(ModelVersion version) => new(version.Workspace.Value, version.Model, version.Number);
}
