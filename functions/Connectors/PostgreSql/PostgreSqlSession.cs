using System.Data;
using System.Data.Common;
using System.Globalization;
using Npgsql;
using Npgsql.PostgresTypes;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>A read-only transaction for one statement. Closing the connection rolls it back.</summary>
internal sealed class PostgreSqlSession(NpgsqlConnection connection, TimeSpan timeout) : DatabaseSession(connection)
{
    private readonly NpgsqlConnection _connection = connection;
    private NpgsqlCommand? _command;

    public override async Task<DbDataReader> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        var asText = (await DescribeAsync(sql, cancellationToken)).Select(column => PostgreSqlTypes.IsFetchedAsText(column.Type));
        _command = new NpgsqlCommand(sql, _connection) { UnknownResultTypeList = [.. asText] };
        return await _command.ExecuteReaderAsync(cancellationToken);
    }

    /// <summary>Runs the statement as a binary COPY; null, and nothing runs, where a column's binary form is not known here.</summary>
    public async Task<PostgreSqlCopy?> CopyAsync(string sql, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        var columns = (await DescribeAsync(sql, cancellationToken)).Select(column => (column.Name, Form: PostgreSqlBinaries.Of(column.Type))).ToArray();
        if (columns.Length == 0 || Array.Exists(columns, column => column.Form is null))
            return null;
        // A line of its own for the parenthesis, as everywhere that a statement of others is put into one of ours.
        var stream = await _connection.BeginRawBinaryCopyAsync($"COPY (\n{sql}\n) TO STDOUT (FORMAT binary)", cancellationToken);
        return new PostgreSqlCopy(stream, [.. columns.Select(column => column.Form!.Value)], [.. columns.Select(column => new ResultColumn(column.Name, PostgreSqlBinaries.KindOf(column.Form!.Value)))]);
    }

    /// <summary>SET LOCAL rather than start-up options, which poolers such as PgBouncer refuse.</summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var milliseconds = Math.Max(1, (long)timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        await using var begin = new NpgsqlCommand(
            $"""
            BEGIN TRANSACTION READ ONLY;
            SET LOCAL default_transaction_read_only = on;
            SET LOCAL statement_timeout = {milliseconds};
            SET LOCAL idle_in_transaction_session_timeout = {milliseconds};
            SET LOCAL DateStyle = 'ISO';
            SET LOCAL IntervalStyle = 'postgres'
            """,
            _connection);
        await begin.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Asks for the result's columns before the statement runs, which tells how to fetch them. A batch refuses a text of several statements, where a
    /// command would run them all.
    /// </summary>
    private async Task<IReadOnlyList<(string Name, PostgresType Type)>> DescribeAsync(string sql, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(_connection) { BatchCommands = { new NpgsqlBatchCommand(sql) } };
        await using var columns = await batch.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellationToken);
        return [.. Enumerable.Range(0, columns.FieldCount).Select(at => (columns.GetName(at), columns.GetPostgresType(at)))];
    }

    public override IReadOnlyList<ColumnReader> MapColumns(DbDataReader rows) =>
        [.. Enumerable.Range(0, rows.FieldCount).Select(at => PostgreSqlTypes.ReaderOf(rows.GetName(at), ((NpgsqlDataReader)rows).GetPostgresType(at)))];

    public override void Cancel() => _command?.Cancel();

    public override async ValueTask DisposeAsync()
    {
        if (_command is not null)
            await _command.DisposeAsync();
        await base.DisposeAsync();
    }
}
