using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Values as the bytes that are hashed of them: a mark of what they are, then their content. No value's bytes are the beginning of another's.</summary>
internal static class CanonicalValues
{
    private const byte Null = 0, Integer = 1, Number = 2, Float = 3, Bytes = 4, Flag = 5, Date = 6, Moment = 7, Uuid = 8, Odd = 9;

    /// <summary>Beyond them not every integer is a floating-point number.</summary>
    private const double MostExact = 1L << 53;

    public static void Add(ByteBuffer to, ColumnBatch batch, int at, int row)
    {
        var column = batch.Buffers[at];
        if (column.IsNull(row))
            AddNull(to, batch, at, row);
        else if (column.Storage == ColumnStorage.Bytes)
            AddBytes(to, column.Column.Kind == ColumnKind.Decimal, column.GetBytes(row));
        else
            AddFixed(to, column, row);
    }

    private static void AddNull(ByteBuffer to, ColumnBatch batch, int at, int row)
    {
        if (batch.OddText(at, row) is not { } odd)
            to.Add(Null);
        else
            AddText(to, Odd, Encoding.UTF8.GetBytes(odd));
    }

    private static void AddFixed(ByteBuffer to, ColumnBuffer column, int row)
    {
        switch (column.Column.Kind)
        {
            case ColumnKind.Integer:
                Add(to, Integer, column.Get<long>(row));
                break;
            case ColumnKind.Float:
                AddFloat(to, column.Get<double>(row));
                break;
            case ColumnKind.Boolean:
                Add(to, Flag, column.Get<byte>(row));
                break;
            case ColumnKind.Date:
                Add(to, Date, column.Get<int>(row));
                break;
            case ColumnKind.Uuid:
                Add(to, Uuid, column.Get<Int128>(row));
                break;
            default:
                Add(to, Moment, column.Get<long>(row));
                break;
        }
    }

    private static void AddFloat(ByteBuffer to, double value)
    {
        if (Math.Abs(value) < MostExact && Math.Floor(value) == value)
            Add(to, Integer, (long)value);
        else
            Add(to, Float, double.IsNaN(value) ? double.NaN : value);
    }

    private static void AddBytes(ByteBuffer to, bool isDecimal, ReadOnlySpan<byte> value)
    {
        if (!isDecimal)
        {
            AddText(to, Bytes, value);
            return;
        }

        if (value.Contains((byte)'.'))
            value = value.TrimEnd((byte)'0').TrimEnd((byte)'.');
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            Add(to, Integer, integer);
        else
            AddText(to, Number, value);
    }

    private static void AddText(ByteBuffer to, byte mark, ReadOnlySpan<byte> value)
    {
        Add(to, mark, value.Length);
        to.Add(value);
    }

    private static void Add<T>(ByteBuffer to, byte mark, T value)
        where T : unmanaged
    {
        var bytes = to.Extend(1 + Unsafe.SizeOf<T>());
        bytes[0] = mark;
        Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(bytes[1..]), value);
    }
}
