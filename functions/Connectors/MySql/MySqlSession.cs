using System.Data.Common;
using System.Globalization;
using MySqlConnector;

namespace FunctionsPlatform.Connectors.MySql;

/// <summary>A read-only transaction of a session that starts no other kind. Closing the connection rolls it back.</summary>
internal sealed class MySqlSession(MySqlConnection connection, TimeSpan timeout) : DatabaseSession(connection)
{
    private readonly MySqlConnection _connection = connection;
    private MySqlCommand? _command;

    public override async Task<DbDataReader> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        _command = new MySqlCommand(sql, _connection) { CommandTimeout = 0 }; // the caller's token ends commands
        return await _command.ExecuteReaderAsync(cancellationToken);
    }

    /// <summary>
    /// The protocol takes several statements in one text, so a COMMIT may stand in it: the transactions after it only read as well.
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

    public override void Cancel() => _command?.Cancel();

    public override async ValueTask DisposeAsync()
    {
        if (_command is not null) await _command.DisposeAsync();
        await base.DisposeAsync();
    }
}
