using System.Globalization;

namespace FunctionsPlatform.Sql;

/// <summary>Values as literals of the type that they have in a dialect, so that a database compares them by an index and not by a conversion of its own.</summary>
internal static class SqlLiterals
{
    private const string Seconds = "yyyy-MM-dd HH:mm:ss.FFFFFF";

    public static string Write(SqlDialect dialect, object value) => (dialect, value) switch
    {
        (_, long number) => number.ToString(CultureInfo.InvariantCulture),
        (_, decimal number) => number.ToString(CultureInfo.InvariantCulture),
        (SqlDialect.PostgreSql or SqlDialect.DuckDb, double number) => $"CAST('{Print(number)}' AS DOUBLE PRECISION)",
        (_, double number) => Print(number),
        (SqlDialect.MySql, string text) => Quote(text.Replace("\\", "\\\\", StringComparison.Ordinal)),
        (SqlDialect.SqlServer, string text) => "N" + Quote(text),
        (_, string text) => Quote(text),
        (SqlDialect.SqlServer, DateOnly date) => $"CAST('{Print(date)}' AS date)",
        (SqlDialect.SqlServer, TimeOnly time) => $"CAST('{time:HH:mm:ss.fffffff}' AS time(7))",
        (SqlDialect.SqlServer, DateTime timestamp) => $"CAST('{timestamp:yyyy-MM-dd HH:mm:ss.fffffff}' AS datetime2(7))",
        (SqlDialect.SqlServer, DateTimeOffset instant) => $"CAST('{instant.UtcDateTime:yyyy-MM-dd HH:mm:ss.fffffff} +00:00' AS datetimeoffset(7))",
        (SqlDialect.SqlServer, Guid uuid) => $"CAST('{uuid:D}' AS uniqueidentifier)",
        (SqlDialect.Sqlite, DateOnly date) => Quote(Print(date)),
        (SqlDialect.Sqlite, TimeOnly time) => Quote(time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
        (_, DateOnly date) => $"DATE '{Print(date)}'",
        (_, TimeOnly time) => $"TIME '{time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)}'",
        (_, DateTime timestamp) => $"TIMESTAMP '{timestamp.ToString(Seconds, CultureInfo.InvariantCulture)}'",
        // Sessions of ours with MySQL are in UTC, and MariaDB takes no offset in a literal.
        (SqlDialect.MySql, DateTimeOffset instant) => $"TIMESTAMP '{instant.UtcDateTime.ToString(Seconds, CultureInfo.InvariantCulture)}'",
        (_, DateTimeOffset instant) => $"TIMESTAMPTZ '{instant.UtcDateTime.ToString(Seconds, CultureInfo.InvariantCulture)}+00'",
        (SqlDialect.PostgreSql or SqlDialect.DuckDb, Guid uuid) => $"CAST('{uuid:D}' AS UUID)",
        (_, Guid uuid) => Quote(uuid.ToString("D")),
        _ => throw new ArgumentException($"No literal for {value.GetType().Name}.", nameof(value)),
    };

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Print(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Print(double number) => number.ToString("E16", CultureInfo.InvariantCulture);
}
