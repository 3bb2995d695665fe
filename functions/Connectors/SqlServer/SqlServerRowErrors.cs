using FunctionsPlatform.Connectors.Writing;
using Microsoft.Data.SqlClient;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>Which errors are about a row's values (https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors).</summary>
internal static class SqlServerRowErrors
{
    public static RowError? Of(Exception failure) => failure switch
    {
        SqlException server when Code(server.Number, server.Message) is { } code => new RowError(code, WithoutValue(server.Message)),
        FormatException or OverflowException => new RowError(RowErrors.ValueOutOfRange, "A decimal has more than the 38 digits that fit."),
        // The driver reads values as the columns' types before it sends them.
        InvalidOperationException { InnerException: InvalidCastException or FormatException or OverflowException or ArgumentException or InvalidOperationException } driver =>
            new RowError(RowErrors.ValueInvalid, WithoutValue(driver.Message)),
        _ => null,
    };

    internal static string? Code(int number, string message) => number switch
    {
        2601 or 2627 => RowErrors.UniqueViolation,
        // One number for foreign keys and checks, which are told apart by the constraint's kind in capitals.
        547 => message.Contains("CHECK", StringComparison.Ordinal) ? RowErrors.CheckViolation : RowErrors.ForeignKeyViolation,
        515 or 339 => RowErrors.NotNullViolation,
        2628 or 8152 or 1946 or 511 => RowErrors.ValueTooLong,
        220 or 232 or 242 or 248 or 8115 => RowErrors.ValueOutOfRange,
        241 or 245 or 293 or 295 or 8114 or 9402 or 9420 or 13608 or 13609 => RowErrors.ValueInvalid,
        50000 => RowErrors.Refused, // RAISERROR or THROW of a trigger
        3609 => RowErrors.Refused, // a trigger ended the transaction
        _ => null,
    };

    /// <summary>The duplicate key's and the truncated value come at the end.</summary>
    private static string WithoutValue(string message)
    {
        foreach (var start in new[] { " The duplicate key value is", " Truncated value:" })
            if (message.IndexOf(start, StringComparison.Ordinal) is > 0 and var at)
                return message[..at];
        return message;
    }
}
