using System.Globalization;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Rendering;

/// <summary>Where the dialects differ.</summary>
internal sealed class DialectSyntax
{
    private readonly SqlDialect _dialect;

    public DialectSyntax(SqlDialect dialect) => _dialect = dialect;

    /// <summary>TOP after SELECT in place of LIMIT at the end.</summary>
    public bool LimitsWithTop => _dialect is SqlDialect.SqlServer;

    /// <summary>Whether LIKE tells upper from lower case unless told not to.</summary>
    public string CaseInsensitiveLike => _dialect is SqlDialect.PostgreSql or SqlDialect.DuckDb ? "ILIKE" : "LIKE";

    /// <summary>Whether AVG of integers is an integer (SQL Server) or has four decimals only (MySQL).</summary>
    public bool RoundsAveragesOfIntegers => _dialect is SqlDialect.SqlServer or SqlDialect.MySql;

    public string Quote(string identifier) => NeedsQuotes(identifier) ? _dialect.Quote(identifier) : identifier;

    public string Literal(object value) => value switch
    {
        string text => Text(text),
        bool flag => _dialect is SqlDialect.SqlServer or SqlDialect.Sqlite ? flag ? "1" : "0" : flag ? "TRUE" : "FALSE",
        DateOnly date => $"'{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'",
        DateTime time => $"'{time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}'",
        // MySQL keeps instants in UTC, and MariaDB takes no offset in a literal.
        DateTimeOffset instant when _dialect is SqlDialect.MySql =>
            $"'{instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}'",
        DateTimeOffset instant => $"'{instant.ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture)}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"No literal for {value.GetType().Name}."),
    };

    /// <summary>A pattern for LIKE, with what would be a wildcard in the text escaped.</summary>
    public string LikePattern(TextMatchKind kind, string text)
    {
        var escaped = text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_",
            StringComparison.Ordinal);
        if (_dialect is SqlDialect.SqlServer)
        {
            escaped = escaped.Replace("[", "![", StringComparison.Ordinal);
        }

