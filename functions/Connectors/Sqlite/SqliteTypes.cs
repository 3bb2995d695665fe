using System.Globalization;

namespace FunctionsPlatform.Connectors.Sqlite;

/// <summary>What declared types mean, and how stored values become values of that kind. SQLite types every value by itself: text may stand in an INTEGER column.</summary>
internal static class SqliteTypes
{
    private static readonly string[] TimestampFormats =
    [
        "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd",
    ];

    private static readonly string[] InstantFormats = ["yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mmzzz", "yyyy-MM-ddTHH:mmzzz"];

    private static readonly string[] TimeFormats = ["HH:mm:ss.FFFFFFF", "HH:mm"];

    /// <summary>By the words that people declare types with; SQLite itself knows the affinities only (https://sqlite.org/datatype3.html).</summary>
    public static ColumnKind KindOf(string declared)
    {
        var type = declared.ToUpperInvariant();
        if (type.Contains("BOOL", StringComparison.Ordinal))
            return ColumnKind.Boolean;
        if (type.Contains("TIMESTAMPTZ", StringComparison.Ordinal) || type.Contains("WITH TIME ZONE", StringComparison.Ordinal))
            return ColumnKind.TimestampTz;
        if (type.Contains("DATETIME", StringComparison.Ordinal) || type.Contains("TIMESTAMP", StringComparison.Ordinal))
            return ColumnKind.Timestamp;
        if (type.Contains("DATE", StringComparison.Ordinal))
            return ColumnKind.Date;
        if (type.Contains("INT", StringComparison.Ordinal))
            return ColumnKind.Integer;
        if (type.Contains("TIME", StringComparison.Ordinal))
            return ColumnKind.Time;
        if (type.Contains("JSON", StringComparison.Ordinal))
            return ColumnKind.Json;
        if (type.Contains("UUID", StringComparison.Ordinal) || type.Contains("GUID", StringComparison.Ordinal))
            return ColumnKind.Uuid;
        if (type.Contains("CHAR", StringComparison.Ordinal) || type.Contains("CLOB", StringComparison.Ordinal) || type.Contains("TEXT", StringComparison.Ordinal))
            return ColumnKind.Text;
        if (type.Contains("BLOB", StringComparison.Ordinal))
            return ColumnKind.Binary;
        if (type.Contains("REAL", StringComparison.Ordinal) || type.Contains("FLOA", StringComparison.Ordinal) || type.Contains("DOUB", StringComparison.Ordinal))
            return ColumnKind.Float;
        if (type.Contains("DEC", StringComparison.Ordinal) || type.Contains("NUM", StringComparison.Ordinal) || type.Contains("MONEY", StringComparison.Ordinal))
            return ColumnKind.Decimal;
        return ColumnKind.Other;
    }

    /// <summary>The kind that a stored value has by itself.</summary>
    public static ColumnKind KindOf(object stored) => stored switch
    {
        long => ColumnKind.Integer,
        double => ColumnKind.Float,
        byte[] => ColumnKind.Binary,
        _ => ColumnKind.Text,
    };

    /// <summary>The stored value in the CLR type of a kind, or null when it is none of that kind.</summary>
    public static object? As(ColumnKind kind, object stored) => (kind, stored) switch
    {
        (ColumnKind.Boolean, long and (0 or 1)) => (long)stored == 1,
        (ColumnKind.Boolean, string text) => bool.TryParse(text, out var parsed) ? parsed : null,
        (ColumnKind.Date, string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        (ColumnKind.Time, string text) => TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null,
        (ColumnKind.Timestamp, string text) =>
            DateTime.TryParseExact(text, TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var timestamp) ? timestamp : null,
        (ColumnKind.TimestampTz, string text) => Instant(text),
        (ColumnKind.Uuid, string text) => Guid.TryParse(text, out var guid) ? guid : null,
        (ColumnKind.Uuid, byte[] { Length: 16 } bytes) => new Guid(bytes, bigEndian: true),
        (ColumnKind.Decimal, long whole) => (decimal)whole,
        (ColumnKind.Decimal, double number) =>
            decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : null,
        (ColumnKind.Float, long whole) => (double)whole,
        (ColumnKind.Integer, long) or (ColumnKind.Float, double) or (ColumnKind.Binary, byte[]) or (ColumnKind.Text or ColumnKind.Json, string) => stored,
        _ => null,
    };

    private static DateTimeOffset? Instant(string text)
    {
        var withOffset = text.EndsWith('Z') ? text[..^1] + "+00:00" : text;
        return DateTimeOffset.TryParseExact(withOffset, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? instant : null;
    }
}
