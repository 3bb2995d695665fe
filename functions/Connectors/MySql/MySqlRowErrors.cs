using System.Text.RegularExpressions;
using FunctionsPlatform.Connectors.Writing;
using MySqlConnector;

namespace FunctionsPlatform.Connectors.MySql;

/// <summary>Which errors are about a row's values, of MySQL and of MariaDB (https://mariadb.com/docs/server/reference/error-codes).</summary>
internal static partial class MySqlRowErrors
{
    /// <summary>Numbers that the driver's list does not name: of MySQL and of MariaDB.</summary>
    private const int CheckViolated = 3819;
    private const int MariaDbCheckViolated = 4025;

    public static RowError? Of(Exception failure) => failure is MySqlException server && Code(server) is { } code
        ? new RowError(code, Values().Replace(server.Message, ""))
        : null;

    private static string? Code(MySqlException server) => server.ErrorCode switch
    {
        MySqlErrorCode.DuplicateKeyEntry or MySqlErrorCode.DuplicateEntryWithKeyName => RowErrors.UniqueViolation,
        MySqlErrorCode.NoReferencedRow or MySqlErrorCode.NoReferencedRow2 or MySqlErrorCode.RowIsReferenced or MySqlErrorCode.RowIsReferenced2 => RowErrors.ForeignKeyViolation,
        MySqlErrorCode.ColumnCannotBeNull or MySqlErrorCode.NoDefaultForField => RowErrors.NotNullViolation,
        (MySqlErrorCode)CheckViolated or (MySqlErrorCode)MariaDbCheckViolated => RowErrors.CheckViolation,
        MySqlErrorCode.DataTooLong => RowErrors.ValueTooLong,
        MySqlErrorCode.WarningDataOutOfRange or MySqlErrorCode.DataOutOfRange => RowErrors.ValueOutOfRange,
        MySqlErrorCode.TruncatedWrongValueForField or MySqlErrorCode.TruncatedWrongValue or MySqlErrorCode.WarningDataTruncated => RowErrors.ValueInvalid,
        _ => server.SqlState?[..2] switch
        {
            "22" => RowErrors.ValueInvalid,
            "23" => RowErrors.ConstraintViolation,
            "45" => RowErrors.Refused, // SIGNAL of a trigger
            _ => null,
        },
    };

    /// <summary>The values in <c>Duplicate entry 'x' for key</c> and <c>Incorrect integer value: 'x' for column</c>, and a row's number in a statement of ours.</summary>
    [GeneratedRegex(@"(?<=Duplicate entry) '.*'(?= for key)|(?<= value): '.*'(?= for column)| at row \d+", RegexOptions.Singleline)]
    private static partial Regex Values();
}
