using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Knowledge;

/// <summary>Table <c>Knowledge</c>: partition = workspace, row = kind and id, oldest first.</summary>
public sealed class DefinitionStore(PlatformStorage storage)
{
    public async Task<ApiError?> SetAsync<T>(DefinitionKind<T> kind, Definition<T> definition, CancellationToken cancellationToken)
        where T : class
    {
        var entity = new TableEntity(definition.Workspace.ToString(), Row(kind, definition.Id))
        {
            ["ConnectionId"] = definition.ConnectionId,
            ["CreatedAt"] = definition.CreatedAt,
            ["UpdatedAt"] = definition.UpdatedAt,
        };
        entity.SetJson("Content", definition.Content);
        if (EntityLimits.Check(entity) is { } tooLarge)
            return tooLarge;
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
        return null;
    }

    public async Task<Definition<T>?> FindAsync<T>(DefinitionKind<T> kind, WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
        where T : class
    {
        var entity = await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), Row(kind, id), cancellationToken);
        return entity is null ? null : ToDefinition(kind, entity);
    }

    public async Task<IReadOnlyList<Definition<T>>> ListAsync<T>(DefinitionKind<T> kind, WorkspaceId workspace, CancellationToken cancellationToken)
        where T : class
    {
        var all = new List<Definition<T>>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {workspace.ToString()} and RowKey gt {kind.Word + "-"} and RowKey lt {kind.Word + "."}");
        await foreach (var entity in (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            all.Add(ToDefinition(kind, entity));
        return all;
    }

    public async Task<bool> RemoveAsync<T>(DefinitionKind<T> kind, Definition<T> definition, CancellationToken cancellationToken)
        where T : class =>
        await (await TableAsync(cancellationToken)).RemoveAsync(definition.Workspace.ToString(), Row(kind, definition.Id), cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Knowledge", cancellationToken);

    private static string Row<T>(DefinitionKind<T> kind, Guid id)
        where T : class => $"{kind.Word}-{id:N}";

    private static Definition<T> ToDefinition<T>(DefinitionKind<T> kind, TableEntity entity)
        where T : class => new(
        Guid.ParseExact(entity.RowKey[(kind.Word.Length + 1)..], "N"),
        new WorkspaceId(Guid.Parse(entity.PartitionKey)),
        entity.GetGuid("ConnectionId")!.Value,
        entity.GetJson<T>("Content")!,
        entity.GetDateTimeOffset("CreatedAt")!.Value)
        {
            UpdatedAt = entity.GetDateTimeOffset("UpdatedAt")!.Value,
        };
}
