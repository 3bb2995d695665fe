using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>What DuckDB tells of a database (https://duckdb.org/docs/stable/sql/meta/duckdb_table_functions).</summary>
internal static class DuckDbCatalog
{
    public static CatalogQueries Queries { get; } = new(
        DefaultSchema: "SELECT current_schema()",
        Columns:
        [
            """
            SELECT c.schema_name, c.table_name, CASE WHEN v.view_name IS NULL THEN 0 ELSE 1 END, t.estimated_size, coalesce(t.comment, v.comment),
                   c.column_name, c.data_type, CASE WHEN c.is_nullable THEN 1 ELSE 0 END, c.comment
            FROM duckdb_columns() c
            LEFT JOIN duckdb_tables() t ON t.database_oid = c.database_oid AND t.schema_oid = c.schema_oid AND t.table_name = c.table_name
            LEFT JOIN duckdb_views() v ON v.database_oid = c.database_oid AND v.schema_oid = c.schema_oid AND v.view_name = c.table_name
            WHERE NOT c.internal AND c.database_name = current_database()
            ORDER BY c.schema_name, c.table_name, c.column_index
            """,
        ],
        PrimaryKeys: """
            SELECT schema_name, table_name, unnest(constraint_column_names)
            FROM duckdb_constraints()
            WHERE constraint_type = 'PRIMARY KEY' AND database_name = current_database()
            """,
        // A key refers to a table of its own schema.
        ForeignKeys: """
            SELECT schema_name, table_name, constraint_index::VARCHAR, unnest(constraint_column_names), schema_name, referenced_table, unnest(referenced_column_names)
            FROM duckdb_constraints()
            WHERE constraint_type = 'FOREIGN KEY' AND database_name = current_database()
            """,
        Sample: Sample);

    private static string Sample(SchemaTable table, IReadOnlyList<string> columns, DiscoveryLimits limits)
    {
        var cut = columns.Select((column, at) => $"left({Quote(column)}::VARCHAR, {CatalogQueries.LongestValue + 1}) AS v{at}");
        var values = columns.Select((_, at) => $"(SELECT DISTINCT {at}, v{at} FROM sample WHERE v{at} IS NOT NULL LIMIT {limits.MaxDistinctValues + 1})");
        return $"""
            WITH sample AS MATERIALIZED (SELECT {string.Join(", ", cut)} FROM {Quote(table.Schema!)}.{Quote(table.Name)} LIMIT {limits.SampleRows})
            {string.Join(" UNION ALL ", values)}
            """;
    }

    private static string Quote(string name) => SqlDialect.DuckDb.Quote(name);
}
