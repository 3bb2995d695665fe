using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.MySql;

/// <summary>What MySQL and MariaDB tell of a database. A schema is a database there, so that there is one: the connection's.</summary>
internal static class MySqlCatalog
{
    public static CatalogQueries Queries { get; } = new(
        DefaultSchema: "SELECT database()",
        Columns:
        [
            """
            SELECT t.table_schema, t.table_name, CASE t.table_type WHEN 'VIEW' THEN 1 ELSE 0 END, t.table_rows,
                   CASE t.table_type WHEN 'VIEW' THEN '' ELSE t.table_comment END, c.column_name, c.column_type,
                   CASE c.is_nullable WHEN 'YES' THEN 1 ELSE 0 END, c.column_comment
            FROM information_schema.tables t
            JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
            WHERE t.table_schema = database()
            ORDER BY t.table_name, c.ordinal_position
            """,
        ],
        PrimaryKeys: """
            SELECT table_schema, table_name, column_name
            FROM information_schema.key_column_usage
            WHERE table_schema = database() AND constraint_name = 'PRIMARY'
            ORDER BY table_name, ordinal_position
            """,
        ForeignKeys: """
            SELECT table_schema, table_name, constraint_name, column_name, referenced_table_schema, referenced_table_name, referenced_column_name
            FROM information_schema.key_column_usage
            WHERE table_schema = database() AND referenced_table_name IS NOT NULL
            ORDER BY table_name, constraint_name, ordinal_position
            """,
        Sample: Sample);

    /// <summary>Values are compared by their bytes: most collations hold 'a' and 'A' for the same.</summary>
    private static string Sample(SchemaTable table, IReadOnlyList<string> columns, DiscoveryLimits limits)
    {
        var cut = columns.Select((column, at) => $"CONVERT(LEFT({Quote(column)}, {CatalogQueries.LongestValue + 1}) USING utf8mb4) COLLATE utf8mb4_bin AS v{at}");
        var values = columns.Select((_, at) => $"(SELECT DISTINCT {at}, v{at} FROM sample WHERE v{at} IS NOT NULL LIMIT {limits.MaxDistinctValues + 1})");
        return $"""
            WITH sample AS (SELECT {string.Join(", ", cut)} FROM {Quote(table.Name)} LIMIT {limits.SampleRows})
            {string.Join(" UNION ALL ", values)}
            """;
    }

    private static string Quote(string name) => SqlDialect.MySql.Quote(name);
}
