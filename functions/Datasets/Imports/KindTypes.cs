using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Datasets.Imports;

internal static class KindTypes
{
    /// <summary>The type of columns of a kind. Of decimals, one that holds most amounts.</summary>
    public static string Of(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer => "BIGINT",
        ColumnKind.Decimal => "DECIMAL(18,2)",
        ColumnKind.Float => "DOUBLE",
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.Date => "DATE",
        ColumnKind.Time => "TIME",
        ColumnKind.Timestamp => "TIMESTAMP",
        ColumnKind.TimestampTz => "TIMESTAMPTZ",
        ColumnKind.Uuid => "UUID",
        ColumnKind.Json => "JSON",
        ColumnKind.Binary => "BLOB",
        _ => "VARCHAR",
    };
}
