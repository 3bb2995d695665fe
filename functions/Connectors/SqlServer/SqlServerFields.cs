using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>The tables of SQL Server that the login may write, and which values fit their columns.</summary>
internal static class SqlServerFields
{
    private const string Tables = """
        FROM sys.objects AS t
        JOIN sys.schemas AS s ON s.schema_id = t.schema_id
        """;

    private static string Writable(string stream) => $"""
        t.type = 'U' AND t.is_ms_shipped = 0
          AND (HAS_PERMS_BY_NAME(QUOTENAME(s.name) + N'.' + QUOTENAME(t.name), 'OBJECT', 'INSERT') = 1
            OR HAS_PERMS_BY_NAME(QUOTENAME(s.name) + N'.' + QUOTENAME(t.name), 'OBJECT', 'UPDATE') = 1
            OR HAS_PERMS_BY_NAME(QUOTENAME(s.name) + N'.' + QUOTENAME(t.name), 'OBJECT', 'DELETE') = 1)
          AND ({stream} = N'' OR s.name + N'.' + t.name = {stream})
        """;

    /// <summary>Identities number rows by themselves: their values can be matched and not written. The like holds for computed columns, row versions and system time.</summary>
    public static TableQueries Queries { get; } = new(
        "@stream",
        stream => $"""
            SELECT s.name, t.name, c.name,
                   k.name + CASE
                     WHEN k.name IN ('char', 'varchar', 'binary', 'varbinary', 'nchar', 'nvarchar') THEN
                       N'(' + CASE WHEN c.max_length = -1 THEN N'max' ELSE CAST(c.max_length / CASE WHEN k.name LIKE 'n%' THEN 2 ELSE 1 END AS nvarchar(10)) END + N')'
                     WHEN k.name IN ('decimal', 'numeric') THEN N'(' + CAST(c.precision AS nvarchar(10)) + N',' + CAST(c.scale AS nvarchar(10)) + N')'
                     WHEN k.name IN ('time', 'datetime2', 'datetimeoffset') THEN N'(' + CAST(c.scale AS nvarchar(10)) + N')'
                     ELSE N'' END,
                   CASE WHEN c.is_nullable = 0 AND c.default_object_id = 0 AND c.is_identity = 0 AND c.is_computed = 0 AND k.name NOT IN ('timestamp', 'rowversion')
                     AND c.generated_always_type = 0 THEN 1 ELSE 0 END,
                   CASE WHEN c.is_identity = 1 OR c.is_computed = 1 OR k.name IN ('timestamp', 'rowversion') OR c.generated_always_type <> 0 THEN 1 ELSE 0 END,
                   CAST(d.value AS nvarchar(4000)), NULL
            {Tables}
            JOIN sys.columns AS c ON c.object_id = t.object_id
            CROSS APPLY (SELECT TYPE_NAME(CASE WHEN c.user_type_id < 256 OR c.system_type_id = 240 THEN c.user_type_id ELSE c.system_type_id END) AS name) AS k
            LEFT JOIN sys.extended_properties AS d ON d.class = 1 AND d.major_id = t.object_id AND d.minor_id = c.column_id AND d.name = N'MS_Description'
            WHERE c.is_hidden = 0 AND {Writable(stream)}
            ORDER BY s.name, t.name, c.column_id
            """,
        stream => $"""
            SELECT s.name, t.name, CAST(i.index_id AS nvarchar(10)), c.name, CASE WHEN i.has_filter = 0 AND i.is_disabled = 0 THEN 1 ELSE 0 END
            {Tables}
            JOIN sys.indexes AS i ON i.object_id = t.object_id AND i.is_unique = 1 AND i.is_hypothetical = 0
            JOIN sys.index_columns AS part ON part.object_id = t.object_id AND part.index_id = i.index_id AND part.key_ordinal > 0
            JOIN sys.columns AS c ON c.object_id = t.object_id AND c.column_id = part.column_id
            WHERE {Writable(stream)}
            ORDER BY s.name, t.name, i.is_primary_key DESC, i.index_id, part.key_ordinal
            """);

    public static DestinationField Describe(DestinationField field)
    {
        var type = NativeType.Parse(field.NativeType);
        var described = field with { Kind = SqlServerTypes.KindOf(field.NativeType) };
        return type.Name switch
        {
            "tinyint" => Integer(described, 8, isUnsigned: true),
            "smallint" => Integer(described, 16),
            "int" => Integer(described, 32),
            "bigint" => Integer(described, 64),
            "decimal" or "numeric" => described with { Precision = type.Length, Scale = type.Numbers.Count > 1 ? type.Numbers[1] : 0 },
            "money" => described with { Precision = 19, Scale = 4 },
            "smallmoney" => described with { Precision = 10, Scale = 4 },
            "char" or "varchar" or "nchar" or "nvarchar" or "binary" or "varbinary" => described with { MaxLength = type.Length },
            _ => described,
        };
    }

    private static DestinationField Integer(DestinationField field, int bits, bool isUnsigned = false)
    {
        var (minimum, maximum) = NativeType.Range(bits, isUnsigned);
        return field with { Minimum = minimum, Maximum = maximum };
    }
}
