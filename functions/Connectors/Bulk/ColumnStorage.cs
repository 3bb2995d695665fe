namespace FunctionsPlatform.Connectors.Bulk;

/// <summary>How the values of a <see cref="ColumnKind"/> lie in a <see cref="ColumnBuffer"/>.</summary>
public enum ColumnStorage
{
    /// <summary>Bytes of any length: text in UTF-8, decimals as they are printed.</summary>
    Bytes = 0,

    /// <summary>One byte: 0 or 1.</summary>
    Flag = 1,

    /// <summary>Days since 1970-01-01.</summary>
    Int32 = 4,

    /// <summary>Integers, the bits of floating-point numbers, nanoseconds of a day, microseconds since 1970-01-01.</summary>
    Int64 = 8,

    /// <summary>UUIDs in the order in which they are printed.</summary>
    Bytes16 = 16,
}

public static class ColumnStorages
{
    public static ColumnStorage Of(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => ColumnStorage.Flag,
        ColumnKind.Date => ColumnStorage.Int32,
        ColumnKind.Integer or ColumnKind.Float or ColumnKind.Time or ColumnKind.Timestamp or ColumnKind.TimestampTz => ColumnStorage.Int64,
        ColumnKind.Uuid => ColumnStorage.Bytes16,
        _ => ColumnStorage.Bytes,
    };
}