        var pattern = Text(kind switch
        {
            TextMatchKind.StartsWith => escaped + "%",
            TextMatchKind.EndsWith => "%" + escaped,
            _ => "%" + escaped + "%",
        });
        return escaped == text ? pattern : pattern + " ESCAPE '!'";
    }

    /// <summary>An ordering in which what is unknown comes last. Left alone, PostgreSQL takes it for the highest, and others for the
    /// lowest.</summary>
    public string UnknownLast(string expression, bool isDescending)
    {
        var ordering = isDescending ? expression + " DESC" : expression;
        return (_dialect, isDescending) switch
        {
            (SqlDialect.PostgreSql, true) or (SqlDialect.Sqlite, false) => ordering + " NULLS LAST",
            (SqlDialect.MySql, false) => $"{expression} IS NULL, {ordering}",
            (SqlDialect.SqlServer, false) => $"CASE WHEN {expression} IS NULL THEN 1 ELSE 0 END, {ordering}",
            _ => ordering,
        };
    }

    /// <summary>For functions of dates, which only SQLite and MySQL apply to text.</summary>
    public string AsMoment(string text) => _dialect switch
    {
        SqlDialect.PostgreSql or SqlDialect.DuckDb => $"CAST({text} AS TIMESTAMP)",
        SqlDialect.SqlServer => $"CAST({text} AS datetime2)",
        _ => text,
    };

    /// <summary>For what is computed of numbers that are kept as text. SQLite and MySQL read such text as numbers by themselves; PostgreSQL alone fails at text that is none.</summary>
    public string AsNumber(string text) => _dialect switch
    {
        SqlDialect.PostgreSql => $"CAST({text} AS NUMERIC)",
        SqlDialect.DuckDb => $"TRY_CAST({text} AS DOUBLE)",
        SqlDialect.SqlServer => $"TRY_CAST({text} AS float)",
        _ => text,
    };

    /// <summary>For LIKE, and for comparisons with text, which PostgreSQL and DuckDB apply to text only.</summary>
    public string AsText(string value) => _dialect is SqlDialect.PostgreSql or SqlDialect.DuckDb ? $"CAST({value} AS TEXT)" : value;

    /// <summary>The period as text or date that sorts in time: months as <c>2024-01</c>, years as numbers, others as their first
    /// day.</summary>
    public string Period(DateUnit unit, string argument) => (_dialect, unit) switch
    {
        (SqlDialect.Sqlite, DateUnit.Year) => $"CAST(strftime('%Y', {argument}) AS INTEGER)",
        (SqlDialect.Sqlite, DateUnit.Quarter) =>
            $"strftime('%Y', {argument}) || '-Q' || ((CAST(strftime('%m', {argument}) AS INTEGER) + 2) / 3)",
        (SqlDialect.Sqlite, DateUnit.Month) => $"strftime('%Y-%m', {argument})",
        (SqlDialect.Sqlite, DateUnit.Week) => $"date({argument}, 'weekday 0', '-6 days')",
        (SqlDialect.Sqlite, _) => $"date({argument})",
        (SqlDialect.MySql, DateUnit.Year) => $"YEAR({argument})",
        (SqlDialect.MySql, DateUnit.Quarter) => $"CONCAT(YEAR({argument}), '-Q', QUARTER({argument}))",
        (SqlDialect.MySql, DateUnit.Month) => $"DATE_FORMAT({argument}, '%Y-%m')",
        (SqlDialect.MySql, DateUnit.Week) => $"DATE(DATE_SUB({argument}, INTERVAL WEEKDAY({argument}) DAY))",
        (SqlDialect.MySql, _) => $"DATE({argument})",
        (SqlDialect.SqlServer, DateUnit.Year) => $"YEAR({argument})",
        (SqlDialect.SqlServer, DateUnit.Quarter) => $"CONCAT(YEAR({argument}), '-Q', DATEPART(quarter, {argument}))",
        (SqlDialect.SqlServer, DateUnit.Month) => $"FORMAT({argument}, 'yyyy-MM')",
        (SqlDialect.SqlServer, DateUnit.Week) => $"DATEADD(day, -((DATEDIFF(day, '19000101', {argument})) % 7), CAST({argument} AS date))",
        (SqlDialect.SqlServer, _) => $"CAST({argument} AS date)",
        (_, DateUnit.Year) => $"EXTRACT(YEAR FROM {argument})",
        (SqlDialect.PostgreSql, DateUnit.Quarter) => $"TO_CHAR({argument}, 'YYYY-\"Q\"Q')",
        (SqlDialect.PostgreSql, DateUnit.Month) => $"TO_CHAR({argument}, 'YYYY-MM')",
        (_, DateUnit.Quarter) => $"CONCAT(YEAR({argument}), '-Q', QUARTER({argument}))",
        (_, DateUnit.Month) => $"STRFTIME({argument}, '%Y-%m')",
        (_, DateUnit.Week) => $"CAST(DATE_TRUNC('week', {argument}) AS DATE)",
        _ => $"CAST({argument} AS DATE)",
    };

    private string Text(string text)
    {
        var escaped = text.Replace("'", "''", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal);
        if (_dialect is SqlDialect.MySql)
        {
            escaped = escaped.Replace("\\", "\\\\", StringComparison.Ordinal);
        }

        var national = _dialect is SqlDialect.SqlServer && text.Any(character => character > 127);
        return (national ? "N'" : "'") + escaped + "'";
    }

    /// <summary>PostgreSQL folds unquoted names to lower case, so a capital needs quotes there.</summary>
    private bool NeedsQuotes(string identifier) =>
        identifier.Length == 0
        || !(char.IsAsciiLetter(identifier[0]) || identifier[0] == '_')
        || !identifier.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
        || (_dialect is SqlDialect.PostgreSql && identifier.Any(char.IsAsciiLetterUpper))
        || ReservedWords.Contains(identifier);
}
