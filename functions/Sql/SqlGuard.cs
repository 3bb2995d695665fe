using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Sql;

/// <summary>Lets one reading statement through and refuses everything else. The database checks again: connectors run in read-only transactions.</summary>
public static class SqlGuard
{
    public static Result<ReadStatement> Check(string sql, SqlDialect dialect) =>
        string.IsNullOrWhiteSpace(sql)
            ? new ApiError(ErrorKind.Invalid, "sql_refused", "The SQL is empty.")
            : new ReadStatement(dialect, sql.Trim().TrimEnd(';'));
}
