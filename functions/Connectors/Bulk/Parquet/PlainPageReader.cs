using System.Buffers.Binary;
using System.Numerics;

namespace FunctionsPlatform.Connectors.Bulk.Parquet;

/// <summary>Reads what <see cref="PlainPageWriter"/> writes.</summary>
internal static class PlainPageReader
{
    public static void Read(ReadOnlySpan<byte> page, ColumnBuffer column, int rows)
    {
        var levels = page.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(page));
        var values = page[(sizeof(int) + levels.Length)..];
        var present = (ReadVarInt(ref levels) & 1) == 1 ? levels : default;
        var nulls = present.IsEmpty ? 0 : rows - CountOnes(present);
        if (column.Storage == ColumnStorage.Bytes)
            ReadBytes(values, column, rows, nulls, present);
        else if (column.Storage == ColumnStorage.Flag)
            ReadFlags(values, column, rows, nulls, present);
        else
            ReadFixed(values, column, rows, nulls, present);
    }

    private static void ReadFixed(ReadOnlySpan<byte> values, ColumnBuffer column, int rows, int nulls, ReadOnlySpan<byte> present)
    {
        var to = column.Load(rows, nulls, present, 0);
        var width = (int)column.Storage;
        if (nulls == 0)
        {
            values.CopyTo(to);
            return;
        }

        to.Clear();
        for (var row = 0; row < rows; row++)
        {
            if (column.IsNull(row))
                continue;
            values[..width].CopyTo(to[(row * width)..]);
            values = values[width..];
        }
    }

    private static void ReadFlags(ReadOnlySpan<byte> values, ColumnBuffer column, int rows, int nulls, ReadOnlySpan<byte> present)
    {
        var to = column.Load(rows, nulls, present, 0);
        for (var (row, at) = (0, 0); row < rows; row++)
        {
            to[row] = column.IsNull(row) ? (byte)0 : (byte)((values[at >> 3] >> (at & 7)) & 1);
            at += column.IsNull(row) ? 0 : 1;
        }
    }

    private static void ReadBytes(ReadOnlySpan<byte> values, ColumnBuffer column, int rows, int nulls, ReadOnlySpan<byte> present)
    {
        var to = column.Load(rows, nulls, present, values.Length - (rows - nulls) * sizeof(int));
        var ends = column.LoadEnds(rows);
        var end = 0;
        for (var row = 0; row < rows; row++)
        {
            if (!column.IsNull(row))
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(values);
                values.Slice(sizeof(int), length).CopyTo(to[end..]);
                values = values[(sizeof(int) + length)..];
                end += length;
            }

            ends[row] = end;
        }
    }

    private static int CountOnes(ReadOnlySpan<byte> bits)
    {
        var ones = 0;
        foreach (var part in bits)
            ones += BitOperations.PopCount(part);
        return ones;
    }

    private static uint ReadVarInt(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0U;
        for (var (at, shift) = (0, 0); ; at++, shift += 7)
        {
            value |= (uint)(bytes[at] & 0x7F) << shift;
            if (bytes[at] >= 0x80)
                continue;
            bytes = bytes[(at + 1)..];
            return value;
        }
    }
}
