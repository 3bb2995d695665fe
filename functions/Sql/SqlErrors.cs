using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Sql;

internal static class SqlErrors
{
    public static ApiError Refused(string message) => new(ErrorKind.Invalid, "sql_refused", message);

    /// <param name="position">Of the offending word in <paramref name="sql"/>.</param>
    public static ApiError Refused(string sql, int position, string why)
    {
        var before = sql.AsSpan(0, position);
        var line = before.Count('\n') + 1;
        var column = position - (before.LastIndexOf('\n') + 1) + 1;
        return Refused($"The SQL is refused at {line}:{column}: {why}");
    }
}
