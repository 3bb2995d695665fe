using System.Data.Common;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Writing;

/// <summary>What the databases do alike that rows are written to: they are reached as the connector of their vendor reaches them, and each table is a stream.</summary>
public abstract class DatabaseDestination : IDestination
{
    private static readonly ReadLimits DiscoveryLimits = new(TimeSpan.FromSeconds(30), long.MaxValue);

    private readonly DatabaseConnector _connector;
    private readonly TimeProvider _clock;

    private protected DatabaseDestination(DatabaseConnector connector, TimeProvider clock) => (_connector, _clock) = (connector, clock);

    public abstract DestinationDefinition Definition { get; }

    private protected abstract TableQueries Queries { get; }

    /// <summary>Adds the kind and the limits of its native type to a field.</summary>
    private protected abstract DestinationField Describe(DestinationField field);

    private protected abstract DatabaseWriter CreateWriter(WriterContext context);

    /// <summary>The schema of streams that are named without one; null where the database has none.</summary>
    private protected virtual string? DefaultSchema => null;

    public IReadOnlyList<FieldError> Validate(DestinationSettings settings) => _connector.Validate(settings.ToConnection());

    public virtual Task<ServerInfo> CheckAsync(DestinationSettings settings, CancellationToken cancellationToken) =>
        _connector.CheckAsync(settings.ToConnection(), cancellationToken);

    public async Task<IReadOnlyList<DestinationStream>> DiscoverAsync(DestinationSettings settings, CancellationToken cancellationToken)
    {
        var connection = settings.ToConnection();
        var fields = await _connector.QueryAsync(connection, Queries.Fields("''"), DiscoveryLimits, cancellationToken);
        var keys = await _connector.QueryAsync(connection, Queries.Keys("''"), DiscoveryLimits, cancellationToken);
        return [.. DestinationTable.From(fields, keys, Describe).Select(table => table.Stream)];
    }

    public async Task<Result<IRowWriter>> OpenAsync(DestinationSettings settings, WriteTarget target, CancellationToken cancellationToken)
    {
        var connection = settings.ToConnection();
        var session = await _connector.ConnectToWriteAsync(connection, cancellationToken);
        try
        {
            var table = await FindAsync(session.Connection, target.Stream.Name, settings.Text("schema") ?? DefaultSchema, cancellationToken);
            if ((table is null ? WritingErrors.StreamMissing(target.Stream.Name) : TargetCheck.Refusal(table.Stream, target)) is { } refusal)
            {
                await session.DisposeAsync();
                return refusal;
            }
            return CreateWriter(new WriterContext(
                session, token => _connector.ConnectToWriteAsync(connection, token), table!, target, failure => _connector.Explain(connection, failure), _clock));
        }
        catch (Exception failure)
        {
            await session.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw _connector.Explain(connection, failure);
        }
    }

    private async Task<DestinationTable?> FindAsync(DbConnection connection, string stream, string? schema, CancellationToken cancellationToken)
    {
        foreach (var name in schema is null ? [stream] : new[] { stream, $"{schema}.{stream}" })
        {
            var fields = await RowsAsync(connection, Queries.Fields(Queries.Parameter), name, cancellationToken);
            if (fields.Count == 0)
                continue;
            var keys = await RowsAsync(connection, Queries.Keys(Queries.Parameter), name, cancellationToken);
            if (DestinationTable.From(fields, keys, Describe).Find(table => table.Stream.Name == name) is { } found)
                return found;
        }
        return null;
    }

    private async Task<List<object?[]>> RowsAsync(DbConnection connection, string sql, string stream, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = (int)DiscoveryLimits.Timeout.TotalSeconds;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (Queries.Parameter.TrimStart('@', '$'), stream);
        command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            rows.Add(row);
        }
        return rows;
    }
}
