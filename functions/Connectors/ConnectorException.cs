namespace FunctionsPlatform.Connectors;

public enum ConnectorFailure
{
    /// <summary>No connection: wrong host or port, refused, no route, TLS.</summary>
    Unreachable,

    /// <summary>The server knows the user not, or the password is wrong, or the database does not exist.</summary>
    AccessDenied,

    /// <summary>The server refused or failed the statement.</summary>
    StatementFailed,

    /// <summary>The statement was cancelled on the server at its time limit.</summary>
    TimedOut,

    /// <summary>The connection broke while rows were read or written.</summary>
    ConnectionLost,

    /// <summary>Others held what was needed for too long: rows, a lock, a file.</summary>
    Busy,
}

/// <summary>
/// A failure that the customer's database caused. The message is the server's, freed of credentials and fit for the caller.
/// </summary>
public sealed class ConnectorException(ConnectorFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public ConnectorFailure Failure { get; } = failure;

    /// <summary>Whether the same call may succeed a moment later.</summary>
    public bool IsTransient => Failure is ConnectorFailure.Unreachable or ConnectorFailure.ConnectionLost or ConnectorFailure.Busy;
}
