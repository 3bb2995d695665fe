using System.Text.Json;
using Azure;
using DuckDB.NET.Data;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.DuckDb;
using FunctionsPlatform.Datasets.Files;
using FunctionsPlatform.Datasets.Queries;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Datasets;

/// <summary>SQL over datasets, each a table by its name. It passes the guard, reads datasets of the workspace and nothing else, and is bounded in time, memory and threads.</summary>
public sealed class DatasetQueries : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Datasets _datasets;
    private readonly DatasetFiles _files;
    private readonly DatasetOptions _options;
    private readonly TimeProvider _clock;
    private readonly QueryInstances _instances;
    private readonly SemaphoreSlim _room;

    public DatasetQueries(Datasets datasets, DatasetFiles files, IOptions<DatasetOptions> options, TimeProvider clock)
    {
        (_datasets, _files, _options, _clock) = (datasets, files, options.Value, clock);
        _instances = new QueryInstances(options.Value, clock);
        _room = new SemaphoreSlim(options.Value.MaxQueries);
    }

    /// <summary>How long a query may run.</summary>
    public TimeSpan Timeout => _options.QueryTimeout;

    public void Dispose()
    {
        _instances.Dispose();
        _room.Dispose();
    }

    /// <summary>
    /// Runs one reading statement over a dataset, which is a table by its name as every dataset of the workspace is. The caller disposes the reader, whose rows may fail with
    /// <see cref="ConnectorException"/>.
    /// </summary>
    public async Task<Result<RowReader>> ReadAsync(WorkspaceId workspace, Guid dataset, string sql, ReadLimits limits, CancellationToken cancellationToken)
    {
        if (!(await PlanAsync(workspace, dataset, sql, cancellationToken)).Succeeded(out var plan, out var refusal))
            return refusal;
        if (!await _room.WaitAsync(LongestWait, cancellationToken))
            return DatasetErrors.TooManyQueries;
        var isGiven = false;
        try
        {
            if (!(await LeaseAsync(workspace, plan.Tables, cancellationToken)).Succeeded(out var tables, out refusal))
                return refusal;
            var reader = await StartAsync(workspace, plan, tables, limits, cancellationToken);
            isGiven = reader.Succeeded(out _, out _);
            return reader;
        }
        finally
        {
            if (!isGiven)
                _room.Release();
        }
    }

    /// <summary>Why a statement could not be run over a dataset once both have content; null where it could.</summary>
    /// <param name="sql">Null where only the dataset matters.</param>
    public async Task<ApiError?> CheckAsync(WorkspaceId workspace, Guid dataset, string? sql, CancellationToken cancellationToken)
    {
        if (sql is null)
            return (await _datasets.GetAsync(workspace, dataset, cancellationToken)).Succeeded(out _, out var missing) ? null : missing;
        return (await PlanAsync(workspace, dataset, sql, cancellationToken)).Succeeded(out _, out var refusal) || refusal == DatasetErrors.NotReady ? null : refusal;
    }

    /// <summary>The statement as it may run, and the datasets that it reads.</summary>
    internal async Task<Result<QueryPlan>> PlanAsync(WorkspaceId workspace, Guid dataset, string sql, CancellationToken cancellationToken)
    {
        if (!SqlGuard.Check(sql, SqlDialect.DuckDb).Succeeded(out var statement, out var refusal))
            return refusal;
        if (!(await _datasets.GetAsync(workspace, dataset, cancellationToken)).Succeeded(out var named, out refusal))
            return refusal;
        if (named.Current is null)
            return DatasetErrors.NotReady;
        if (!Names(workspace, statement).Succeeded(out var names, out refusal))
            return refusal;
        var tables = new List<Dataset>();
        foreach (var name in names)
        {
            var table = name.Equals(named.Name, StringComparison.OrdinalIgnoreCase) ? named : await _datasets.FindAsync(workspace, name, cancellationToken);
            if (table is null)
                return DatasetErrors.TableUnknown(name);
            if (table.Current is null)
                return DatasetErrors.NotReady;
            tables.Add(table);
        }

        return new QueryPlan(statement, tables);
    }

    /// <summary>DuckDB itself tells which tables a statement reads, and that it is one SELECT.</summary>
    private Result<IReadOnlyList<string>> Names(WorkspaceId workspace, ReadStatement statement)
    {
        using var connection = _instances.Open(_files.CacheOf(workspace), out var closed);
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT json_serialize_sql($1::VARCHAR)";
            command.Parameters.Add(new DuckDBParameter(statement.Text));
            using var parsed = JsonDocument.Parse((string)command.ExecuteScalar()!);
            if (DuckDbSession.RefusalOf(parsed.RootElement) is { } refused)
                return ConnectionErrors.From(new ConnectorException(ConnectorFailure.StatementFailed, refused));
            var names = QueryTables.Of(parsed.RootElement, out var qualified);
            return qualified is null ? Result.Of(names) : DatasetErrors.TableUnknown(qualified);
        }
        catch (DuckDBException failure)
        {
            return ConnectionErrors.From(Translate(failure));
        }
        finally
        {
            closed();
        }
    }

    /// <summary>Copies of the datasets. A version that was dropped since it was looked up is looked up again.</summary>
    internal async Task<Result<LeasedTables>> LeaseAsync(WorkspaceId workspace, IReadOnlyList<Dataset> tables, CancellationToken cancellationToken)
    {
        var leased = new LeasedTables();
        var isGiven = false;
        try
        {
            foreach (var table in tables)
            {
                if (!(await LeaseAsync(workspace, table, cancellationToken)).Succeeded(out var files, out var refusal))
                    return refusal;
                leased.Add(table.Name, files);
            }

            isGiven = true;
            return leased;
        }
        finally
        {
            if (!isGiven)
                leased.Dispose();
        }
    }

    private async Task<Result<CachedFiles>> LeaseAsync(WorkspaceId workspace, Dataset table, CancellationToken cancellationToken)
    {
        try
        {
            return await _files.LeaseAsync(workspace, table.Current!.Parts, cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            if (!(await _datasets.GetAsync(workspace, table.Id, cancellationToken)).Succeeded(out var now, out var refusal))
                return refusal;
            return now.Current is { } current ? await _files.LeaseAsync(workspace, current.Parts, cancellationToken) : DatasetErrors.NotReady;
        }
    }

    private async Task<Result<RowReader>> StartAsync(WorkspaceId workspace, QueryPlan plan, LeasedTables tables, ReadLimits limits, CancellationToken cancellationToken)
    {
        // Its end is the end of all that the query holds, except for its place among those that run.
        var session = new DuckDbSession(Open(workspace, tables, out var closed), null, () =>
        {
            closed();
            tables.Dispose();
        });
        var limit = new StatementLimit(limits.Timeout, _clock, cancellationToken);
        try
        {
            foreach (var view in tables.Views)
                session.Prepare(view);
            var rows = await session.ExecuteAsync(plan.Statement.Text, limit.Token);
            var reader = new DatabaseRowReader(session, rows, session.MapColumns(rows), limit, limits.MaxRows, Translate);
            return new QueryReader(reader, () => _room.Release());
        }
        catch (Exception failure)
        {
            var explained = limit.Explain(failure, Translate, cancellationToken);
            limit.Dispose();
            await session.DisposeAsync();
            return explained is ConnectorException refused ? ConnectionErrors.From(refused) : throw explained;
        }
    }

    private DuckDBConnection Open(WorkspaceId workspace, LeasedTables tables, out Action closed)
    {
        try
        {
            return _instances.Open(_files.CacheOf(workspace), out closed);
        }
        catch
        {
            tables.Dispose();
            throw;
        }
    }

    /// <summary>Messages of DuckDB may name its files; those of a query never do.</summary>
    internal ConnectorException Translate(Exception failure) => failure switch
    {
        DuckDBException e when e.Message.Contains("Out of Memory", StringComparison.OrdinalIgnoreCase) =>
            new(ConnectorFailure.StatementFailed, $"The query needs more than the {_options.QueryMemoryMb:N0} MB that a query may take. Read fewer rows or columns, or group before joining.", e),
        DuckDBException e when !e.Message.Contains(".parquet", StringComparison.OrdinalIgnoreCase) => new(ConnectorFailure.StatementFailed, DuckDbConnector.Message(e.Message), e),
        _ => new(ConnectorFailure.StatementFailed, "The result could not be read.", failure),
    };
}
