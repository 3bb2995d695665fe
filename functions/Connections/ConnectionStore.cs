using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Connections;

/// <summary>Table <c>Connections</c>: partition = workspace, row = id, oldest first.</summary>
public sealed class ConnectionStore(PlatformStorage storage)
{
    public async Task AddAsync(Connection connection, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(ToEntity(connection), TableUpdateMode.Replace, cancellationToken);

    public async Task<Connection?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var entity = await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), Row(id), cancellationToken);
        return entity is null ? null : ToConnection(entity);
    }

    public async Task<Result<Page<Connection>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToConnection) : error;
    }

    public async Task SetTestAsync(Connection connection, ConnectionTest test, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).ChangeAsync(
            connection.Workspace.ToString(),
            Row(connection.Id),
            current => current is null ? null : WithTest(current, test),
            cancellationToken);

    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(workspace.ToString(), Row(id), cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Connections", cancellationToken);

    private static string Row(Guid id) => id.ToString("N");

    private static TableEntity ToEntity(Connection connection)
    {
        var entity = new TableEntity(connection.Workspace.ToString(), Row(connection.Id))
        {
            ["Type"] = connection.Type,
            ["Name"] = connection.Name,
            ["Host"] = connection.Host,
            ["Port"] = connection.Port,
            ["Database"] = connection.Database,
            ["Username"] = connection.Username,
            ["SslMode"] = connection.SslMode,
            ["Schema"] = connection.Schema,
            ["Description"] = connection.Description,
            ["UpdatedAt"] = connection.UpdatedAt,
            ["CreatedAt"] = connection.CreatedAt,
        };
        return connection.LastTest is { } test ? WithTest(entity, test) : entity;
    }

    private static TableEntity WithTest(TableEntity entity, ConnectionTest test)
    {
        entity["TestedAt"] = test.At;
        entity["TestLatencyMs"] = test.Latency.TotalMilliseconds;
        entity["ServerVersion"] = test.ServerVersion;
        entity["TestError"] = test.Error;
        return entity;
    }

    private static Connection ToConnection(TableEntity entity) => new(
        Guid.ParseExact(entity.RowKey, "N"),
        new WorkspaceId(Guid.Parse(entity.PartitionKey)),
        entity.GetString("Type"),
        entity.GetString("Name"),
        entity.GetString("Database"),
        entity.GetDateTimeOffset("CreatedAt")!.Value)
    {
        Host = entity.GetString("Host"),
        Port = entity.GetInt32("Port"),
        Username = entity.GetString("Username"),
        SslMode = entity.GetString("SslMode"),
        Schema = entity.GetString("Schema"),
        Description = entity.GetString("Description"),
        UpdatedAt = entity.GetDateTimeOffset("UpdatedAt") ?? entity.GetDateTimeOffset("CreatedAt")!.Value,
        LastTest = entity.GetDateTimeOffset("TestedAt") is { } at
            ? new ConnectionTest(at, TimeSpan.FromMilliseconds(entity.GetDouble("TestLatencyMs") ?? 0), entity.GetString("ServerVersion"), entity.GetString("TestError"))
            : null,
    };
}
