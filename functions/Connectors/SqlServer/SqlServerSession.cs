using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>
/// A transaction for one SELECT that is always rolled back: SQL Server has no read-only transactions. Give the connection a user with SELECT alone.
/// </summary>
internal sealed class SqlServerSession(SqlConnection connection, TimeSpan timeout) : DatabaseSession(connection)
{
    public const string PlanOf = "-- plan\n";

    private readonly SqlConnection _connection = connection;
    private SqlCommand? _command;
    private SqlTransaction? _transaction;
    private bool _showsPlan;

    public override async Task<DbDataReader> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        _showsPlan = sql.StartsWith(PlanOf, StringComparison.Ordinal);
        var select = _showsPlan ? sql[PlanOf.Length..] : sql;
        if (Refusal(select) is { } refusal) throw new ConnectorException(ConnectorFailure.StatementFailed, refusal);

        if (_showsPlan) await RunAsync("SET SHOWPLAN_TEXT ON", cancellationToken);
        else
        {
            await RunAsync(string.Create(CultureInfo.InvariantCulture, $"SET LOCK_TIMEOUT {Math.Max(1, (long)timeout.TotalMilliseconds)}"), cancellationToken);
            _transaction = (SqlTransaction)await _connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken);
        }
        _command = new SqlCommand(select, _connection, _transaction) { CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds) };
        return await _command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
    }

    /// <summary>The server would run every statement of a batch; its own parser tells whether there is one SELECT, and that it writes no table.</summary>
    internal static string? Refusal(string sql)
    {
        using var text = new StringReader(sql);
        var script = new TSql160Parser(initialQuotedIdentifiers: true).Parse(text, out var errors) as TSqlScript;
        if (errors is [var error, ..]) return $"{error.Message} (at character {error.Offset + 1})";
        return script?.Batches is [{ Statements: [SelectStatement { Into: null }] }] ? null : "Give one SELECT, without INTO.";
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new SqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override IReadOnlyList<ColumnReader> MapColumns(DbDataReader rows) =>
        [.. Enumerable.Range(0, rows.FieldCount).Select(at => SqlServerTypes.ReaderOf(rows.GetName(at), rows.GetDataTypeName(at)))];

    public override void Cancel() => _command?.Cancel();

    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (_transaction is not null) await _transaction.DisposeAsync(); // rolls back
            if (_showsPlan) await RunAsync("SET SHOWPLAN_TEXT OFF", CancellationToken.None);
        }
        catch (Exception exception) when (exception is SqlException or InvalidOperationException)
        {
            // The connection is gone, and the transaction with it.
        }
        if (_command is not null) await _command.DisposeAsync();
        await base.DisposeAsync();
    }
}
