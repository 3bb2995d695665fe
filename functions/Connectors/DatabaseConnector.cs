using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors;

/// <summary>What all connectors do alike. A vendor says how to open a session that only reads, what its types mean and what its errors mean.</summary>
public abstract class DatabaseConnector(TimeProvider clock) : IConnector
{
    /// <summary>How long a server may take to answer a connection.</summary>
    protected static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private static readonly ReadLimits CheckLimits = new(TimeSpan.FromSeconds(5), 1);

    public abstract string Type { get; }

    public abstract SqlDialect Dialect { get; }

    public abstract int? DefaultPort { get; }

    public abstract IReadOnlyList<FieldError> Validate(ConnectionSettings settings);

    /// <summary>A SELECT of one text: the server's product and version.</summary>
    protected abstract string VersionSql { get; }

    /// <summary>The queries that describe a database.</summary>
    protected abstract CatalogQueries Catalog { get; }

    /// <summary>Opens a session that only reads and whose server cancels a statement after <paramref name="timeout"/>.</summary>
    protected abstract Task<DatabaseSession> OpenAsync(ConnectionSettings settings, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Opens a connection that may write. Takes the way that a session for reading takes, so that the same addresses and files are allowed.</summary>
    protected abstract Task<WriteSession> OpenToWriteAsync(ConnectionSettings settings, CancellationToken cancellationToken);

    /// <summary>What an exception of the driver means. The message must be fit for the caller.</summary>
    protected abstract ConnectorException Translate(Exception exception);

    public abstract ColumnKind KindOf(string databaseType);

    public async Task<ServerInfo> CheckAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var rows = await QueryAsync(settings, VersionSql, CheckLimits, cancellationToken);
        return new ServerInfo(rows[0][0] as string ?? Type, clock.GetElapsedTime(started));
    }

    public Task<SchemaCatalog> DiscoverAsync(ConnectionSettings settings, DiscoveryLimits limits, CancellationToken cancellationToken) =>
        new Discovery(this, Catalog, settings, limits, clock).RunAsync(cancellationToken);

    public Task<RowReader> ReadAsync(ConnectionSettings settings, ReadStatement statement, ReadLimits limits, CancellationToken cancellationToken) =>
        ReadAsync(settings, SqlOf(statement), limits, cancellationToken);

    public virtual async Task<IReadOnlyList<string>> ExplainAsync(
        ConnectionSettings settings, ReadStatement statement, ReadLimits limits, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync(settings, ExplainSql(SqlOf(statement)), limits, cancellationToken);
        return [.. rows.Select(PlanLine).SelectMany(line => line.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
    }

    /// <summary>The statement that answers the plan of another without running it.</summary>
    protected abstract string ExplainSql(string sql);

    /// <summary>One row of a plan as text.</summary>
    protected virtual string PlanLine(object?[] row) => row[^1]?.ToString() ?? "";

    /// <summary>All rows of a statement of ours, up to the limit.</summary>
    internal async Task<List<object?[]>> QueryAsync(ConnectionSettings settings, string sql, ReadLimits limits, CancellationToken cancellationToken)
    {
        await using var reader = await ReadAsync(settings, sql, limits, cancellationToken);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellationToken) is { } row)
            rows.Add(row);
        return rows;
    }

    protected virtual Task<RowReader> ReadAsync(ConnectionSettings settings, string sql, ReadLimits limits, CancellationToken cancellationToken) => BeginAsync(
        settings,
        limits.Timeout,
        async (session, limit) =>
        {
            var rows = await session.ExecuteAsync(sql, limit.Token);
            return (RowReader)new DatabaseRowReader(session, rows, session.MapColumns(rows), limit, limits.MaxRows, SafeTranslation(settings));
        },
        cancellationToken);

    /// <summary>Opens a session and begins a statement in it. What begins it takes over both; when it fails, they are ended here.</summary>
    private protected async Task<T> BeginAsync<T>(
        ConnectionSettings settings, TimeSpan timeout, Func<DatabaseSession, StatementLimit, Task<T>> begin, CancellationToken cancellationToken)
    {
        var session = await ConnectAsync(settings, token => OpenAsync(settings, timeout, token), cancellationToken);
        var limit = new StatementLimit(timeout, clock, cancellationToken);
        try
        {
            return await begin(session, limit);
        }
        catch (Exception exception)
        {
            var explained = limit.Explain(exception, SafeTranslation(settings), cancellationToken);
            limit.Dispose();
            await session.DisposeAsync();
            throw explained;
        }
    }

    /// <summary>A connection for a writer, whose owner turns failures into what <see cref="Explain"/> makes of them.</summary>
    internal Task<WriteSession> ConnectToWriteAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
        ConnectAsync(settings, token => OpenToWriteAsync(settings, token), cancellationToken);

    internal ConnectorException Explain(ConnectionSettings settings, Exception failure) => failure as ConnectorException ?? SafeTranslation(settings)(failure);

    private async Task<T> ConnectAsync<T>(ConnectionSettings settings, Func<CancellationToken, Task<T>> open, CancellationToken cancellationToken)
    {
        using var connecting = new StatementLimit(ConnectTimeout, clock, cancellationToken);
        try
        {
            return await open(connecting.Token);
        }
        catch (Exception exception)
        {
            var explained = connecting.Explain(exception, SafeTranslation(settings), cancellationToken);
            throw explained switch
            {
                ConnectorException { Failure: ConnectorFailure.TimedOut } =>
                    new ConnectorException(ConnectorFailure.Unreachable, $"The database did not answer within {ConnectTimeout.TotalSeconds:0} seconds.", exception),
                ConnectorException { Failure: ConnectorFailure.ConnectionLost or ConnectorFailure.StatementFailed } early =>
                    new ConnectorException(ConnectorFailure.Unreachable, early.Message, exception),
                _ => explained,
            };
        }
    }

    protected string SqlOf(ReadStatement statement) => statement.Dialect == Dialect
        ? statement.Text
        : throw new ArgumentException($"A {statement.Dialect} statement cannot run on {Type}.", nameof(statement));

    /// <summary>A server may print what it was sent; the password leaves no message all the same.</summary>
    protected Func<Exception, ConnectorException> SafeTranslation(ConnectionSettings settings) => exception =>
    {
        var translated = Translate(exception);
        return settings.Password is { Length: > 3 } password && translated.ToString().Contains(password, StringComparison.Ordinal)
            ? new ConnectorException(translated.Failure, translated.Message.Replace(password, "***", StringComparison.Ordinal))
            : translated;
    };
}
