using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Datasets;

/// <summary>Table <c>Datasets</c>: partition = workspace, row = id, oldest first.</summary>
public sealed class DatasetStore(PlatformStorage storage)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Refuses a dataset that is larger than storage takes.</summary>
    public async Task<ApiError?> SetAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        var entity = ToEntity(dataset);
        if (EntityLimits.Check(entity) is { } tooLarge)
            return tooLarge;
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
        return null;
    }

    /// <summary>Changes a dataset that is there.</summary>
    /// <param name="change">Null leaves it as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public async Task<Dataset?> ChangeAsync(WorkspaceId workspace, Guid id, Func<Dataset, Dataset?> change, CancellationToken cancellationToken)
    {
        Dataset? written = null;
        await (await TableAsync(cancellationToken)).ChangeAsync(workspace.ToString(), Row(id), Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = current is null ? null : change(ToDataset(current));
            if (written is null)
                return null;
            var entity = ToEntity(written);
            entity.ETag = current!.ETag;
            return entity;
        }
    }

    public async Task<Dataset?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var entity = await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), Row(id), cancellationToken);
        return entity is null ? null : ToDataset(entity);
    }

    public async Task<Result<Page<Dataset>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToDataset) : error;
    }

    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(workspace.ToString(), Row(id), cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Datasets", cancellationToken);

    private static string Row(Guid id) => id.ToString("N");

    private static TableEntity ToEntity(Dataset dataset)
    {
        var entity = new TableEntity(dataset.Workspace.ToString(), Row(dataset.Id))
        {
            ["Name"] = dataset.Name,
            ["Description"] = dataset.Description,
            ["Status"] = dataset.Status.ToString(),
            ["CreatedAt"] = dataset.CreatedAt,
            ["UpdatedAt"] = dataset.UpdatedAt,
        };
        entity.SetJson("Source", dataset.Source, Json);
        entity.SetJson("Options", dataset.Options, Json);
        entity.SetJson("Error", dataset.Error, Json);
        entity.SetJson("Report", dataset.Report, Json);
        entity.SetJson("Current", dataset.Current, Json);
        entity.SetJson("Earlier", dataset.Earlier, Json);
        entity.SetJson("Import", dataset.Import, Json);
        entity.SetJson("LastImport", dataset.LastImport, Json);
        return entity;
    }

    private static Dataset ToDataset(TableEntity entity) => new(
        Guid.ParseExact(entity.RowKey, "N"),
        new WorkspaceId(Guid.Parse(entity.PartitionKey)),
        entity.GetString("Name"),
        entity.GetJson<DatasetSource>("Source", Json)!,
        entity.GetDateTimeOffset("CreatedAt")!.Value)
    {
        Description = entity.GetString("Description"),
        Options = entity.GetJson<ReadOptions>("Options", Json)!,
        Status = Enum.Parse<DatasetStatus>(entity.GetString("Status")),
        Error = entity.GetJson<ApiError>("Error", Json),
        Report = entity.GetJson<ImportReport>("Report", Json),
        Current = entity.GetJson<DatasetVersion>("Current", Json),
        Earlier = entity.GetJson<IReadOnlyList<DatasetVersion>>("Earlier", Json)!,
        Import = entity.GetJson<PendingImport>("Import", Json),
        LastImport = entity.GetJson<EndedImport>("LastImport", Json),
        UpdatedAt = entity.GetDateTimeOffset("UpdatedAt")!.Value,
    };
}
