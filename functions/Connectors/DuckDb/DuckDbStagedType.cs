using DuckDB.NET.Data;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>How values are appended: those of simple types as they are, all others as text, which DuckDB reads as the column's type.</summary>
internal static class DuckDbStagedType
{
    public static string Of(DestinationField field) => field.Kind switch
    {
        ColumnKind.Integer when IsLong(field) => "BIGINT",
        ColumnKind.Float => "DOUBLE",
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.Uuid => "UUID",
        ColumnKind.Binary => "BLOB",
        _ => "VARCHAR",
    };

    /// <summary>The expression of a staged column in the type of the field.</summary>
    public static string Read(DestinationField field, string column) => field.Kind switch
    {
        ColumnKind.Float or ColumnKind.Boolean or ColumnKind.Uuid or ColumnKind.Binary => column,
        ColumnKind.Integer when IsLong(field) => column,
        ColumnKind.Text when field.AllowedValues is null => column,
        ColumnKind.Json when field.NativeType != "JSON" => $"CAST(CAST({column} AS JSON) AS {field.NativeType})",
        _ => $"CAST({column} AS {field.NativeType})",
    };

    public static void Append(IDuckDBAppenderRow row, DestinationField field, object? value) => _ = (field.Kind, value) switch
    {
        (_, null) => row.AppendNullValue(),
        (ColumnKind.Integer, long whole) when IsLong(field) => row.AppendValue(whole),
        (ColumnKind.Integer, decimal whole) when IsLong(field) => row.AppendValue((long)whole),
        (_, double number) => row.AppendValue(number),
        (_, bool boolean) => row.AppendValue(boolean),
        (_, Guid id) => row.AppendValue(id),
        (_, byte[] bytes) => row.AppendValue(bytes),
        _ => row.AppendValue(PrintedValue.Of(value)),
    };

    private static bool IsLong(DestinationField field) => field.Maximum <= long.MaxValue;
}
