using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.MySql;

/// <summary>The tables of MySQL and MariaDB, and which values fit their columns.</summary>
internal static class MySqlFields
{
    /// <summary>A storage engine without transactions would keep half of a batch that fails.</summary>
    private static string Tables(string stream) => $"""
        t.table_schema = database() AND t.table_type = 'BASE TABLE' AND ({stream} = '' OR t.table_name = {stream})
          AND t.engine IN (SELECT e.engine FROM information_schema.engines e WHERE e.transactions = 'YES')
        """;

    /// <summary>A key over the beginning of a text only, or over an expression, is none that rows can be matched by.</summary>
    public static TableQueries Queries { get; } = new(
        "@stream",
        stream => $"""
            SELECT NULL, t.table_name, c.column_name, c.column_type,
                   CASE WHEN c.is_nullable = 'NO' AND c.column_default IS NULL AND c.extra NOT LIKE '%auto_increment%' AND c.extra NOT LIKE '%GENERATED%' THEN 1 ELSE 0 END,
                   CASE WHEN c.extra LIKE '%VIRTUAL GENERATED%' OR c.extra LIKE '%STORED GENERATED%' THEN 1 ELSE 0 END,
                   c.column_comment, NULL
            FROM information_schema.tables t
            JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
            WHERE {Tables(stream)}
            ORDER BY t.table_name, c.ordinal_position
            """,
        stream => $"""
            SELECT NULL, t.table_name, k.index_name, k.column_name, CASE WHEN k.sub_part IS NULL THEN 1 ELSE 0 END
            FROM information_schema.tables t
            JOIN information_schema.statistics k ON k.table_schema = t.table_schema AND k.table_name = t.table_name AND k.non_unique = 0
            WHERE {Tables(stream)}
            ORDER BY t.table_name, CASE k.index_name WHEN 'PRIMARY' THEN 0 ELSE 1 END, k.index_name, k.seq_in_index
            """);

    public static DestinationField Describe(DestinationField field)
    {
        var type = NativeType.Parse(field.NativeType);
        var described = field with { Kind = MySqlTypes.KindOf(field.NativeType) };
        if (described.Kind == ColumnKind.Boolean)
            return described;
        var isUnsigned = field.NativeType.Contains("unsigned", StringComparison.OrdinalIgnoreCase);
        return type.Name.Split(' ')[0] switch
        {
            "tinyint" => Integer(described, 8, isUnsigned),
            "smallint" => Integer(described, 16, isUnsigned),
            "mediumint" => Integer(described, 24, isUnsigned),
            "int" or "integer" => Integer(described, 32, isUnsigned),
            "bigint" => Integer(described, 64, isUnsigned),
            "bit" => Integer(described, type.Length ?? 1, isUnsigned: true),
            "decimal" or "numeric" => described with { Precision = type.Length, Scale = type.Numbers.Count > 1 ? type.Numbers[1] : 0 },
            "char" or "varchar" or "binary" or "varbinary" => described with { MaxLength = type.Length },
            "tinyblob" => described with { MaxLength = 255 },
            "blob" => described with { MaxLength = 65_535 },
            "enum" => described with { AllowedValues = NativeType.EnumValues(field.NativeType) },
            _ => described,
        };
    }

    private static DestinationField Integer(DestinationField field, int bits, bool isUnsigned)
    {
        var (minimum, maximum) = NativeType.Range(bits, isUnsigned);
        return field with { Minimum = minimum, Maximum = maximum };
    }
}
