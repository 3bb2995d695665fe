using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>The tables of PostgreSQL that the user may write, and which values fit their columns.</summary>
internal static class PostgreSqlFields
{
    private const string Tables = """
        FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace s ON s.oid = t.relnamespace
        """;

    /// <summary>Partitions are left out: rows are written to their table.</summary>
    private static string Writable(string stream) => $"""
        WHERE t.relkind IN ('r', 'p') AND NOT t.relispartition
          AND s.nspname <> 'information_schema' AND s.nspname NOT LIKE 'pg\_%'
          AND has_schema_privilege(s.oid, 'USAGE')
          AND (has_any_column_privilege(t.oid, 'INSERT') OR has_any_column_privilege(t.oid, 'UPDATE') OR has_table_privilege(t.oid, 'DELETE'))
          AND ({stream} = '' OR s.nspname || '.' || t.relname = {stream})
        """;

    /// <summary>
    /// A domain goes by the type beneath. GENERATED ALWAYS columns number rows by themselves: their values can be matched and not written. Deferred constraints, parts
    /// of tables and expressions cannot be matched by.
    /// </summary>
    public static TableQueries Queries { get; } = new(
        "@stream",
        stream => $"""
            SELECT s.nspname, t.relname, c.attname,
                   CASE b.typtype WHEN 'e' THEN 'enum ' ELSE '' END || format_type(b.oid, CASE k.typtype WHEN 'd' THEN k.typtypmod ELSE c.atttypmod END),
                   CASE WHEN (c.attnotnull OR k.typnotnull) AND NOT c.atthasdef AND c.attidentity = '' AND k.typdefault IS NULL THEN 1 ELSE 0 END,
                   CASE WHEN c.attgenerated <> '' OR c.attidentity = 'a' THEN 1 ELSE 0 END,
                   col_description(t.oid, c.attnum),
                   (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder)::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = b.oid)
            {Tables}
            JOIN pg_catalog.pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
            JOIN pg_catalog.pg_type k ON k.oid = c.atttypid
            JOIN pg_catalog.pg_type b ON b.oid = CASE k.typtype WHEN 'd' THEN k.typbasetype ELSE k.oid END
            {Writable(stream)}
            ORDER BY s.nspname, t.relname, c.attnum
            """,
        stream => $"""
            SELECT s.nspname, t.relname, i.indexrelid::text, c.attname,
                   CASE WHEN i.indpred IS NULL AND i.indimmediate AND i.indisvalid THEN 1 ELSE 0 END
            {Tables}
            JOIN pg_catalog.pg_index i ON i.indrelid = t.oid AND i.indisunique
            CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS part (attnum, position)
            LEFT JOIN pg_catalog.pg_attribute c ON c.attrelid = t.oid AND c.attnum = part.attnum
            {Writable(stream)} AND part.position <= i.indnkeyatts
            ORDER BY s.nspname, t.relname, i.indisprimary DESC, i.indexrelid, part.position
            """);

    public static DestinationField Describe(DestinationField field)
    {
        var type = NativeType.Parse(field.NativeType);
        var described = field with { Kind = PostgreSqlTypes.KindOf(field.NativeType) };
        return type.Name switch
        {
            "smallint" => Integer(described, 16),
            "integer" => Integer(described, 32),
            "bigint" => Integer(described, 64),
            "oid" => described with { Minimum = 0, Maximum = uint.MaxValue },
            "numeric" => described with { Precision = type.Length, Scale = type.Numbers.Count > 1 ? type.Numbers[1] : type.Length is null ? null : 0 },
            "character varying" or "character" when described.Kind == ColumnKind.Text => described with { MaxLength = type.Length },
            _ => described,
        };
    }

    private static DestinationField Integer(DestinationField field, int bits)
    {
        var (minimum, maximum) = NativeType.Range(bits);
        return field with { Minimum = minimum, Maximum = maximum };
    }
}
