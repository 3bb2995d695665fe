using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Secrets;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Connections;

/// <summary>A connection with all that its connector needs.</summary>
public sealed record OpenConnection(Connection Connection, IConnector Connector, ConnectionSettings Settings);

/// <summary>The connections of workspaces: kept, tested, discovered.</summary>
public sealed class Connections(
    ConnectionStore store, SchemaCache schemas, ConnectorCatalog connectors, SecretStore secrets, Ids ids, TimeProvider clock, IOptions<ConnectionOptions> options)
{
    private readonly TimedCache<(WorkspaceId, Guid), OpenConnection> _open = new(options.Value.RecordCache, clock);

    public Task<Result<Page<Connection>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken) =>
        store.ListAsync(workspace, limit, cursor, cancellationToken);

    public async Task<Result<Connection>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } connection ? connection : ConnectionErrors.NotFound;

    /// <summary>Checks the settings without connecting, and keeps them.</summary>
    /// <param name="id">For a connection whose id is fixed beforehand; it then replaces one of that id.</param>
    public async Task<Result<Connection>> CreateAsync(WorkspaceId workspace, NewConnection request, CancellationToken cancellationToken, Guid? id = null)
    {
        if (!connectors.TryGet(request.Type, out var connector))
            return ConnectionErrors.UnknownType(request.Type, connectors.Types);
        var settings = request.Settings with { Port = request.Settings.Port ?? connector.DefaultPort };
        List<FieldError> wrong = [.. request.Check(), .. connector.Validate(settings).Select(AtRoot)];
        if (wrong.Count > 0)
            return ConnectionErrors.Invalid([.. wrong.DistinctBy(error => error.Path)]);

        var connection = new Connection(id ?? ids.New(), workspace, connector.Type, request.Name.Trim(), settings.Database, clock.GetUtcNow())
        {
            Host = settings.Host,
            Port = settings.Port,
            Username = settings.Username,
            SslMode = settings.SslMode,
        };
        if (settings.Password is { } password)
            await secrets.SetAsync(workspace, connection.SecretId, password, cancellationToken);
        await store.AddAsync(connection, cancellationToken);
        _open.Remove((workspace, connection.Id));
        return connection;
    }

    /// <summary>Removes the connection with its password and its discovered schema. Answers given stay.</summary>
    public async Task<Result<Connection>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } connection)
            return ConnectionErrors.NotFound;
        await secrets.RemoveAsync(workspace, connection.SecretId, cancellationToken);
        await schemas.RemoveAsync(connection, cancellationToken);
        var removed = await store.RemoveAsync(workspace, id, cancellationToken);
        _open.Remove((workspace, id));
        return removed ? connection : ConnectionErrors.NotFound;
    }

    /// <summary>Connects and tells what answered. The outcome is kept on the connection, whichever it is.</summary>
    public async Task<Result<ConnectionTest>> TestAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(workspace, id, cancellationToken)).Succeeded(out var open, out var error))
            return error;
        var outcome = await CheckAsync(open, cancellationToken);
        var test = outcome.Succeeded(out var server, out var failure)
            ? new ConnectionTest(clock.GetUtcNow(), server.Latency, server.Version, null)
            : new ConnectionTest(clock.GetUtcNow(), TimeSpan.Zero, null, failure.Message);
        await store.SetTestAsync(open.Connection, test, cancellationToken);
        return failure is null ? test : failure;
    }

    /// <summary>A connection deleted on another instance is still opened here for <see cref="ConnectionOptions.RecordCache"/>.</summary>
    public async Task<Result<OpenConnection>> OpenAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await _open.GetAsync((workspace, id), () => ReadAsync(workspace, id, cancellationToken)) is { } open ? open : ConnectionErrors.NotFound;

    /// <summary>What the database holds: from the cache while that is fresh, else discovered.</summary>
    public async Task<Result<SchemaCatalog>> SchemaAsync(OpenConnection open, bool refresh, CancellationToken cancellationToken)
    {
        try
        {
            return await schemas.GetAsync(open, refresh, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            return ConnectionErrors.From(failure);
        }
    }

    private async Task<OpenConnection?> ReadAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } connection)
            return null;
        if (!connectors.TryGet(connection.Type, out var connector))
            throw new InvalidOperationException($"This deployment has no connector '{connection.Type}', and a connection that needs it.");
        var password = await secrets.GetAsync(workspace, connection.SecretId, cancellationToken);
        return new OpenConnection(connection, connector, connection.SettingsWith(password));
    }

    private async Task<Result<ServerInfo>> CheckAsync(OpenConnection open, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.TestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await open.Connector.CheckAsync(open.Settings, either.Token);
        }
        catch (ConnectorException failure)
        {
            return ConnectionErrors.From(failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ConnectionErrors.NoAnswer(options.Value.TestTimeout);
        }
    }

    // Connectors name the setting; a request's errors are JSON paths.
    private static FieldError AtRoot(FieldError error) => error.Path.StartsWith('$') ? error : error with { Path = "$." + error.Path };
}
