using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>Writes a value that is not null behind its length; false where the binary form has no place for it, while the text form may.</summary>
internal delegate bool BinaryValue(CopyBuffer to, object value);

/// <summary>How values are written in binary, as the types' receive functions read them.</summary>
internal static class PostgreSqlBinaryValue
{
    private const int FirstDay = 730_119; // 2000-01-01
    private const long FirstMicrosecond = FirstDay * (TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond);

    /// <summary>Null for a type that has no binary form here.</summary>
    public static BinaryValue? For(DestinationField field) => NativeType.Parse(field.NativeType).Name switch
    {
        _ when field.AllowedValues is not null => Text, // an enumeration's label
        "smallint" => (to, value) => Sized(to, 2).Int16((short)Whole(value)),
        "integer" => (to, value) => Sized(to, 4).Int32((int)Whole(value)),
        "bigint" => (to, value) => Sized(to, 8).Int64(Whole(value)),
        "oid" => (to, value) => Sized(to, 4).Int32((int)(uint)Whole(value)),
        "numeric" => Numeric,
        "real" => Real,
        "double precision" => (to, value) => Sized(to, 8).Double((double)value),
        "boolean" => (to, value) => Sized(to, 1).Byte((bool)value ? (byte)1 : (byte)0),
        "date" => (to, value) => value is DateOnly date && Sized(to, 4).Int32(date.DayNumber - FirstDay),
        "time without time zone" or "time" => (to, value) => value is TimeOnly time && Sized(to, 8).Int64(time.Ticks / TimeSpan.TicksPerMicrosecond),
        "timestamp without time zone" or "timestamp" => (to, value) => value is DateTime timestamp && Sized(to, 8).Int64(Microseconds(timestamp.Ticks)),
        "timestamp with time zone" => (to, value) => value is DateTimeOffset instant && Sized(to, 8).Int64(Microseconds(instant.UtcTicks)),
        "uuid" => (to, value) => Sized(to, 16).Uuid((Guid)value),
        "bytea" => (to, value) => Sized(to, ((byte[])value).Length).Bytes((byte[])value),
        "jsonb" => (to, value) => to.Text((string)value, [1]), // the version of the form
        "json" or "text" or "character varying" or "character" or "bpchar" or "name" or "citext" or "xml" => Text,
        _ => null,
    };

    private static bool Text(CopyBuffer to, object value) => to.Text((string)value);

    private static bool Numeric(CopyBuffer to, object value)
    {
        if (value is not decimal number)
            return PostgreSqlNumeric.TryWrite(to, (string)value);
        PostgreSqlNumeric.Write(to, number);
        return true;
    }

    /// <summary>A number that a real cannot hold is the server's to refuse.</summary>
    private static bool Real(CopyBuffer to, object value) => (double)value is var number
        && float.IsFinite((float)number) == double.IsFinite(number)
        && (number == 0 || (float)number != 0)
        && Sized(to, 4).Single((float)number);

    private static CopyBuffer Sized(CopyBuffer to, int bytes)
    {
        to.Int32(bytes);
        return to;
    }

    private static long Whole(object value) => value is long whole ? whole : (long)(decimal)value;

    private static long Microseconds(long ticks) => ticks / TimeSpan.TicksPerMicrosecond - FirstMicrosecond;
}
