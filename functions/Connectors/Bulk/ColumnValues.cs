using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace FunctionsPlatform.Connectors.Bulk;

/// <summary>Values in the CLR types of <see cref="ColumnKind"/>, into columns and out of them.</summary>
internal static class ColumnValues
{
    private const int UnixEpochDay = 719_162;

    private static readonly object True = true;
    private static readonly object False = false;

    /// <summary>Adds a value. False, and nothing is added, when the column cannot hold it exactly.</summary>
    public static bool TryAdd(ColumnBuffer column, object value)
    {
        switch (column.Column.Kind, value)
        {
            case (ColumnKind.Integer, long number):
                column.Add(number);
                return true;
            case (ColumnKind.Float, double number):
                column.Add(number);
                return true;
            case (ColumnKind.Boolean, bool flag):
                column.Add((byte)(flag ? 1 : 0));
                return true;
            case (ColumnKind.Decimal, decimal number):
                AddDecimal(column, number);
                return true;
            case (ColumnKind.Decimal, string text) when ExactDecimal.IsPrinted(text):
                return TryAddText(column, text);
            case (ColumnKind.Date, DateOnly date):
                column.Add(date.DayNumber - UnixEpochDay);
                return true;
            case (ColumnKind.Time, TimeOnly time):
                column.Add(time.Ticks * TimeSpan.NanosecondsPerTick);
                return true;
            case (ColumnKind.Timestamp, DateTime { Kind: DateTimeKind.Unspecified } timestamp):
                return TryAddTicks(column, timestamp.Ticks);
            case (ColumnKind.TimestampTz, DateTimeOffset instant) when instant.Offset == TimeSpan.Zero:
                return TryAddTicks(column, instant.Ticks);
            case (ColumnKind.Uuid, Guid uuid):
                Span<byte> printed = stackalloc byte[16];
                uuid.TryWriteBytes(printed, bigEndian: true, out _);
                column.Add(printed);
                return true;
            case (ColumnKind.Text or ColumnKind.Json or ColumnKind.Other, string text):
                return TryAddText(column, text);
            case (ColumnKind.Binary, byte[] bytes):
                column.Add(bytes);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A value that is not null.</summary>
    public static object Read(ColumnBuffer column, int row) => column.Column.Kind switch
    {
        ColumnKind.Integer => column.Get<long>(row),
        ColumnKind.Float => column.Get<double>(row),
        ColumnKind.Boolean => column.Get<byte>(row) == 0 ? False : True,
        ColumnKind.Decimal => ExactDecimal.Read(column.GetBytes(row)),
        ColumnKind.Date => DateOnly.FromDayNumber(column.Get<int>(row) + UnixEpochDay),
        ColumnKind.Time => new TimeOnly(column.Get<long>(row) / TimeSpan.NanosecondsPerTick),
        ColumnKind.Timestamp => new DateTime(Ticks(column, row), DateTimeKind.Unspecified),
        ColumnKind.TimestampTz => new DateTimeOffset(Ticks(column, row), TimeSpan.Zero),
        ColumnKind.Uuid => new Guid(column.GetBytes(row), bigEndian: true),
        ColumnKind.Binary => column.GetBytes(row).ToArray(),
        _ => Encoding.UTF8.GetString(column.GetBytes(row)),
    };

    /// <summary>Half a character (a lone surrogate) has no UTF-8.</summary>
    private static bool TryAddText(ColumnBuffer column, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var status = Utf8.FromUtf16(text, column.BeginBytes(most), out _, out var written, replaceInvalidSequences: false);
        if (status == OperationStatus.Done)
            column.EndBytes(most, written);
        else
            column.CancelBytes(most);
        return status == OperationStatus.Done;
    }

    private static void AddDecimal(ColumnBuffer column, decimal number)
    {
        const int longest = 32;
        number.TryFormat(column.BeginBytes(longest), out var written, default, CultureInfo.InvariantCulture);
        column.EndBytes(longest, written);
    }

    /// <summary>Columns count microseconds, .NET tenths of them.</summary>
    private static bool TryAddTicks(ColumnBuffer column, long ticks)
    {
        var (microseconds, rest) = Math.DivRem(ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);
        if (rest == 0)
            column.Add(microseconds);
        return rest == 0;
    }

    private static long Ticks(ColumnBuffer column, int row) => column.Get<long>(row) * TimeSpan.TicksPerMicrosecond + DateTime.UnixEpoch.Ticks;
}
