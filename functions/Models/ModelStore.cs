using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Models;

/// <summary>Table <c>Models</c>: partition = workspace, row = id, oldest first.</summary>
public sealed class ModelStore(PlatformStorage storage)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Refuses a model that is larger than storage takes.</summary>
    public async Task<ApiError?> SetAsync(Model model, CancellationToken cancellationToken)
    {
        var entity = ToEntity(model);
        if (EntityLimits.Check(entity) is { } tooLarge)
            return tooLarge;
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
        return null;
    }

    public async Task<Model?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var entity = await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), Row(id), cancellationToken);
        return entity is null ? null : ToModel(entity);
    }

    public async Task<Result<Page<Model>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToModel) : error;
    }

    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(workspace.ToString(), Row(id), cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Models", cancellationToken);

    private static string Row(Guid id) => id.ToString("N");

    private static TableEntity ToEntity(Model model)
    {
        var entity = new TableEntity(model.Workspace.ToString(), Row(model.Id))
        {
            ["ConnectionId"] = model.ConnectionId,
            ["Name"] = model.Name,
            ["Description"] = model.Description,
            ["CursorColumn"] = model.CursorColumn,
            ["CreatedAt"] = model.CreatedAt,
            ["UpdatedAt"] = model.UpdatedAt,
        };
        entity.SetJson("Query", model.Query);
        entity.SetJson("PrimaryKey", model.PrimaryKey);
        entity.SetJson("Columns", model.Columns, Json);
        entity.SetJson("Details", model.Details);
        return entity;
    }

    private static Model ToModel(TableEntity entity) => new(
        Guid.ParseExact(entity.RowKey, "N"),
        new WorkspaceId(Guid.Parse(entity.PartitionKey)),
        entity.GetGuid("ConnectionId")!.Value,
        entity.GetString("Name"),
        entity.GetJson<ModelQuery>("Query")!,
        entity.GetJson<IReadOnlyList<string>>("PrimaryKey")!,
        entity.GetDateTimeOffset("CreatedAt")!.Value)
    {
        Description = entity.GetString("Description"),
        Columns = entity.GetJson<IReadOnlyList<ResultColumn>>("Columns", Json)!,
        CursorColumn = entity.GetString("CursorColumn"),
        Details = entity.GetJson<JsonObject>("Details")!,
        UpdatedAt = entity.GetDateTimeOffset("UpdatedAt")!.Value,
    };
}
