using System.Globalization;
using Npgsql.PostgresTypes;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>
/// What types mean. Those whose every value has a CLR value are fetched in binary; numbers, dates and times as text, since they know NaN, infinity and years that
/// CLR types do not; and so is everything else, as the text that the database prints.
/// </summary>
internal static class PostgreSqlTypes
{
    private static readonly string[] TimestampFormats = ["yyyy-MM-dd HH:mm:ss.FFFFFF"];
    private static readonly string[] InstantFormats = ["yyyy-MM-dd HH:mm:ss.FFFFFFzz", "yyyy-MM-dd HH:mm:ss.FFFFFFzzz"];

    public static ColumnKind KindOf(string type)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal))
            return ColumnKind.Other;
        if (type.StartsWith("enum ", StringComparison.Ordinal))
            return ColumnKind.Text;
        var name = WithoutModifier(type);
        return name switch
        {
            "smallint" or "integer" or "bigint" or "oid" => ColumnKind.Integer,
            "numeric" => ColumnKind.Decimal,
            "real" or "double precision" => ColumnKind.Float,
            "boolean" => ColumnKind.Boolean,
            "date" => ColumnKind.Date,
            "time without time zone" or "time" => ColumnKind.Time,
            "timestamp without time zone" or "timestamp" => ColumnKind.Timestamp,
            "timestamp with time zone" or "timestamptz" => ColumnKind.TimestampTz,
            "uuid" => ColumnKind.Uuid,
            "json" or "jsonb" => ColumnKind.Json,
            "bytea" => ColumnKind.Binary,
            "text" or "character varying" or "character" or "bpchar" or "name" or "citext" or "char" or "\"char\"" or "unknown" or "xml" => ColumnKind.Text,
            _ => ColumnKind.Other,
        };
    }

    /// <summary><c>timestamp(3) with time zone</c> as <c>timestamp with time zone</c>.</summary>
    private static string WithoutModifier(string type)
    {
        var (open, close) = (type.IndexOf('(', StringComparison.Ordinal), type.IndexOf(')', StringComparison.Ordinal));
        return open > 0 && close > open ? type[..open].TrimEnd() + type[(close + 1)..] : type;
    }

    private static ColumnKind KindOf(PostgresType type) => type switch
    {
        PostgresDomainType domain => KindOf(domain.BaseType),
        PostgresEnumType => ColumnKind.Text,
        PostgresBaseType => KindOf(type.DisplayName),
        _ => ColumnKind.Other,
    };

    public static bool IsFetchedAsText(PostgresType type) => KindOf(type) switch
    {
        ColumnKind.Integer => type.DisplayName == "oid",
        ColumnKind.Float or ColumnKind.Boolean or ColumnKind.Uuid or ColumnKind.Json or ColumnKind.Binary => false,
        ColumnKind.Text => type is not PostgresBaseType || type.DisplayName is "xml" or "char" or "\"char\"",
        _ => true,
    };

    public static ColumnReader ReaderOf(string name, PostgresType type) => KindOf(type) switch
    {
        ColumnKind.Integer when IsFetchedAsText(type) => Parsed(name, ColumnKind.Integer, text => long.Parse(text, CultureInfo.InvariantCulture)),
        ColumnKind.Integer => new(name, ColumnKind.Integer, (row, at) => row.GetInt64(at)),
        ColumnKind.Decimal => Parsed(name, ColumnKind.Decimal, ExactDecimal.Read),
        ColumnKind.Float => ColumnReader.Float(name) with { Read = (row, at) => row.GetFieldValue<double>(at) },
        ColumnKind.Boolean => ColumnReader.Boolean(name),
        ColumnKind.Date => Parsed(name, ColumnKind.Date, text =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : text),
        ColumnKind.Time => Parsed(name, ColumnKind.Time, text =>
            TimeOnly.TryParseExact(text, "HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : text),
        ColumnKind.Timestamp => Parsed(name, ColumnKind.Timestamp, text =>
            DateTime.TryParseExact(text, TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var timestamp) ? timestamp : text),
        ColumnKind.TimestampTz => Parsed(name, ColumnKind.TimestampTz, text =>
            DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? instant : text),
        ColumnKind.Uuid => ColumnReader.Uuid(name),
        ColumnKind.Binary => ColumnReader.Binary(name),
        var kind => ColumnReader.Text(name, kind),
    };

    private static ColumnReader Parsed(string name, ColumnKind kind, Func<string, object> parse) => new(name, kind, (row, at) => parse(row.GetString(at)));
}
