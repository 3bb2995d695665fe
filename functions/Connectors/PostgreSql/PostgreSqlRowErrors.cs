using FunctionsPlatform.Connectors.Writing;
using Npgsql;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>Which errors are about a row's values (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgreSqlRowErrors
{
    /// <summary>Of a row that was tried by itself, after others of the table were written or refused: what it has no right to is itself (row-level security).</summary>
    /// <param name="message">The primary message: the detail would hold values.</param>
    public static RowError OfRow(string state, string message) => Of(state, message) ?? new RowError(RowErrors.Refused, message);

    private static RowError? Of(string state, string message) => Code(state) is { } code ? new RowError(code, message) : null;

    public static RowError? Of(Exception failure) => failure switch
    {
        PostgresException { Routine: "ExecWithCheckOptions" } policy => new RowError(RowErrors.Refused, policy.MessageText), // row-level security
        PostgresException server => Of(server.SqlState, server.MessageText),
        _ => null,
    };

    private static string? Code(string state) => state switch
    {
        PostgresErrorCodes.UniqueViolation => RowErrors.UniqueViolation,
        PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation => RowErrors.ForeignKeyViolation,
        PostgresErrorCodes.NotNullViolation => RowErrors.NotNullViolation,
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.WithCheckOptionViolation => RowErrors.CheckViolation,
        PostgresErrorCodes.StringDataRightTruncation or PostgresErrorCodes.ProgramLimitExceeded => RowErrors.ValueTooLong, // too long for an index
        PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.DatetimeFieldOverflow or PostgresErrorCodes.IntervalFieldOverflow => RowErrors.ValueOutOfRange,
        PostgresErrorCodes.RaiseException => RowErrors.Refused,
        PostgresErrorCodes.CardinalityViolation => RowErrors.UniqueViolation, // two rows of keys that only the database finds equal
        _ when state.StartsWith("22", StringComparison.Ordinal) => RowErrors.ValueInvalid,
        _ when state.StartsWith("23", StringComparison.Ordinal) => RowErrors.ConstraintViolation,
        _ => null,
    };
}
