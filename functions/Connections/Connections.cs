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
    ConnectionStore store, SchemaCache schemas, ConnectorCatalog connectors, SecretStore secrets, UniqueNames names, Ids ids, TimeProvider clock, IOptions<ConnectionOptions> options)
{
    private const string NameKind = "connection";

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
        if (Check(request, connector) is { } invalid)
            return invalid;
        var connection = With(
            new Connection(id ?? ids.New(), workspace, connector.Type, request.Name.Trim(), request.Settings.Database, clock.GetUtcNow())
            {
                Schema = request.Schema,
                Description = request.Description,
            },
            request.Settings,
            connector);
        if (!request.MayShareName && !await TakeNameAsync(connection, cancellationToken))
            return ConnectionErrors.NameTaken(connection.Name);
        await KeepAsync(connection, request.Settings.Password, cancellationToken);
        return connection;
    }

    public async Task<Result<Connection>> UpdateAsync(WorkspaceId workspace, Guid id, ConnectionChange change, CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(workspace, id, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        // What is open may be some seconds old.
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } before)
            return ConnectionErrors.NotFound;
        var settings = change.Settings ?? before.SettingsWith(open.Settings.Password);
        if (Check(new NewConnection(before.Type, change.Name ?? before.Name, settings), open.Connector) is { } invalid)
            return invalid;
        var after = With(before, settings, open.Connector) with
        {
            Name = (change.Name ?? before.Name).Trim(),
            Schema = change.Schema ?? before.Schema,
            Description = change.Description ?? before.Description,
            UpdatedAt = clock.GetUtcNow(),
            // What was found with other settings says nothing of these.
            LastTest = change.Settings is null ? before.LastTest : null,
        };
        if (after.Name != before.Name && !await TakeNameAsync(after, cancellationToken))
            return ConnectionErrors.NameTaken(after.Name);
        await KeepAsync(after, change.Settings?.Password, cancellationToken);
        if (!after.Name.Equals(before.Name, StringComparison.OrdinalIgnoreCase))
            await names.ReleaseAsync(workspace, NameKind, before.Name, id, cancellationToken);
        if (change.Settings is not null)
            await schemas.RemoveAsync(after, cancellationToken);
        return after;
    }

    /// <summary>Removes the connection with its password and its discovered schema. Answers given stay.</summary>
    public async Task<Result<Connection>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } connection)
            return ConnectionErrors.NotFound;
        await secrets.RemoveAsync(workspace, connection.SecretId, cancellationToken);
        await schemas.RemoveAsync(connection, cancellationToken);
        await names.ReleaseAsync(workspace, NameKind, connection.Name, id, cancellationToken);
        var removed = await store.RemoveAsync(workspace, id, cancellationToken);
        _open.Remove((workspace, id));
        return removed ? connection : ConnectionErrors.NotFound;
    }

    /// <summary>Connects and tells what answered. The outcome is kept on the connection, whichever it is.</summary>
    public async Task<Result<ConnectionTest>> TestAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(workspace, id, cancellationToken)).Succeeded(out var open, out var error))
            return error;
        var outcome = await CheckAsync(open.Connector, open.Settings, cancellationToken);
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

    /// <summary>Tests settings that are not kept.</summary>
    public async Task<Result<ServerInfo>> TestAsync(string type, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        if (!connectors.TryGet(type, out var connector))
            return ConnectionErrors.UnknownType(type, connectors.Types);
        return Check(new NewConnection(type, type, settings), connector) is { } invalid
            ? invalid
            : await CheckAsync(connector, settings, cancellationToken);
    }

    private static ApiError? Check(NewConnection request, IConnector connector)
    {
        List<FieldError> wrong = [.. request.Check(), .. connector.Validate(request.Settings).Select(AtRoot)];
        return wrong.Count > 0 ? ConnectionErrors.Invalid([.. wrong.DistinctBy(error => error.Path)]) : null;
    }

    private static Connection With(Connection connection, ConnectionSettings settings, IConnector connector) => connection with
    {
        Database = settings.Database,
        Host = settings.Host,
        Port = settings.Port ?? connector.DefaultPort,
        Username = settings.Username,
        SslMode = settings.SslMode,
    };

    private async Task KeepAsync(Connection connection, string? password, CancellationToken cancellationToken)
    {
        if (password is not null)
            await secrets.SetAsync(connection.Workspace, connection.SecretId, password, cancellationToken);
        await store.AddAsync(connection, cancellationToken);
        _open.Remove((connection.Workspace, connection.Id));
    }

    private Task<bool> TakeNameAsync(Connection connection, CancellationToken cancellationToken) => names.TakeAsync(
        connection.Workspace,
        NameKind,
        connection.Name,
        connection.Id,
        async holder => await store.FindAsync(connection.Workspace, holder, cancellationToken) is not null,
        cancellationToken);

    private async Task<OpenConnection?> ReadAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } connection)
            return null;
        if (!connectors.TryGet(connection.Type, out var connector))
            throw new InvalidOperationException($"This deployment has no connector '{connection.Type}', and a connection that needs it.");
        var password = await secrets.GetAsync(workspace, connection.SecretId, cancellationToken);
        return new OpenConnection(connection, connector, connection.SettingsWith(password));
    }

    private async Task<Result<ServerInfo>> CheckAsync(IConnector connector, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.TestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await connector.CheckAsync(settings, either.Token);
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
