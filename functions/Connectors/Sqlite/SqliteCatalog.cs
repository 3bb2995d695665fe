using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.Sqlite;

/// <summary>What SQLite tells of a database, through the table-valued forms of its pragmas (https://sqlite.org/pragma.html#pragfunc).</summary>
internal static class SqliteCatalog
{
    /// <summary>Counting stops here, since SQLite keeps no estimate and a count reads the whole table.</summary>
    private const int HighestCount = 1_000_000;

    public static CatalogQueries Queries { get; } = new(
        DefaultSchema: null,
        // A view over a table that is gone fails a query that describes it.
        Columns: [ColumnsOf("'table', 'virtual'"), ColumnsOf("'view'")],
        PrimaryKeys: """
            SELECT NULL, t.name, c.name
            FROM pragma_table_list t JOIN pragma_table_info(t.name) c
            WHERE t.schema = 'main' AND t.type = 'table' AND c.pk > 0
            ORDER BY t.name, c.pk
            """,
        // A key may omit the referenced columns, which then are the primary key, and spell names in another case.
        ForeignKeys: """
            SELECT NULL, t.name, k.id, k."from", NULL,
                   coalesce((SELECT r.name FROM sqlite_master r WHERE r.type = 'table' AND r.name = k."table" COLLATE NOCASE), k."table"),
                   coalesce((SELECT c.name FROM pragma_table_info(k."table") c WHERE c.name = k."to" COLLATE NOCASE OR k."to" IS NULL AND c.pk = k.seq + 1), k."to")
            FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) k
            WHERE t.schema = 'main' AND t.type = 'table'
            ORDER BY t.name, k.id, k.seq
            """,
        Sample: Sample,
        CountsRows: true);

    private static string ColumnsOf(string types) => $"""
        SELECT NULL, t.name, t.type = 'view', NULL, NULL, c.name, c.type, c."notnull" = 0 AND c.pk = 0, NULL
        FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
        WHERE t.schema = 'main' AND t.type IN ({types}) AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND c.hidden <> 1
        ORDER BY t.name, c.cid
        """;

    private static string Sample(SchemaTable table, IReadOnlyList<string> columns, DiscoveryLimits limits)
    {
        var sample = $"(SELECT * FROM {Quote(table.Name)} LIMIT {limits.SampleRows})";
        var values = columns.Select((column, at) =>
            $"SELECT * FROM (SELECT DISTINCT {at}, substr({Quote(column)}, 1, {CatalogQueries.LongestValue + 1}) FROM {sample} " +
            $"WHERE {Quote(column)} IS NOT NULL LIMIT {limits.MaxDistinctValues + 1})");
        var count = $"SELECT -1, count(*) FROM (SELECT 1 FROM {Quote(table.Name)} LIMIT {HighestCount})";
        return string.Join("\nUNION ALL ", values.Prepend(count));
    }

    private static string Quote(string name) => SqlDialect.Sqlite.Quote(name);
}
