using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>What PostgreSQL tells of a database, to a user who may read it (https://www.postgresql.org/docs/current/catalogs.html).</summary>
internal static class PostgreSqlCatalog
{
    /// <summary>Partitions are left out: their table stands for them.</summary>
    private const string Tables = """
        FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace s ON s.oid = t.relnamespace
        """;

    private const string Readable = """
        WHERE t.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT t.relispartition
          AND s.nspname <> 'information_schema' AND s.nspname NOT LIKE 'pg\_%'
          AND has_schema_privilege(s.oid, 'USAGE') AND has_any_column_privilege(t.oid, 'SELECT')
        """;

    public static CatalogQueries Queries { get; } = new(
        DefaultSchema: "SELECT current_schema()::text",
        Columns:
        [
            $"""
            SELECT s.nspname, t.relname, CASE WHEN t.relkind IN ('v', 'm') THEN 1 ELSE 0 END,
                   CASE WHEN t.relkind IN ('r', 'p', 'm') AND t.reltuples >= 0 THEN t.reltuples::bigint ELSE nullif(pg_stat_get_live_tuples(t.oid), 0) END,
                   obj_description(t.oid, 'pg_class'), c.attname,
                   CASE k.typtype WHEN 'e' THEN 'enum ' ELSE '' END
                     || CASE k.typtype WHEN 'd' THEN format_type(k.typbasetype, k.typtypmod) ELSE format_type(c.atttypid, c.atttypmod) END,
                   CASE WHEN c.attnotnull THEN 0 ELSE 1 END, col_description(t.oid, c.attnum)
            {Tables}
            JOIN pg_catalog.pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
            JOIN pg_catalog.pg_type k ON k.oid = c.atttypid
            {Readable}
            ORDER BY s.nspname, t.relname, c.attnum
            """,
        ],
        PrimaryKeys: $"""
            SELECT s.nspname, t.relname, c.attname
            {Tables}
            JOIN pg_catalog.pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
            CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS part (attnum, position)
            JOIN pg_catalog.pg_attribute c ON c.attrelid = t.oid AND c.attnum = part.attnum
            {Readable}
            ORDER BY s.nspname, t.relname, part.position
            """,
        ForeignKeys: $"""
            SELECT s.nspname, t.relname, k.conname, c.attname, rs.nspname, rt.relname, rc.attname
            {Tables}
            JOIN pg_catalog.pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
            CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS part (attnum, referenced, position)
            JOIN pg_catalog.pg_attribute c ON c.attrelid = t.oid AND c.attnum = part.attnum
            JOIN pg_catalog.pg_class rt ON rt.oid = k.confrelid
            JOIN pg_catalog.pg_namespace rs ON rs.oid = rt.relnamespace
            JOIN pg_catalog.pg_attribute rc ON rc.attrelid = rt.oid AND rc.attnum = part.referenced
            {Readable}
            ORDER BY s.nspname, t.relname, k.conname, part.position
            """,
        Sample: Sample);

    private static string Sample(SchemaTable table, IReadOnlyList<string> columns, DiscoveryLimits limits)
    {
        var cut = columns.Select((column, at) => $"left({Quote(column)}::text, {CatalogQueries.LongestValue + 1}) AS v{at}");
        var values = columns.Select((_, at) => $"(SELECT DISTINCT {at}, v{at} FROM sample WHERE v{at} IS NOT NULL LIMIT {limits.MaxDistinctValues + 1})");
        return $"""
            WITH sample AS MATERIALIZED (SELECT {string.Join(", ", cut)} FROM {Quote(table.Schema!)}.{Quote(table.Name)} LIMIT {limits.SampleRows})
            {string.Join(" UNION ALL ", values)}
            """;
    }

    private static string Quote(string name) => SqlDialect.PostgreSql.Quote(name);
}
