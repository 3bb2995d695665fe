using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Destinations.Custom;

/// <summary>Table <c>CustomDestinations</c>: partition = workspace, row = type.</summary>
public sealed class CustomDestinationStore(PlatformStorage storage)
{
    // Templates are full of quotes and brackets, which would grow sixfold.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>False when there is one of that type.</returns>
    public async Task<Result<bool>> AddAsync(CustomDestination custom, CancellationToken cancellationToken)
    {
        var entity = ToEntity(custom);
        return EntityLimits.Check(entity) is { } tooLarge ? tooLarge : await (await TableAsync(cancellationToken)).TryAddAsync(entity, cancellationToken);
    }

    public async Task<ApiError?> SetAsync(CustomDestination custom, CancellationToken cancellationToken)
    {
        var entity = ToEntity(custom);
        if (EntityLimits.Check(entity) is { } tooLarge)
            return tooLarge;
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
        return null;
    }

    public async Task<CustomDestination?> FindAsync(WorkspaceId workspace, string type, CancellationToken cancellationToken)
    {
        var entity = await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), RowKeys.Escape(type), cancellationToken);
        return entity is null ? null : ToCustom(entity);
    }

    public async Task<IReadOnlyList<CustomDestination>> ListAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var all = new List<CustomDestination>();
        var partition = workspace.ToString();
        await foreach (var entity in (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: cancellationToken))
            all.Add(ToCustom(entity));
        return all;
    }

    public async Task<bool> RemoveAsync(CustomDestination custom, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(custom.Workspace.ToString(), custom.Type, cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("CustomDestinations", cancellationToken);

    private static TableEntity ToEntity(CustomDestination custom)
    {
        var entity = new TableEntity(custom.Workspace.ToString(), custom.Type)
        {
            ["CreatedBy"] = custom.CreatedBy,
            ["CreatedAt"] = custom.CreatedAt,
            ["UpdatedAt"] = custom.UpdatedAt,
        };
        entity.SetJson("Manifest", custom.Manifest, Json);
        return entity;
    }

    private static CustomDestination ToCustom(TableEntity entity) => new(
        new WorkspaceId(Guid.Parse(entity.PartitionKey)), entity.RowKey, entity.GetJson<JsonObject>("Manifest")!, entity.GetDateTimeOffset("CreatedAt")!.Value)
    {
        CreatedBy = entity.GetString("CreatedBy"),
        UpdatedAt = entity.GetDateTimeOffset("UpdatedAt")!.Value,
    };
}
