using System.Text.Json.Nodes;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Destinations;

/// <summary>Table <c>Destinations</c>: partition = workspace, row = id, oldest first.</summary>
public sealed class DestinationStore(PlatformStorage storage)
{
    public async Task SetAsync(Destination destination, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(ToEntity(destination), TableUpdateMode.Replace, cancellationToken);

    public async Task<Destination?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var entity = await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), Row(id), cancellationToken);
        return entity is null ? null : ToDestination(entity);
    }

    public async Task<Result<Page<Destination>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToDestination) : error;
    }

    public async Task SetTestAsync(Destination destination, DestinationTest test, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).ChangeAsync(
            destination.Workspace.ToString(),
            Row(destination.Id),
            current => current is null ? null : WithTest(current, test),
            cancellationToken);

    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(workspace.ToString(), Row(id), cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Destinations", cancellationToken);

    private static string Row(Guid id) => id.ToString("N");

    private static TableEntity ToEntity(Destination destination)
    {
        var entity = new TableEntity(destination.Workspace.ToString(), Row(destination.Id))
        {
            ["Type"] = destination.Type,
            ["Name"] = destination.Name,
            ["Description"] = destination.Description,
            ["CreatedAt"] = destination.CreatedAt,
            ["UpdatedAt"] = destination.UpdatedAt,
        };
        entity.SetJson("Configuration", destination.Configuration);
        return destination.LastTest is { } test ? WithTest(entity, test) : entity;
    }

    private static TableEntity WithTest(TableEntity entity, DestinationTest test)
    {
        entity["TestedAt"] = test.At;
        entity["TestLatencyMs"] = test.Latency.TotalMilliseconds;
        entity["Version"] = test.Version;
        entity["TestError"] = test.Error;
        return entity;
    }

    private static Destination ToDestination(TableEntity entity) => new(
        Guid.ParseExact(entity.RowKey, "N"),
        new WorkspaceId(Guid.Parse(entity.PartitionKey)),
        entity.GetString("Type"),
        entity.GetString("Name"),
        entity.GetJson<JsonObject>("Configuration") ?? [],
        entity.GetDateTimeOffset("CreatedAt")!.Value)
    {
        Description = entity.GetString("Description"),
        UpdatedAt = entity.GetDateTimeOffset("UpdatedAt")!.Value,
        LastTest = entity.GetDateTimeOffset("TestedAt") is { } at
            ? new DestinationTest(at, TimeSpan.FromMilliseconds(entity.GetDouble("TestLatencyMs") ?? 0), entity.GetString("Version"), entity.GetString("TestError"))
            : null,
    };
}
