using System.Buffers.Binary;
using FunctionsPlatform.Connectors.Bulk;
using Npgsql.PostgresTypes;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>A type whose binary form is put into columns as it comes.</summary>
internal enum PostgreSqlBinary
{
    Int16,
    Int32,
    Int64,
    Oid,
    Single,
    Double,
    Boolean,
    Date,
    Time,
    Timestamp,
    Instant,
    Uuid,
    Text,
    Json,
    JsonB,
    Bytes,
    Numeric,
}

internal static class PostgreSqlBinaries
{
    /// <summary>Null for a type that must be read as the text that the database prints.</summary>
    public static PostgreSqlBinary? Of(PostgresType type) => type switch
    {
        PostgresDomainType domain => Of(domain.BaseType),
        PostgresEnumType => PostgreSqlBinary.Text,
        PostgresBaseType => type.InternalName switch
        {
            "int2" => PostgreSqlBinary.Int16,
            "int4" => PostgreSqlBinary.Int32,
            "int8" => PostgreSqlBinary.Int64,
            "oid" => PostgreSqlBinary.Oid,
            "float4" => PostgreSqlBinary.Single,
            "float8" => PostgreSqlBinary.Double,
            "bool" => PostgreSqlBinary.Boolean,
            "date" => PostgreSqlBinary.Date,
            "time" => PostgreSqlBinary.Time,
            "timestamp" => PostgreSqlBinary.Timestamp,
            "timestamptz" => PostgreSqlBinary.Instant,
            "uuid" => PostgreSqlBinary.Uuid,
            "text" or "varchar" or "bpchar" or "name" or "citext" or "unknown" => PostgreSqlBinary.Text,
            "json" => PostgreSqlBinary.Json,
            "jsonb" => PostgreSqlBinary.JsonB,
            "bytea" => PostgreSqlBinary.Bytes,
            "numeric" => PostgreSqlBinary.Numeric,
            _ => null,
        },
        _ => null,
    };

    public static ColumnKind KindOf(PostgreSqlBinary type) => type switch
    {
        PostgreSqlBinary.Int16 or PostgreSqlBinary.Int32 or PostgreSqlBinary.Int64 or PostgreSqlBinary.Oid => ColumnKind.Integer,
        PostgreSqlBinary.Single or PostgreSqlBinary.Double => ColumnKind.Float,
        PostgreSqlBinary.Boolean => ColumnKind.Boolean,
        PostgreSqlBinary.Date => ColumnKind.Date,
        PostgreSqlBinary.Time => ColumnKind.Time,
        PostgreSqlBinary.Timestamp => ColumnKind.Timestamp,
        PostgreSqlBinary.Instant => ColumnKind.TimestampTz,
        PostgreSqlBinary.Uuid => ColumnKind.Uuid,
        PostgreSqlBinary.Json or PostgreSqlBinary.JsonB => ColumnKind.Json,
        PostgreSqlBinary.Bytes => ColumnKind.Binary,
        PostgreSqlBinary.Numeric => ColumnKind.Decimal,
        _ => ColumnKind.Text,
    };

    /// <summary>Adds a value that is not null to the column at a position.</summary>
    public static void Add(PostgreSqlBinary type, ReadOnlySpan<byte> value, ColumnBatch batch, int at)
    {
        var column = batch.Buffers[at];
        switch (type)
        {
            case PostgreSqlBinary.Int16:
                column.Add((long)BinaryPrimitives.ReadInt16BigEndian(value));
                break;
            case PostgreSqlBinary.Int32:
                column.Add((long)BinaryPrimitives.ReadInt32BigEndian(value));
                break;
            case PostgreSqlBinary.Int64:
                column.Add(BinaryPrimitives.ReadInt64BigEndian(value));
                break;
            case PostgreSqlBinary.Oid:
                column.Add((long)BinaryPrimitives.ReadUInt32BigEndian(value));
                break;
            case PostgreSqlBinary.Single:
                column.Add((double)BinaryPrimitives.ReadSingleBigEndian(value));
                break;
            case PostgreSqlBinary.Double:
                column.Add(BinaryPrimitives.ReadInt64BigEndian(value));
                break;
            case PostgreSqlBinary.Boolean:
                column.Add(value[0]);
                break;
            case PostgreSqlBinary.Date:
                AddDate(BinaryPrimitives.ReadInt32BigEndian(value), batch, at);
                break;
            case PostgreSqlBinary.Time:
                AddTime(BinaryPrimitives.ReadInt64BigEndian(value), batch, at);
                break;
            case PostgreSqlBinary.Timestamp:
                AddTimestamp(BinaryPrimitives.ReadInt64BigEndian(value), batch, at, "");
                break;
            case PostgreSqlBinary.Instant:
                AddTimestamp(BinaryPrimitives.ReadInt64BigEndian(value), batch, at, "+00");
                break;
            case PostgreSqlBinary.JsonB:
                column.Add(value[1..]); // the version of the form
                break;
            case PostgreSqlBinary.Numeric:
                var longest = PostgreSqlNumericText.Longest(value);
                column.EndBytes(longest, PostgreSqlNumericText.Print(value, column.BeginBytes(longest)));
                break;
            default:
                column.Add(value);
                break;
        }
    }

    private static void AddDate(int days, ColumnBatch batch, int at)
    {
        if (PostgreSqlDates.IsOrdinary(days))
            batch.Buffers[at].Add(days + PostgreSqlDates.DaysFromUnix);
        else
            batch.AddOdd(at, PostgreSqlDates.Print(days));
    }

    private static void AddTime(long microseconds, ColumnBatch batch, int at)
    {
        if (microseconds < PostgreSqlDates.MicrosecondsPerDay)
            batch.Buffers[at].Add(microseconds * 1_000);
        else
            batch.AddOdd(at, "24:00:00");
    }

    private static void AddTimestamp(long microseconds, ColumnBatch batch, int at, string zone)
    {
        if (PostgreSqlDates.IsOrdinary(microseconds))
            batch.Buffers[at].Add(microseconds + PostgreSqlDates.MicrosecondsFromUnix);
        else
            batch.AddOdd(at, PostgreSqlDates.Print(microseconds, zone));
    }
}
