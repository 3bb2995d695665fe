using FunctionsPlatform.Connectors.Writing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FunctionsPlatform.Connectors.Sqlite;

/// <summary>Which errors are about a row's values (https://sqlite.org/rescode.html).</summary>
internal static class SqliteRowErrors
{
    public static RowError? Of(SqliteException failure)
    {
        var code = failure.SqliteExtendedErrorCode switch
        {
            raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_ROWID => RowErrors.UniqueViolation,
            raw.SQLITE_CONSTRAINT_FOREIGNKEY => RowErrors.ForeignKeyViolation,
            raw.SQLITE_CONSTRAINT_NOTNULL => RowErrors.NotNullViolation,
            raw.SQLITE_CONSTRAINT_CHECK => RowErrors.CheckViolation,
            raw.SQLITE_CONSTRAINT_TRIGGER => RowErrors.Refused,
            3091 => RowErrors.ValueInvalid, // SQLITE_CONSTRAINT_DATATYPE, of STRICT tables
            _ => failure.SqliteErrorCode switch
            {
                raw.SQLITE_CONSTRAINT => RowErrors.ConstraintViolation,
                raw.SQLITE_MISMATCH => RowErrors.ValueInvalid,
                raw.SQLITE_TOOBIG => RowErrors.ValueTooLong,
                _ => null,
            },
        };
        return code is null ? null : new RowError(code, SqliteConnector.Message(failure));
    }
}
