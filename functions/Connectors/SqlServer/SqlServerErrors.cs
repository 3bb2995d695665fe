using Microsoft.Data.SqlClient;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>Numbers of the server (https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors) and of the sockets below it.</summary>
internal static class SqlServerErrors
{
    private const int Timeout = -2;
    private const int LockTimeout = 1222;

    /// <summary>From this severity on the server ends the connection.</summary>
    private const byte Fatal = 20;

    public static ConnectorException Translate(Exception exception) => exception switch
    {
        SqlException { Number: LockTimeout } server => new(ConnectorFailure.TimedOut, "The statement was cancelled: it waited too long for rows that somebody else is changing.", server),
        SqlException server => new(FailureOf(server.Number, server.Class), Message(server), server),
        InvalidOperationException => new(ConnectorFailure.Unreachable, "No connection to the server became free in time.", exception), // of the driver's pool
        IOException => new(ConnectorFailure.ConnectionLost, "The connection to the server broke.", exception),
        _ => new(ConnectorFailure.StatementFailed, "The result could not be read.", exception),
    };

    /// <param name="severity">The server's class of the error, 0 to 25.</param>
    public static ConnectorFailure FailureOf(int number, byte severity) => number switch
    {
        // The login fails, or expired, is locked, or must change its password; the database cannot be opened; Azure SQL's firewall.
        18456 or 18452 or 18470 or 18486 or 18487 or 18488 or 4060 or 4062 or 4064 or 916 or 40615 or 40914 => ConnectorFailure.AccessDenied,
        Timeout or LockTimeout => ConnectorFailure.TimedOut,
        // Deadlock, conflict of snapshots.
        1205 or 3960 => ConnectorFailure.Busy,
        // Closed, reset or aborted, ended by KILL, by a shutdown, or by Azure SQL to move the database.
        64 or 121 or 233 or 10053 or 10054 or 104 or 32 or 596 or 6005 or 40197 => ConnectorFailure.ConnectionLost,
        // No route, no answer, refused, no such name, TLS; Azure SQL is busy or asleep.
        -1 or 2 or 20 or 35 or 53 or 111 or 110 or 113 or 258 or 10060 or 10061 or 11001 or 17142 or 40501 or 40613 or 49918 or 49919 or 49920
            or -2146893019 or -2146893022 => ConnectorFailure.Unreachable,
        _ => severity >= Fatal ? ConnectorFailure.ConnectionLost : ConnectorFailure.StatementFailed,
    };

    private static string Message(SqlException server)
    {
        var isOfStatement = FailureOf(server.Number, server.Class) == ConnectorFailure.StatementFailed && server.LineNumber > 0;
        return isOfStatement ? $"{server.Message} (line {server.LineNumber})" : server.Message;
    }
}
