namespace FunctionsPlatform.Connectors.Bulk.Parquet;

/// <summary>A column as Parquet's schema describes it (https://github.com/apache/parquet-format/blob/master/LogicalTypes.md).</summary>
/// <param name="Converted">The older name of the logical type, which every reader knows; null where there is none.</param>
/// <param name="Logical">Writes the logical type; null for none.</param>
internal sealed record ParquetColumn(string Name, PhysicalType Type, bool IsOptional, int? Converted = null, Action<ThriftWriter>? Logical = null)
{
    private const int Utf8 = 0, Date = 6, TimestampMicros = 10, Json = 19;
    private const int StringType = 1, DateType = 6, TimeType = 7, TimestampType = 8, JsonType = 12, UuidType = 14;
    private const int Micros = 2, Nanos = 3;

    public static ParquetColumn Of(ResultColumn column) => column.Kind switch
    {
        ColumnKind.Integer => Optional(column, PhysicalType.Int64),
        ColumnKind.Float => Optional(column, PhysicalType.Double),
        ColumnKind.Boolean => Optional(column, PhysicalType.Boolean),
        ColumnKind.Date => Optional(column, PhysicalType.Int32, Date, thrift => thrift.Struct(DateType, Nothing)),
        ColumnKind.Time => Optional(column, PhysicalType.Int64, null, thrift => thrift.Struct(TimeType, () => Instant(thrift, false, Nanos))),
        ColumnKind.Timestamp => Optional(column, PhysicalType.Int64, null, thrift => thrift.Struct(TimestampType, () => Instant(thrift, false, Micros))),
        ColumnKind.TimestampTz =>
            Optional(column, PhysicalType.Int64, TimestampMicros, thrift => thrift.Struct(TimestampType, () => Instant(thrift, true, Micros))),
        ColumnKind.Uuid => Optional(column, PhysicalType.FixedBytes, null, thrift => thrift.Struct(UuidType, Nothing)),
        ColumnKind.Json => Optional(column, PhysicalType.Bytes, Json, thrift => thrift.Struct(JsonType, Nothing)),
        ColumnKind.Binary => Optional(column, PhysicalType.Bytes),
        _ => Text(column.Name),
    };

    /// <summary>Text that may be null. Decimals are text too: a logical DECIMAL has one scale for all of its column.</summary>
    public static ParquetColumn Text(string name) => new(name, PhysicalType.Bytes, true, Utf8, thrift => thrift.Struct(StringType, Nothing));

    /// <summary>64-bit integers, none of them null.</summary>
    public static ParquetColumn Long(string name) => new(name, PhysicalType.Int64, false);

    private static ParquetColumn Optional(ResultColumn column, PhysicalType type, int? converted = null, Action<ThriftWriter>? logical = null) =>
        new(column.Name, type, true, converted, logical);

    private static void Instant(ThriftWriter thrift, bool isUtc, int unit)
    {
        thrift.Bool(1, isUtc);
        thrift.Struct(2, () => thrift.Struct(unit, Nothing));
    }

    private static void Nothing()
    {
    }
}

internal enum PhysicalType
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Double = 5,
    Bytes = 6,

    /// <summary>Of 16 bytes, wherever they are used here.</summary>
    FixedBytes = 7,
}
