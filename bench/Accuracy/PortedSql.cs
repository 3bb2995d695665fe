using System.Globalization;
using FunctionsPlatform.Sql;

namespace Bench.Accuracy;

/// <summary>The statements that make ported tables in a database of some dialect.</summary>
internal static class PortedSql
{
    private const int RowsAStatement = 200;
    private const int LongestOfKeys = 255;

    public static IEnumerable<string> Statements(IEnumerable<PortedTable> tables, SqlDialect dialect) => tables.SelectMany(table => Statements(table, dialect));

    private static IEnumerable<string> Statements(PortedTable table, SqlDialect dialect)
    {
        var parts = table.Columns.Select(column => $"{Quote(column.Name, dialect)} {Type(column, table, dialect)}").ToList();
        if (table.PrimaryKey.Count > 0)
        {
            parts.Add($"PRIMARY KEY ({string.Join(", ", table.PrimaryKey.Select(name => Quote(name, dialect)))})");
        }

        parts.AddRange(table.ForeignKeys.Select(key => $"FOREIGN KEY ({Quote(key.Column, dialect)}) REFERENCES {Quote(key.Table, dialect)} ({Quote(key.ReferencedColumn, dialect)})"));
        yield return $"CREATE TABLE {Quote(table.Name, dialect)} ({string.Join(", ", parts)})";
        foreach (var rows in table.Rows.Chunk(RowsAStatement))
        {
            yield return $"INSERT INTO {Quote(table.Name, dialect)} VALUES {string.Join(", ", rows.Select(row => $"({string.Join(", ", row.Select(value => Literal(value, dialect)))})"))}";
        }
    }

    private static string Type(PortedColumn column, PortedTable table, SqlDialect dialect) => (column.Type, dialect) switch
    {
        (PortedType.Integer, SqlDialect.Sqlite) => "INTEGER",
        (PortedType.Integer, _) => "BIGINT",
        (PortedType.Number, SqlDialect.Sqlite) => "REAL",
        (PortedType.Number, SqlDialect.PostgreSql) => "DOUBLE PRECISION",
        (PortedType.Number, _) => "DOUBLE",
        (PortedType.Date, _) => "DATE",
        (PortedType.Timestamp, SqlDialect.MySql or SqlDialect.Sqlite) => "DATETIME",
        (PortedType.Timestamp, _) => "TIMESTAMP",
        // Keys and sorting need a length there.
        (_, SqlDialect.MySql) when column.Longest <= LongestOfKeys || table.PrimaryKey.Contains(column.Name, StringComparer.OrdinalIgnoreCase) => $"VARCHAR({LongestOfKeys})",
        (_, SqlDialect.MySql) => "LONGTEXT",
        _ => "TEXT",
    };

    private static string Quote(string name, SqlDialect dialect) => dialect == SqlDialect.MySql ? $"`{name}`" : $"\"{name}\"";

    private static string Literal(object? value, SqlDialect dialect) => value switch
    {
        null => "NULL",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ when dialect == SqlDialect.MySql => $"'{((string)value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'",
        _ => $"'{((string)value).Replace("'", "''", StringComparison.Ordinal)}'",
    };
}
