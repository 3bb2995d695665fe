using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.Sqlite;

/// <summary>The tables of SQLite files, and which values fit their columns.</summary>
internal static class SqliteFields
{
    /// <summary>Digits that a decimal keeps: it is stored as a floating-point number.</summary>
    public const int DecimalDigits = 15;

    private static string Tables(string stream) =>
        $"t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND ({stream} = '' OR t.name = {stream})";

    /// <summary>An integer that is the primary key by itself is the row's number, which SQLite gives where it is missing.</summary>
    private const string IsRowNumber = """
        c.pk = 1 AND t.wr = 0 AND c.type = 'INTEGER' COLLATE NOCASE AND (SELECT count(*) FROM pragma_table_info(t.name) p WHERE p.pk > 0) = 1
        """;

    public static TableQueries Queries { get; } = new(
        "@stream",
        stream => $"""
            SELECT NULL, t.name, c.name, c.type, c."notnull" = 1 AND c.dflt_value IS NULL AND c.hidden = 0 AND NOT ({IsRowNumber}), c.hidden IN (2, 3), NULL, NULL
            FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
            WHERE {Tables(stream)} AND c.hidden <> 1
            ORDER BY t.name, c.cid
            """,
        stream => $"""
            SELECT NULL, "table", "key", "column", usable FROM (
              SELECT t.name AS "table", '' AS "key", c.name AS "column", 1 AS usable, 0 AS rank, 0 AS place
              FROM pragma_table_list t JOIN pragma_table_info(t.name) c
              WHERE {Tables(stream)} AND {IsRowNumber}
              UNION ALL
              SELECT t.name, i.name, part.name, i.partial = 0, i.origin <> 'pk', part.seqno
              FROM pragma_table_list t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) part
              WHERE {Tables(stream)} AND i."unique" = 1)
            ORDER BY "table", rank, "key", place
            """);

    public static DestinationField Describe(DestinationField field)
    {
        var kind = SqliteTypes.KindOf(field.NativeType);
        var (minimum, maximum) = NativeType.Range(64);
        return kind switch
        {
            ColumnKind.Integer => field with { Kind = kind, Minimum = minimum, Maximum = maximum },
            ColumnKind.Decimal => field with { Kind = kind, Precision = DecimalDigits },
            _ => field with { Kind = kind },
        };
    }
}
