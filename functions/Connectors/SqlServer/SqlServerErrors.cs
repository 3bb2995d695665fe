using Microsoft.Data.SqlClient;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>By the numbers of https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors.</summary>
internal static class SqlServerErrors
{
    public static ConnectorException Translate(Exception exception) => exception switch
    {
        SqlException server => new(FailureOf(server.Number, server.Class), Message(server), server),
        InvalidOperationException => new(ConnectorFailure.Unreachable, "No connection to the server became free in time.", exception), // of the driver's pool
        IOException => new(ConnectorFailure.ConnectionLost, "The connection to the server broke.", exception),
        _ => new(ConnectorFailure.StatementFailed, "The result could not be read.", exception),
    };

    /// <param name="severity">20 and above end the connection.</param>
    internal static ConnectorFailure FailureOf(int number, byte severity) => number switch
    {
        18456 or 18452 or 18488 or 4060 or 4064 or 916 or 40615 => ConnectorFailure.AccessDenied, // log-in failed, database not to be opened, firewall of Azure SQL
        -2 or 1222 => ConnectorFailure.TimedOut, // the command's time limit, LOCK_TIMEOUT
        -1 or 2 or 53 or 258 or 11001 or 10061 or 40613 or 40197 or 40501 => ConnectorFailure.Unreachable,
        233 or 64 or 121 or 10053 or 10054 or 10060 => ConnectorFailure.ConnectionLost,
        _ when severity >= 20 => ConnectorFailure.ConnectionLost,
        _ => ConnectorFailure.StatementFailed,
    };

    private static string Message(SqlException server) => server.Class is >= 11 and < 20 && server.LineNumber > 1 ? $"{server.Message} (in line {server.LineNumber})" : server.Message;
}
