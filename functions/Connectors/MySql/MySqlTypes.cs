using System.Globalization;
using MySqlConnector;

namespace FunctionsPlatform.Connectors.MySql;

/// <summary>What types mean. A <c>timestamp</c> is an instant, a <c>datetime</c> is not; both, and dates, may be zero or have parts that are.</summary>
internal static class MySqlTypes
{
    public static ColumnKind KindOf(string type)
    {
        if (type.StartsWith("tinyint(1)", StringComparison.OrdinalIgnoreCase))
            return ColumnKind.Boolean;
        var end = type.AsSpan().IndexOfAny('(', ' ');
        return (end < 0 ? type : type[..end]).ToLowerInvariant() switch
        {
            "tinyint" or "smallint" or "mediumint" or "int" or "integer" or "bigint" or "year" or "bit" => ColumnKind.Integer,
            "decimal" or "numeric" => ColumnKind.Decimal,
            "float" or "double" or "real" => ColumnKind.Float,
            "char" or "varchar" or "tinytext" or "text" or "mediumtext" or "longtext" or "enum" or "set" => ColumnKind.Text,
            "date" => ColumnKind.Date,
            "time" => ColumnKind.Time,
            "datetime" => ColumnKind.Timestamp,
            "timestamp" => ColumnKind.TimestampTz,
            "json" => ColumnKind.Json,
            "uuid" => ColumnKind.Uuid,
            "binary" or "varbinary" or "tinyblob" or "blob" or "mediumblob" or "longblob" => ColumnKind.Binary,
            _ => ColumnKind.Other,
        };
    }

    public static ColumnReader ReaderOf(MySqlDbColumn column) => column.ProviderType switch
    {
        MySqlDbType.Bool => ColumnReader.Boolean(column.ColumnName),
        MySqlDbType.UInt64 or MySqlDbType.Bit => Read(column, ColumnKind.Integer, (row, at) => row.GetUInt64(at) is var value && value > long.MaxValue ? (decimal)value : (object)(long)value),
        MySqlDbType.Byte or MySqlDbType.Int16 or MySqlDbType.Int24 or MySqlDbType.Int32 or MySqlDbType.Int64 or MySqlDbType.Year
            or MySqlDbType.UByte or MySqlDbType.UInt16 or MySqlDbType.UInt24 or MySqlDbType.UInt32
            => new(column.ColumnName, ColumnKind.Integer, (row, at) => row.GetInt64(at)),
        MySqlDbType.NewDecimal or MySqlDbType.Decimal => Read(column, ColumnKind.Decimal, (row, at) => ExactDecimal.Read(row.GetMySqlDecimal(at).ToString())),
        MySqlDbType.Float or MySqlDbType.Double => ColumnReader.Float(column.ColumnName),
        MySqlDbType.Date or MySqlDbType.Newdate => Read(column, ColumnKind.Date, (row, at) =>
            row.GetMySqlDateTime(at) is var day && day.IsValidDateTime ? DateOnly.FromDateTime(day.GetDateTime()) : (object)Zero(day)[..10]),
        MySqlDbType.DateTime => Read(column, ColumnKind.Timestamp, (row, at) => Timestamp(row.GetMySqlDateTime(at))),
        MySqlDbType.Timestamp => Read(column, ColumnKind.TimestampTz, (row, at) => Instant(row.GetMySqlDateTime(at))),
        MySqlDbType.Time => Read(column, ColumnKind.Time, Time),
        MySqlDbType.JSON => ColumnReader.Text(column.ColumnName, ColumnKind.Json),
        MySqlDbType.Binary or MySqlDbType.VarBinary or MySqlDbType.TinyBlob or MySqlDbType.Blob or MySqlDbType.MediumBlob or MySqlDbType.LongBlob
            or MySqlDbType.Geometry => ColumnReader.Binary(column.ColumnName),
        MySqlDbType.Null => new(column.ColumnName, ColumnKind.Text, (row, at) => row.GetValue(at)),
        _ => ColumnReader.Text(column.ColumnName),
    };

    private static ColumnReader Read(MySqlDbColumn column, ColumnKind kind, Func<MySqlDataReader, int, object> read) =>
        new(column.ColumnName, kind, (row, at) => read((MySqlDataReader)row, at));

    private static object Timestamp(MySqlDateTime value) => value.IsValidDateTime ? (object)value.GetDateTime() : Zero(value);

    private static object Instant(MySqlDateTime value) => value.IsValidDateTime ? (object)new DateTimeOffset(value.GetDateTime(), TimeSpan.Zero) : Zero(value);

    private static string Zero(MySqlDateTime value) => string.Create(
        CultureInfo.InvariantCulture, $"{value.Year:0000}-{value.Month:00}-{value.Day:00} {value.Hour:00}:{value.Minute:00}:{value.Second:00}");

    private static object Time(MySqlDataReader row, int at)
    {
        var time = row.GetTimeSpan(at);
        return time >= TimeSpan.Zero && time < TimeSpan.FromDays(1) ? (object)TimeOnly.FromTimeSpan(time) : time;
    }
}
