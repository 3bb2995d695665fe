using System.Data.Common;
using System.Data.SqlTypes;
using System.Globalization;
using Microsoft.Data.SqlClient;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>What types mean. Types of the CLR (geography, geometry, hierarchyid) are read as the bytes they are stored in, for which no assembly is needed.</summary>
internal static class SqlServerTypes
{
    /// <summary>Digits that a <see cref="decimal"/> holds whatever they are.</summary>
    private const int ExactDigits = 28;

    /// <param name="type">As discovery spells it (<c>nvarchar(50)</c>) or the driver does, which qualifies types of the CLR alone (<c>shop.sys.geography</c>).</param>
    public static ColumnKind KindOf(string type) => Name(type) switch
    {
        "tinyint" or "smallint" or "int" or "bigint" => ColumnKind.Integer,
        "decimal" or "numeric" or "money" or "smallmoney" => ColumnKind.Decimal,
        "real" or "float" => ColumnKind.Float,
        "bit" => ColumnKind.Boolean,
        "char" or "varchar" or "nchar" or "nvarchar" or "text" or "ntext" or "sysname" => ColumnKind.Text,
        "date" => ColumnKind.Date,
        "time" => ColumnKind.Time,
        "datetime" or "datetime2" or "smalldatetime" => ColumnKind.Timestamp,
        "datetimeoffset" => ColumnKind.TimestampTz,
        "uniqueidentifier" => ColumnKind.Uuid,
        "json" => ColumnKind.Json,
        "binary" or "varbinary" or "image" or "timestamp" or "rowversion" or "geography" or "geometry" or "hierarchyid" => ColumnKind.Binary,
        var name => name.Contains('.', StringComparison.Ordinal) ? ColumnKind.Binary : ColumnKind.Other,
    };

    private static string Name(string type)
    {
        var end = type.IndexOf('(', StringComparison.Ordinal);
        return (end < 0 ? type : type[..end]).ToLowerInvariant();
    }

    public static ColumnReader ReaderOf(string name, string type)
    {
        var kind = KindOf(type);
        return kind switch
        {
            ColumnKind.Integer => new(name, kind, Integer(Name(type))),
            ColumnKind.Decimal => Name(type) is "money" or "smallmoney"
                ? new(name, kind, (row, at) => row.GetDecimal(at))
                : Read(name, kind, (row, at) => Exact(row.GetSqlDecimal(at))),
            ColumnKind.Float => Name(type) == "real" ? new(name, kind, (row, at) => (double)row.GetFloat(at)) : ColumnReader.Float(name),
            ColumnKind.Boolean => ColumnReader.Boolean(name),
            ColumnKind.Date => new(name, kind, (row, at) => DateOnly.FromDateTime(row.GetDateTime(at))),
            ColumnKind.Time => Read(name, kind, (row, at) => TimeOnly.FromTimeSpan(row.GetTimeSpan(at))),
            ColumnKind.Timestamp => new(name, kind, (row, at) => row.GetDateTime(at)),
            ColumnKind.TimestampTz => Read(name, kind, (row, at) => row.GetDateTimeOffset(at)),
            ColumnKind.Uuid => ColumnReader.Uuid(name),
            ColumnKind.Binary => Read(name, kind, (row, at) => row.GetSqlBytes(at).Value),
            ColumnKind.Other when Name(type) == "sql_variant" => Read(name, kind, (row, at) => Printed(row.GetSqlValue(at))),
            _ => ColumnReader.Text(name, kind),
        };
    }

    private static ColumnReader Read(string name, ColumnKind kind, Func<SqlDataReader, int, object> read) =>
        new(name, kind, (row, at) => read((SqlDataReader)row, at));

    private static Func<DbDataReader, int, object> Integer(string type) => type switch
    {
        "tinyint" => (row, at) => (long)row.GetByte(at),
        "smallint" => (row, at) => (long)row.GetInt16(at),
        "int" => (row, at) => (long)row.GetInt32(at),
        _ => (row, at) => row.GetInt64(at),
    };

    /// <summary>The common case needs no text.</summary>
    internal static object Exact(SqlDecimal value) => value.Precision <= ExactDigits ? value.Value : ExactDecimal.Read(value.ToString());

    /// <summary>A value of sql_variant, which is of another type in every row.</summary>
    internal static string Printed(object value) => value switch
    {
        SqlString text => text.Value,
        SqlBoolean boolean => boolean.Value ? "1" : "0",
        SqlGuid id => id.Value.ToString(),
        SqlBinary bytes => $"0x{Convert.ToHexString(bytes.Value)}",
        SqlMoney money => money.ToDecimal().ToString(CultureInfo.InvariantCulture),
        SqlSingle number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        SqlDouble number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        SqlDateTime timestamp => timestamp.Value.ToString("yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture),
        DateTime timestamp => timestamp.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF zzz", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
