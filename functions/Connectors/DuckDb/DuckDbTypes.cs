using System.Data.Common;
using System.Globalization;
using System.Numerics;
using DuckDB.NET.Native;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>What types mean, and which values DuckDB must print because no CLR type holds all of them.</summary>
internal static class DuckDbTypes
{
    public static ColumnKind KindOf(string type)
    {
        if (type.EndsWith(']'))
            return ColumnKind.Json;
        var open = type.IndexOf('(', StringComparison.Ordinal);
        return (open < 0 ? type : type[..open]).ToUpperInvariant() switch
        {
            "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT" => ColumnKind.Integer,
            "DECIMAL" => ColumnKind.Decimal,
            "FLOAT" or "DOUBLE" => ColumnKind.Float,
            "BOOLEAN" => ColumnKind.Boolean,
            "DATE" => ColumnKind.Date,
            "TIME" => ColumnKind.Time,
            "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => ColumnKind.Timestamp,
            "TIMESTAMP WITH TIME ZONE" => ColumnKind.TimestampTz,
            "UUID" => ColumnKind.Uuid,
            "JSON" or "STRUCT" or "MAP" or "UNION" => ColumnKind.Json,
            "BLOB" => ColumnKind.Binary,
            "VARCHAR" or "ENUM" => ColumnKind.Text,
            _ => ColumnKind.Other,
        };
    }

    /// <summary>The statement, with the columns converted that the driver cannot read.</summary>
    public static string Readable(string sql, IReadOnlyList<string> types)
    {
        if (types.All(type => Conversion(type) is null))
            return sql;
        var columns = types.Select((type, at) => string.Format(CultureInfo.InvariantCulture, Conversion(type) ?? "{0}", $"c{at}"));
        // A line of its own for the parenthesis: the statement may end in a comment.
        return $"SELECT {string.Join(", ", columns)} FROM (\n{sql}\n) AS statement ({string.Join(", ", types.Select((_, at) => $"c{at}"))})";
    }

    private static string? Conversion(string type) => KindOf(type) switch
    {
        ColumnKind.Json when type != "JSON" => "to_json({0})::VARCHAR",
        ColumnKind.Decimal or ColumnKind.Time or ColumnKind.Other => "{0}::VARCHAR",
        ColumnKind.Timestamp when type == "TIMESTAMP_NS" => "{0}::VARCHAR",
        ColumnKind.Integer when type is "UHUGEINT" => "{0}::VARCHAR",
        _ => null,
    };

    public static ColumnReader ReaderOf(string name, string type) => KindOf(type) switch
    {
        ColumnKind.Integer when type == "HUGEINT" => new(name, ColumnKind.Integer, (row, at) => Integer(row.GetFieldValue<BigInteger>(at))),
        ColumnKind.Integer when type == "UHUGEINT" => new(name, ColumnKind.Integer, (row, at) => Integer(BigInteger.Parse(row.GetString(at), CultureInfo.InvariantCulture))),
        ColumnKind.Integer when type == "UBIGINT" => new(name, ColumnKind.Integer, (row, at) => Integer(row.GetFieldValue<ulong>(at))),
        ColumnKind.Integer => new(name, ColumnKind.Integer, (row, at) => Convert.ToInt64(row.GetValue(at), CultureInfo.InvariantCulture)),
        ColumnKind.Decimal => new(name, ColumnKind.Decimal, (row, at) => ExactDecimal.Read(row.GetString(at))),
        ColumnKind.Float => new(name, ColumnKind.Float, (row, at) => Convert.ToDouble(row.GetValue(at), CultureInfo.InvariantCulture)),
        ColumnKind.Boolean => ColumnReader.Boolean(name),
        ColumnKind.Date => new(name, ColumnKind.Date, Date),
        ColumnKind.Time => new(name, ColumnKind.Time, (row, at) => Time(row.GetString(at))),
        ColumnKind.Timestamp when type == "TIMESTAMP_NS" => new(name, ColumnKind.Timestamp, (row, at) => Nanoseconds(row.GetString(at))),
        ColumnKind.Timestamp => new(name, ColumnKind.Timestamp, (row, at) => Timestamp(row, at, value => value)),
        ColumnKind.TimestampTz => new(name, ColumnKind.TimestampTz, (row, at) => Timestamp(row, at, value => new DateTimeOffset(value, TimeSpan.Zero))),
        ColumnKind.Uuid => ColumnReader.Uuid(name),
        ColumnKind.Binary => new(name, ColumnKind.Binary, Bytes),
        var kind => ColumnReader.Text(name, kind),
    };

    private static object Integer(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? (long)value
        : BigInteger.Abs(value) <= (BigInteger)decimal.MaxValue ? (decimal)value
        : value.ToString(CultureInfo.InvariantCulture);

    private static object Date(DbDataReader row, int at)
    {
        var date = row.GetFieldValue<DuckDBDateOnly>(at);
        if (date.IsInfinity)
            return date.IsPositiveInfinity ? "infinity" : "-infinity";
        return date.Year is >= 1 and <= 9999 ? new DateOnly(date.Year, date.Month, date.Day) : Text(date);
    }

    private static object Time(string text) => TimeOnly.TryParseExact(text, "HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : text;

    private static object Timestamp(DbDataReader row, int at, Func<DateTime, object> give)
    {
        var timestamp = row.GetFieldValue<DuckDBTimestamp>(at);
        if (timestamp.IsInfinity)
            return timestamp.IsPositiveInfinity ? "infinity" : "-infinity";
        return timestamp.Date.Year is >= 1 and <= 9999
            ? give(DateTime.SpecifyKind(timestamp.ToDateTime(), DateTimeKind.Unspecified))
            : $"{Text(timestamp.Date)} {timestamp.Time.Hour:00}:{timestamp.Time.Min:00}:{timestamp.Time.Sec:00}";
    }

    /// <summary>As DuckDB prints years before the first; it counts a year 0.</summary>
    private static string Text(DuckDBDateOnly date) =>
        date.Year > 0 ? $"{date.Year:0000}-{date.Month:00}-{date.Day:00}" : $"{1 - date.Year:0000}-{date.Month:00}-{date.Day:00} (BC)";

    /// <summary>To a tenth of a microsecond; finer than that, the text.</summary>
    private static object Nanoseconds(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out var timestamp) ? timestamp : text;

    private static byte[] Bytes(DbDataReader row, int at)
    {
        using var value = row.GetStream(at);
        var bytes = new byte[value.Length];
        value.ReadExactly(bytes);
        return bytes;
    }
}
