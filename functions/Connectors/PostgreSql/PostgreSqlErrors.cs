using Npgsql;

namespace FunctionsPlatform.Connectors.PostgreSql;

internal static class PostgreSqlErrors
{
    public static ConnectorException Translate(Exception exception) => exception switch
    {
        PostgresException server => new(FailureOf(server), Message(server), server),
        NotSupportedException => new(ConnectorFailure.StatementFailed, "Give one statement.", exception), // of the driver, for several in one text
        NpgsqlException { InnerException: TimeoutException } => new(ConnectorFailure.Unreachable, "The server did not answer in time.", exception),
        NpgsqlException or IOException => new(ConnectorFailure.ConnectionLost, $"The connection failed: {exception.GetBaseException().Message}", exception),
        _ => new(ConnectorFailure.StatementFailed, "The result could not be read.", exception),
    };

    private static ConnectorFailure FailureOf(PostgresException server) => server.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName => ConnectorFailure.AccessDenied,
        PostgresErrorCodes.InsufficientPrivilege when server.MessageText.Contains("for database", StringComparison.Ordinal) => ConnectorFailure.AccessDenied,
        PostgresErrorCodes.QueryCanceled => ConnectorFailure.TimedOut,
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or "25P03" => ConnectorFailure.ConnectionLost,
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable => ConnectorFailure.Busy,
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections => ConnectorFailure.Unreachable,
        _ => ConnectorFailure.StatementFailed,
    };

    private static string Message(PostgresException server)
    {
        var position = server.Position > 0 ? $" (at character {server.Position})" : "";
        var hint = string.IsNullOrEmpty(server.Hint) ? "" : $" {server.Hint}";
        return $"{server.MessageText}{position}{hint}";
    }
}
