using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>What SQL Server tells of a database; its catalogue views hold what the user may see (https://learn.microsoft.com/sql/relational-databases/system-catalog-views).</summary>
internal static class SqlServerCatalog
{
    public static CatalogQueries Queries { get; } = new(
        DefaultSchema: "SELECT SCHEMA_NAME()",
        Columns:
        [
            """
            SELECT s.name, t.name, CASE t.type WHEN 'V' THEN 1 ELSE 0 END,
                   (SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = t.object_id AND p.index_id IN (0, 1)),
                   CAST(tc.value AS nvarchar(4000)), c.name,
                   k.name + CASE
                     WHEN k.name IN ('char', 'varchar', 'binary', 'varbinary') THEN '(' + CASE c.max_length WHEN -1 THEN 'max' ELSE CAST(c.max_length AS varchar(10)) END + ')'
                     WHEN k.name IN ('nchar', 'nvarchar') THEN '(' + CASE c.max_length WHEN -1 THEN 'max' ELSE CAST(c.max_length / 2 AS varchar(10)) END + ')'
                     WHEN k.name IN ('decimal', 'numeric') THEN '(' + CAST(c.precision AS varchar(10)) + ',' + CAST(c.scale AS varchar(10)) + ')'
                     ELSE '' END,
                   CASE c.is_nullable WHEN 1 THEN 1 ELSE 0 END, CAST(cc.value AS nvarchar(4000))
            FROM sys.objects t
            JOIN sys.schemas s ON s.schema_id = t.schema_id
            JOIN sys.columns c ON c.object_id = t.object_id
            JOIN sys.types k ON k.user_type_id = CASE WHEN c.system_type_id = 240 THEN c.user_type_id ELSE c.system_type_id END
            LEFT JOIN sys.extended_properties tc ON tc.class = 1 AND tc.major_id = t.object_id AND tc.minor_id = 0 AND tc.name = 'MS_Description'
            LEFT JOIN sys.extended_properties cc ON cc.class = 1 AND cc.major_id = t.object_id AND cc.minor_id = c.column_id AND cc.name = 'MS_Description'
            WHERE t.type IN ('U', 'V') AND t.is_ms_shipped = 0 AND HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(t.name), 'OBJECT', 'SELECT') = 1
            ORDER BY s.name, t.name, c.column_id
            """,
        ],
        PrimaryKeys: """
            SELECT s.name, t.name, c.name
            FROM sys.indexes i
            JOIN sys.tables t ON t.object_id = i.object_id
            JOIN sys.schemas s ON s.schema_id = t.schema_id
            JOIN sys.index_columns ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id
            JOIN sys.columns c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
            WHERE i.is_primary_key = 1
            ORDER BY s.name, t.name, ic.key_ordinal
            """,
        ForeignKeys: """
            SELECT s.name, t.name, k.name, c.name, rs.name, rt.name, rc.name
            FROM sys.foreign_keys k
            JOIN sys.tables t ON t.object_id = k.parent_object_id
            JOIN sys.schemas s ON s.schema_id = t.schema_id
            JOIN sys.tables rt ON rt.object_id = k.referenced_object_id
            JOIN sys.schemas rs ON rs.schema_id = rt.schema_id
            JOIN sys.foreign_key_columns kc ON kc.constraint_object_id = k.object_id
            JOIN sys.columns c ON c.object_id = t.object_id AND c.column_id = kc.parent_column_id
            JOIN sys.columns rc ON rc.object_id = rt.object_id AND rc.column_id = kc.referenced_column_id
            ORDER BY s.name, t.name, k.name, kc.constraint_column_id
            """,
        Sample: Sample);

    /// <summary>In the database's collation, since columns of different ones cannot be united.</summary>
    private static string Sample(SchemaTable table, IReadOnlyList<string> columns, DiscoveryLimits limits)
    {
        var cut = columns.Select((column, at) => $"LEFT(CAST({Quote(column)} AS nvarchar(max)), {CatalogQueries.LongestValue + 1}) COLLATE DATABASE_DEFAULT AS v{at}");
        var values = columns.Select((_, at) => $"SELECT DISTINCT TOP ({limits.MaxDistinctValues + 1}) {at} AS position, v{at} AS value FROM sample WHERE v{at} IS NOT NULL");
        return $"""
            WITH sample AS (SELECT TOP ({limits.SampleRows}) {string.Join(", ", cut)} FROM {Quote(table.Schema!)}.{Quote(table.Name)})
            {string.Join(" UNION ALL ", values)}
            """;
    }

    private static string Quote(string name) => SqlDialect.SqlServer.Quote(name);
}
