using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>
/// What SQL Server tells of a database, to a login that may read it (https://learn.microsoft.com/sql/relational-databases/system-catalog-views). Nothing here needs
/// VIEW DATABASE STATE: sys.partitions keeps numbers of rows for whoever may see the table.
/// </summary>
internal static class SqlServerCatalog
{
    private const string Tables = """
        FROM sys.objects AS t
        JOIN sys.schemas AS s ON s.schema_id = t.schema_id
        """;

    private const string Readable = """
        t.type IN ('U', 'V') AND t.is_ms_shipped = 0
          AND HAS_PERMS_BY_NAME(QUOTENAME(s.name) + N'.' + QUOTENAME(t.name), 'OBJECT', 'SELECT', c.name, 'COLUMN') = 1
        """;

    public static CatalogQueries Queries { get; } = new(
        DefaultSchema: "SELECT SCHEMA_NAME()",
        // Types of the database's own go by the type beneath, but for those of the CLR (240), which have none. System types have ids below 256.
        Columns:
        [
            $"""
            SELECT s.name, t.name, CASE t.type WHEN 'V' THEN 1 ELSE 0 END,
                   (SELECT SUM(p.rows) FROM sys.partitions AS p WHERE p.object_id = t.object_id AND p.index_id IN (0, 1)),
                   CAST(td.value AS nvarchar(4000)), c.name,
                   k.name + CASE
                     WHEN k.name IN ('char', 'varchar', 'binary', 'varbinary', 'nchar', 'nvarchar') THEN
                       N'(' + CASE WHEN c.max_length = -1 THEN N'max' ELSE CAST(c.max_length / CASE WHEN k.name LIKE 'n%' THEN 2 ELSE 1 END AS nvarchar(10)) END + N')'
                     WHEN k.name IN ('decimal', 'numeric') THEN N'(' + CAST(c.precision AS nvarchar(10)) + N',' + CAST(c.scale AS nvarchar(10)) + N')'
                     WHEN k.name IN ('time', 'datetime2', 'datetimeoffset') THEN N'(' + CAST(c.scale AS nvarchar(10)) + N')'
                     ELSE N'' END,
                   CASE c.is_nullable WHEN 1 THEN 1 ELSE 0 END, CAST(cd.value AS nvarchar(4000))
            {Tables}
            JOIN sys.columns AS c ON c.object_id = t.object_id
            CROSS APPLY (SELECT TYPE_NAME(CASE WHEN c.user_type_id < 256 OR c.system_type_id = 240 THEN c.user_type_id ELSE c.system_type_id END) AS name) AS k
            LEFT JOIN sys.extended_properties AS td ON td.class = 1 AND td.major_id = t.object_id AND td.minor_id = 0 AND td.name = N'MS_Description'
            LEFT JOIN sys.extended_properties AS cd ON cd.class = 1 AND cd.major_id = t.object_id AND cd.minor_id = c.column_id AND cd.name = N'MS_Description'
            WHERE c.is_hidden = 0 AND {Readable}
            ORDER BY s.name, t.name, c.column_id
            """,
        ],
        PrimaryKeys: $"""
            SELECT s.name, t.name, c.name
            {Tables}
            JOIN sys.key_constraints AS k ON k.parent_object_id = t.object_id AND k.type = 'PK'
            JOIN sys.index_columns AS part ON part.object_id = t.object_id AND part.index_id = k.unique_index_id AND part.key_ordinal > 0
            JOIN sys.columns AS c ON c.object_id = t.object_id AND c.column_id = part.column_id
            WHERE {Readable}
            ORDER BY s.name, t.name, part.key_ordinal
            """,
        ForeignKeys: $"""
            SELECT s.name, t.name, k.name, c.name, rs.name, rt.name, rc.name
            {Tables}
            JOIN sys.foreign_keys AS k ON k.parent_object_id = t.object_id
            JOIN sys.foreign_key_columns AS part ON part.constraint_object_id = k.object_id
            JOIN sys.columns AS c ON c.object_id = t.object_id AND c.column_id = part.parent_column_id
            JOIN sys.objects AS rt ON rt.object_id = k.referenced_object_id
            JOIN sys.schemas AS rs ON rs.schema_id = rt.schema_id
            JOIN sys.columns AS rc ON rc.object_id = rt.object_id AND rc.column_id = part.referenced_column_id
            WHERE {Readable}
            ORDER BY s.name, t.name, k.name, part.constraint_column_id
            """,
        Sample: Sample);

    /// <summary>
    /// One pass over the rows, whatever the number of columns. Values are compared by their code points: most collations hold 'a' and 'A' for the same.
    /// </summary>
    private static string Sample(SchemaTable table, IReadOnlyList<string> columns, DiscoveryLimits limits)
    {
        const int longest = CatalogQueries.LongestValue + 1;
        var cut = columns.Select((column, at) => $"CAST(LEFT(RTRIM(CAST({Quote(column)} AS nvarchar(max))), {longest}) AS nvarchar({longest})) COLLATE Latin1_General_100_BIN2 AS v{at}");
        var values = columns.Select((_, at) => $"({at}, s.v{at})");
        return $"""
            SELECT numbered.position, numbered.value
            FROM (
              SELECT found.position, found.value, ROW_NUMBER() OVER (PARTITION BY found.position ORDER BY found.value) AS number
              FROM (
                SELECT DISTINCT v.position, v.value
                FROM (SELECT TOP ({limits.SampleRows}) {string.Join(", ", cut)} FROM {Quote(table.Schema!)}.{Quote(table.Name)}) AS s
                CROSS APPLY (VALUES {string.Join(", ", values)}) AS v(position, value)
                WHERE v.value IS NOT NULL
              ) AS found
            ) AS numbered
            WHERE numbered.number <= {limits.MaxDistinctValues + 1}
            """;
    }

    private static string Quote(string name) => SqlDialect.SqlServer.Quote(name);
}
