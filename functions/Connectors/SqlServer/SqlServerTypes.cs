using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;

namespace FunctionsPlatform.Connectors.SqlServer;

internal static class SqlServerTypes
{
    /// <param name="type">With or without its length: <c>nvarchar(50)</c>.</param>
    public static ColumnKind KindOf(string type) => type.Split('(')[0].ToLowerInvariant() switch
    {
        "tinyint" or "smallint" or "int" or "bigint" => ColumnKind.Integer,
        "decimal" or "numeric" or "money" or "smallmoney" => ColumnKind.Decimal,
        "real" or "float" => ColumnKind.Float,
        "bit" => ColumnKind.Boolean,
        "date" => ColumnKind.Date,
        "time" => ColumnKind.Time,
        "datetime" or "datetime2" or "smalldatetime" => ColumnKind.Timestamp,
        "datetimeoffset" => ColumnKind.TimestampTz,
        "uniqueidentifier" => ColumnKind.Uuid,
        "json" => ColumnKind.Json,
        "char" or "varchar" or "nchar" or "nvarchar" or "text" or "ntext" or "sysname" or "xml" => ColumnKind.Text,
        // Types of the CLR (geography, hierarchyid) need an assembly to be read: their bytes are given.
        "binary" or "varbinary" or "image" or "timestamp" or "rowversion" => ColumnKind.Binary,
        _ when type.Contains("geography", StringComparison.OrdinalIgnoreCase) || type.Contains("geometry", StringComparison.OrdinalIgnoreCase)
            || type.Contains("hierarchyid", StringComparison.OrdinalIgnoreCase) => ColumnKind.Binary,
        _ => ColumnKind.Other,
    };

    public static ColumnReader ReaderOf(string name, string type) => KindOf(type) switch
    {
        ColumnKind.Integer => new(name, ColumnKind.Integer, (row, at) => Convert.ToInt64(row.GetValue(at), CultureInfo.InvariantCulture)),
        ColumnKind.Decimal when type is "money" or "smallmoney" => new(name, ColumnKind.Decimal, (row, at) => row.GetDecimal(at)),
        ColumnKind.Decimal => new(name, ColumnKind.Decimal, (row, at) => ExactDecimal.Read(((SqlDataReader)row).GetSqlDecimal(at).ToString())),
        ColumnKind.Float => new(name, ColumnKind.Float, (row, at) => Convert.ToDouble(row.GetValue(at), CultureInfo.InvariantCulture)),
        ColumnKind.Boolean => ColumnReader.Boolean(name),
        ColumnKind.Date => new(name, ColumnKind.Date, (row, at) => row.GetFieldValue<DateOnly>(at)),
        ColumnKind.Time => new(name, ColumnKind.Time, (row, at) => row.GetFieldValue<TimeOnly>(at)),
        ColumnKind.Timestamp => new(name, ColumnKind.Timestamp, (row, at) => row.GetDateTime(at)),
        ColumnKind.TimestampTz => new(name, ColumnKind.TimestampTz, (row, at) => row.GetFieldValue<DateTimeOffset>(at)),
        ColumnKind.Uuid => ColumnReader.Uuid(name),
        ColumnKind.Binary => new(name, ColumnKind.Binary, (row, at) => ((SqlDataReader)row).GetSqlBytes(at).Value),
        ColumnKind.Text or ColumnKind.Json => ColumnReader.Text(name, KindOf(type)),
        var kind => new(name, kind, Printed),
    };

    /// <summary>sql_variant, which is another type in every row.</summary>
    private static string Printed(DbDataReader row, int at) => row.GetValue(at) switch
    {
        byte[] bytes => $"0x{Convert.ToHexString(bytes)}",
        IFormattable value => value.ToString(value is DateTime or DateTimeOffset ? "O" : null, CultureInfo.InvariantCulture),
        var value => value.ToString() ?? "",
    };
}
