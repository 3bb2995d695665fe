using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>The tables of DuckDB files, and which values fit their columns.</summary>
internal static class DuckDbFields
{
    /// <summary>DuckDB tells of a generated column only in the text that makes the table.</summary>
    private const string IsGenerated = """
        contains(t.sql, ', ' || c.column_name || ' ' || c.data_type || ' GENERATED ALWAYS AS(')
        OR contains(t.sql, '(' || c.column_name || ' ' || c.data_type || ' GENERATED ALWAYS AS(')
        OR contains(t.sql, '"' || replace(c.column_name, '"', '""') || '" ' || c.data_type || ' GENERATED ALWAYS AS(')
        """;

    private static string Tables(string stream) => $"""
        NOT t.internal AND NOT t.temporary AND t.database_name = current_database() AND ({stream} = '' OR t.schema_name || '.' || t.table_name = {stream})
        """;

    /// <summary>The columns of an index are told as a text, "[a, b]". What is no column's name there is an expression.</summary>
    public static TableQueries Queries { get; } = new(
        "$stream",
        stream => $"""
            SELECT c.schema_name, c.table_name, c.column_name, c.data_type,
                   CASE WHEN NOT c.is_nullable AND c.column_default IS NULL THEN 1 ELSE 0 END, CASE WHEN {IsGenerated} THEN 1 ELSE 0 END, c.comment, NULL::VARCHAR
            FROM duckdb_tables() t
            JOIN duckdb_columns() c ON c.database_oid = t.database_oid AND c.schema_oid = t.schema_oid AND c.table_name = t.table_name
            WHERE {Tables(stream)}
            ORDER BY c.schema_name, c.table_name, c.column_index
            """,
        stream => $"""
            WITH parts AS (
              SELECT t.schema_name, t.table_name, 'c' || k.constraint_index AS name, unnest(k.constraint_column_names) AS part,
                     generate_subscripts(k.constraint_column_names, 1) AS place, k.constraint_type <> 'PRIMARY KEY' AS rank
              FROM duckdb_tables() t
              JOIN duckdb_constraints() k ON k.database_oid = t.database_oid AND k.schema_oid = t.schema_oid AND k.table_name = t.table_name
              WHERE {Tables(stream)} AND k.constraint_type IN ('PRIMARY KEY', 'UNIQUE')
              UNION ALL
              SELECT t.schema_name, t.table_name, 'i' || i.index_name, unnest(string_split(i.expressions[2:-2], ', ')),
                     generate_subscripts(string_split(i.expressions[2:-2], ', '), 1), true
              FROM duckdb_tables() t
              JOIN duckdb_indexes() i ON i.database_oid = t.database_oid AND i.schema_oid = t.schema_oid AND i.table_name = t.table_name
              WHERE {Tables(stream)} AND i.is_unique)
            SELECT p.schema_name, p.table_name, p.name, c.column_name, 1
            FROM parts p
            LEFT JOIN duckdb_columns() c ON c.database_name = current_database() AND c.schema_name = p.schema_name AND c.table_name = p.table_name
              AND c.column_name IN (p.part, replace(p.part[2:-2], '""', '"'))
            ORDER BY p.schema_name, p.table_name, p.rank, p.name, p.place
            """);

    public static DestinationField Describe(DestinationField field)
    {
        var type = NativeType.Parse(field.NativeType);
        var described = field with { Kind = DuckDbTypes.KindOf(field.NativeType) };
        return type.Name switch
        {
            _ when described.Kind == ColumnKind.Json => described,
            "tinyint" => Integer(described, 8),
            "smallint" => Integer(described, 16),
            "integer" => Integer(described, 32),
            "bigint" => Integer(described, 64),
            "utinyint" => Integer(described, 8, isUnsigned: true),
            "usmallint" => Integer(described, 16, isUnsigned: true),
            "uinteger" => Integer(described, 32, isUnsigned: true),
            "ubigint" => Integer(described, 64, isUnsigned: true),
            "decimal" => described with { Precision = type.Length, Scale = type.Numbers.Count > 1 ? type.Numbers[1] : null },
            "enum" => described with { AllowedValues = NativeType.EnumValues(field.NativeType) },
            _ => described,
        };
    }

    private static DestinationField Integer(DestinationField field, int bits, bool isUnsigned = false)
    {
        var (minimum, maximum) = NativeType.Range(bits, isUnsigned);
        return field with { Minimum = minimum, Maximum = maximum };
    }
}
