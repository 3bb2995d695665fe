using MySqlConnector;

namespace FunctionsPlatform.Connectors.MySql;

internal static class MySqlErrors
{
    /// <summary>Numbers of MariaDB's own, which the driver's list does not name (https://mariadb.com/docs/server/reference/error-codes).</summary>
    private const int StatementTimeout = 1969;
    private const int ConnectionKilled = 1927;

    public static ConnectorException Translate(Exception exception) => exception switch
    {
        MySqlException server => new(FailureOf(server), server.Message, server),
        MySqlProtocolException or IOException => new(ConnectorFailure.ConnectionLost, "The connection failed while the result was read.", exception),
        _ => new(ConnectorFailure.StatementFailed, "The result could not be read.", exception),
    };

    private static ConnectorFailure FailureOf(MySqlException server) => server.Number switch
    {
        StatementTimeout => ConnectorFailure.TimedOut,
        ConnectionKilled => ConnectorFailure.ConnectionLost,
        _ => server.ErrorCode switch
        {
            MySqlErrorCode.AccessDenied or MySqlErrorCode.DatabaseAccessDenied or MySqlErrorCode.UnknownDatabase => ConnectorFailure.AccessDenied,
            MySqlErrorCode.QueryTimeout or MySqlErrorCode.QueryInterrupted or MySqlErrorCode.CommandTimeoutExpired => ConnectorFailure.TimedOut,
            MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout => ConnectorFailure.Busy,
            MySqlErrorCode.ServerShutdown => ConnectorFailure.ConnectionLost,
            MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.ConnectionCountError => ConnectorFailure.Unreachable,
            _ => server.SqlState is null ? ConnectorFailure.ConnectionLost : ConnectorFailure.StatementFailed,
        },
    };
}
