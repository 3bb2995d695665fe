using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connections;

public static class ConnectionErrors
{
    private const string AccessDenied = "connection_access_denied";

    // Databases repeat in a message whatever value displeased them, however long.
    private const int LongestMessage = 1_000;

    public static ApiError NotFound { get; } = new(
        ErrorKind.NotFound, "connection_not_found", "There is no connection of that id in this workspace. List the connections to see which there are.");

    public static ApiError NameTaken(string name) => new(
        ErrorKind.Conflict, "connection_exists", $"There is a connection named '{name}' already.", [new FieldError("$.name", "Is taken.")]);

    public static ApiError DataWorkspaceNotFound { get; } = new(ErrorKind.NotFound, "data_workspace_not_found", "There is no data workspace of that id.");

    public static ApiError UnknownType(string type, IEnumerable<string> known) => Invalid(
        [new FieldError("$.type", $"There is no connector '{(type.Length > 50 ? type[..50] : type)}'. Use one of: {string.Join(", ", known.Order())}.")]);

    public static ApiError Invalid(IReadOnlyList<FieldError> fields) => new(
        ErrorKind.Invalid, "connection_invalid", "The connection's settings are not valid.", fields);

    /// <summary>Whether the same call may succeed a moment later. A wrong password stays wrong.</summary>
    public static bool IsTransient(ApiError error) =>
        error.Kind == ErrorKind.RateLimited || (error.Kind == ErrorKind.ConnectionFailed && error.Code != AccessDenied);

    public static ApiError NoAnswer(TimeSpan limit) => new(
        ErrorKind.ConnectionFailed, "connection_timed_out", $"The database did not answer within {limit.TotalSeconds:0} seconds. Check host, port and firewall.");

    /// <summary>A failure of the database as a refusal. Connectors free its message of credentials.</summary>
    public static ApiError From(ConnectorException failure) => From(failure.Failure, Short(failure.Message));

    private static ApiError From(ConnectorFailure failure, string message) => failure switch
    {
        ConnectorFailure.Unreachable => new(ErrorKind.ConnectionFailed, "connection_unreachable", message),
        ConnectorFailure.AccessDenied => new(ErrorKind.ConnectionFailed, AccessDenied, message),
        ConnectorFailure.ConnectionLost => new(ErrorKind.ConnectionFailed, "connection_lost", message),
        ConnectorFailure.TimedOut => new(ErrorKind.QueryFailed, "query_timed_out", message),
        _ => new(ErrorKind.QueryFailed, "query_failed", message),
    };

    private static string Short(string message) => message.Length <= LongestMessage ? message : message[..LongestMessage] + "…";
}
