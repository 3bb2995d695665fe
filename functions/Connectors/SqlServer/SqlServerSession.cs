using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>
/// A transaction for one statement that is always rolled back, since SQL Server has none that only read. The rights of the login are what forbids to write.
/// </summary>
internal sealed class SqlServerSession(SqlConnection connection, TimeSpan timeout) : DatabaseSession(connection)
{
    /// <summary>Opens the text whose plan is wanted. GO parts batches in Microsoft's tools; this setting must be a batch of its own.</summary>
    public const string ShowPlan = "SET SHOWPLAN_ALL ON\nGO\n";

    /// <summary>Who waits for a lock also holds up those behind it.</summary>
    private static readonly TimeSpan LongestLockWait = TimeSpan.FromSeconds(10);

    /// <summary>A session that does not roll back by then is closed, which rolls it back as well.</summary>
    private const int RollbackSeconds = 5;

    private readonly SqlConnection _connection = connection;
    private SqlCommand? _command;
    private DbDataReader? _rows;
    private bool _showsPlan;

    public override async Task<DbDataReader> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await RunAsync(BeginSql(timeout), RollbackSeconds, cancellationToken);
        if (sql.StartsWith(ShowPlan, StringComparison.Ordinal))
        {
            _showsPlan = true;
            await RunAsync("SET SHOWPLAN_ALL ON", RollbackSeconds, cancellationToken);
            sql = sql[ShowPlan.Length..];
        }
        // The token ends the statement; the driver's own limit is there should the token's cancellation go astray.
        _command = new SqlCommand(sql, _connection) { CommandTimeout = (int)Math.Min(Math.Ceiling(timeout.TotalSeconds) + 1, int.MaxValue) };
        return _rows = await _command.ExecuteReaderAsync(cancellationToken);
    }

    /// <summary>
    /// Snapshots neither wait for writers nor hold them up, where the database allows them. Implicit transactions begin after the explicit one, so that a COMMIT in the
    /// text leaves what follows it in a transaction again. The guard reads a text as QUOTED_IDENTIFIER makes the server read it.
    /// </summary>
    internal static string BeginSql(TimeSpan timeout)
    {
        var wait = Math.Max(1, (long)(timeout < LongestLockWait ? timeout : LongestLockWait).TotalMilliseconds);
        return $"""
            SET QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, XACT_ABORT, NOCOUNT ON;
            SET IMPLICIT_TRANSACTIONS, NUMERIC_ROUNDABORT OFF;
            SET DEADLOCK_PRIORITY LOW;
            SET LOCK_TIMEOUT {wait.ToString(CultureInfo.InvariantCulture)};
            IF EXISTS (SELECT 1 FROM sys.databases WHERE database_id = DB_ID() AND snapshot_isolation_state = 1)
                SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
            ELSE
                SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
            BEGIN TRANSACTION;
            SET IMPLICIT_TRANSACTIONS ON;
            """;
    }

    internal const string EndSql = "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION; SET IMPLICIT_TRANSACTIONS OFF;";

    private async Task RunAsync(string sql, int seconds, CancellationToken cancellationToken)
    {
        await using var command = new SqlCommand(sql, _connection) { CommandTimeout = seconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override IReadOnlyList<ColumnReader> MapColumns(DbDataReader rows) => rows.FieldCount == 0
        ? throw new ConnectorException(ConnectorFailure.StatementFailed, "The statement answers no rows: give one SELECT.")
        : [.. Enumerable.Range(0, rows.FieldCount).Select(at => SqlServerTypes.ReaderOf(NameOf(rows, at), rows.GetDataTypeName(at)))];

    /// <summary>An expression has no name unless it is given one.</summary>
    private static string NameOf(DbDataReader rows, int at) => rows.GetName(at) is { Length: > 0 } name ? name : $"column{at + 1}";

    public override void Cancel() => _command?.Cancel();

    /// <summary>Rolls back before the pool takes the connection, which would leave the transaction open until somebody else comes.</summary>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (_rows is { IsClosed: false })
            {
                Cancel();
                await _rows.DisposeAsync();
            }
            if (_showsPlan)
                await RunAsync("SET SHOWPLAN_ALL OFF", RollbackSeconds, CancellationToken.None);
            await RunAsync(EndSql, RollbackSeconds, CancellationToken.None);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or IOException)
        {
            SqlConnection.ClearPool(_connection); // so that closing it ends the session on the server
        }
        if (_command is not null)
            await _command.DisposeAsync();
        await base.DisposeAsync();
    }
}
