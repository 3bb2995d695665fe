using System.Globalization;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Connections;

/// <summary>A connection under a number that is unique in the whole deployment.</summary>
public sealed record DataWorkspace(int Number, WorkspaceId Workspace, Guid ConnectionId, string Name);

/// <summary>Table <c>DataWorkspaces</c>: partition = workspace, row = number. Aliases without a workspace keep the numbers unique.</summary>
public sealed class DataWorkspaces(PlatformStorage storage, Aliases aliases, Ids ids)
{
    private const string Kind = "data_workspace";
    private const int MaximumName = 200;

    /// <param name="number">For one whose number is fixed beforehand; it then replaces one of that number.</param>
    public async Task<Result<DataWorkspace>> CreateAsync(Connection connection, string? name, CancellationToken cancellationToken, int? number = null)
    {
        if (name?.Length > MaximumName)
            return new ApiError(ErrorKind.Invalid, "data_workspace_invalid", "The name is too long.", [new FieldError("$.name", $"At most {MaximumName} characters.")]);
        // A fixed number belongs to its workspace, so that setting it again is no conflict.
        if (number is { } wanted && !await aliases.AddAsync(WorkspaceId.Deployment, Kind, Text(wanted), connection.Workspace.Value, cancellationToken))
            throw new InvalidOperationException($"The data workspace {wanted} belongs to another workspace.");
        var taken = number ?? await aliases.NumberAsync(WorkspaceId.Deployment, Kind, ids.New(), cancellationToken);
        var created = new DataWorkspace(taken, connection.Workspace, connection.Id, name ?? connection.Name);
        var entity = new TableEntity(created.Workspace.ToString(), Row(taken)) { ["ConnectionId"] = created.ConnectionId, ["Name"] = created.Name };
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
        return created;
    }

    /// <summary>One of the workspace. Another's looks as one that is not there: numbers run on, and would tell how many others there are.</summary>
    public async Task<Result<DataWorkspace>> GetAsync(WorkspaceId workspace, int number, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), Row(number), cancellationToken) is { } entity
            ? ToDataWorkspace(entity)
            : ConnectionErrors.DataWorkspaceNotFound;

    public async Task<Result<Page<DataWorkspace>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToDataWorkspace) : error;
    }

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("DataWorkspaces", cancellationToken);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Row(int number) => number.ToString("D10", CultureInfo.InvariantCulture);

    private static DataWorkspace ToDataWorkspace(TableEntity entity) => new(
        int.Parse(entity.RowKey, CultureInfo.InvariantCulture),
        new WorkspaceId(Guid.Parse(entity.PartitionKey)),
        entity.GetGuid("ConnectionId")!.Value,
        entity.GetString("Name"));
}
