using System.Data.Common;
using System.Globalization;
using System.Text;
using MySqlConnector;

namespace FunctionsPlatform.Connectors.MySql;

/// <summary>A read-only transaction of a session that starts no other kind.</summary>
internal sealed class MySqlSession(MySqlConnection connection, TimeSpan timeout) : DatabaseSession(connection)
{
    private const int RollbackSeconds = 5;

    private readonly MySqlConnection _connection = connection;
    private MySqlCommand? _command;

    public override async Task<DbDataReader> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        _command = new MySqlCommand(Prepared(sql), _connection) { CommandTimeout = 0 }; // the caller's token ends commands
        return await _command.ExecuteReaderAsync(cancellationToken);
    }

    /// <summary>
    /// The driver sends several statements in one text, always. So the text travels as a value and the server prepares it, since PREPARE takes one statement alone
    /// (https://dev.mysql.com/doc/refman/8.4/en/prepare.html).
    /// </summary>
    private static string Prepared(string sql) =>
        $"SET @statement = CONVERT(0x{Convert.ToHexString(Encoding.UTF8.GetBytes(sql))} USING utf8mb4); PREPARE statement FROM @statement; EXECUTE statement";

    /// <summary>
    /// A procedure may commit: the transactions after that only read as well.
    /// The mode is fixed, because the guard reads a text as that mode does: with ANSI_QUOTES or NO_BACKSLASH_ESCAPES a string would end elsewhere.
    /// </summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var limit = _connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase)
            ? $"max_statement_time = {Math.Max(0.001, timeout.TotalSeconds).ToString("0.###", CultureInfo.InvariantCulture)}"
            : $"max_execution_time = {Math.Max(1, (long)timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)}";
        await using var begin = new MySqlCommand(
            $"""
            SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', SESSION time_zone = '+00:00', SESSION {limit};
            SET SESSION TRANSACTION READ ONLY;
            START TRANSACTION READ ONLY
            """,
            _connection);
        await begin.ExecuteNonQueryAsync(cancellationToken);
    }

    public override IReadOnlyList<ColumnReader> MapColumns(DbDataReader rows) =>
        [.. ((MySqlDataReader)rows).GetColumnSchema().Cast<MySqlDbColumn>().Select(MySqlTypes.ReaderOf)];

    public override void Cancel() => _command?.Cancel();

    /// <summary>Rolls back before the pool takes the connection, which would leave the transaction open, and the table's definition locked, until somebody else comes.</summary>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (_command is not null)
                await _command.DisposeAsync();
            await using var rollback = new MySqlCommand("ROLLBACK", _connection) { CommandTimeout = RollbackSeconds };
            await rollback.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or IOException)
        {
            // The connection is gone, or busy with a statement that ends with it.
        }
        await base.DisposeAsync();
    }
}
