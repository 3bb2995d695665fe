using DuckDB.NET.Data;
using FunctionsPlatform.Connectors.Http.Json;

namespace FunctionsPlatform.Connectors.BlobFiles.Formats;

/// <summary>Values as Parquet holds them. Nothing is rounded: what does not fit its type is no value of the file.</summary>
internal static class ParquetValues
{
    private const int Scale = 18;
    private const decimal MaxDecimal = 1e20m;

    public static string TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer => "BIGINT",
        ColumnKind.Decimal => "DECIMAL(38,18)",
        ColumnKind.Float => "DOUBLE",
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.Date => "DATE",
        ColumnKind.Time => "TIME",
        ColumnKind.Timestamp => "TIMESTAMP",
        ColumnKind.TimestampTz => "TIMESTAMPTZ",
        ColumnKind.Uuid => "UUID",
        ColumnKind.Binary => "BLOB",
        _ => "VARCHAR",
    };

    public static bool Fits(ColumnKind kind, object value) => kind switch
    {
        ColumnKind.Integer => value is long,
        ColumnKind.Decimal => value is decimal number && Math.Abs(number) < MaxDecimal && decimal.Round(number, Scale) == number,
        ColumnKind.Float => value is double,
        ColumnKind.Boolean => value is bool,
        ColumnKind.Date => value is DateOnly,
        ColumnKind.Time => value is TimeOnly time && IsMicroseconds(time.Ticks),
        ColumnKind.Timestamp => value is DateTime timestamp && IsMicroseconds(timestamp.Ticks),
        ColumnKind.TimestampTz => value is DateTimeOffset instant && IsMicroseconds(instant.Ticks),
        ColumnKind.Uuid => value is Guid,
        ColumnKind.Binary => value is byte[],
        _ => true,
    };

    public static void Append(IDuckDBAppenderRow row, ColumnKind kind, object? value) => _ = value switch
    {
        null => row.AppendNullValue(),
        _ when TypeOf(kind) == "VARCHAR" => row.AppendValue(JsonCells.Text(value)),
        long integer => row.AppendValue(integer),
        decimal number => row.AppendValue(number),
        double number => row.AppendValue(number),
        bool boolean => row.AppendValue(boolean),
        DateOnly date => row.AppendValue((DateOnly?)date),
        TimeOnly time => row.AppendValue((TimeOnly?)time),
        DateTime timestamp => row.AppendValue(timestamp),
        DateTimeOffset instant => row.AppendValue(instant),
        Guid uuid => row.AppendValue(uuid),
        byte[] bytes => row.AppendValue(bytes),
        _ => row.AppendValue(JsonCells.Text(value)),
    };

    private static bool IsMicroseconds(long ticks) => ticks % TimeSpan.TicksPerMicrosecond == 0;
}
