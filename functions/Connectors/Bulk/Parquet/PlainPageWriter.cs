using System.Buffers.Binary;

namespace FunctionsPlatform.Connectors.Bulk.Parquet;

/// <summary>Values in Parquet's plain encoding: those that are not null, one behind the other, and before them which ones are.</summary>
internal static class PlainPageWriter
{
    /// <summary>Which values are null, as one run.</summary>
    public static void AddLevels(ByteBuffer page, ColumnBuffer column)
    {
        var length = page.Length;
        page.Extend(sizeof(int));
        if (column.Nulls == 0)
        {
            AddVarInt(page, (uint)column.Rows << 1);
            page.Add(1);
        }
        else
        {
            AddVarInt(page, ((uint)column.Present.Length << 1) | 1);
            page.Add(column.Present);
        }

        BinaryPrimitives.WriteInt32LittleEndian(page.Written[length..], page.Length - length - sizeof(int));
    }

    public static void AddValues(ByteBuffer page, ColumnBuffer column)
    {
        if (column.Storage == ColumnStorage.Bytes)
            AddBytes(page, column);
        else if (column.Storage == ColumnStorage.Flag)
            AddFlags(page, column);
        else
            AddFixed(page, column, (int)column.Storage);
    }

    private static void AddFixed(ByteBuffer page, ColumnBuffer column, int width)
    {
        if (column.Nulls == 0)
        {
            page.Add(column.Values);
            return;
        }

        var values = column.Values;
        var to = page.Extend((column.Rows - column.Nulls) * width);
        for (var row = 0; row < column.Rows; row++)
        {
            if (column.IsNull(row))
                continue;
            values.Slice(row * width, width).CopyTo(to);
            to = to[width..];
        }
    }

    private static void AddFlags(ByteBuffer page, ColumnBuffer column)
    {
        var count = column.Rows - column.Nulls;
        var to = page.Extend((count + 7) / 8);
        to.Clear();
        for (var (row, at) = (0, 0); row < column.Rows; row++)
        {
            if (column.IsNull(row))
                continue;
            to[at >> 3] |= (byte)(column.Values[row] << (at & 7));
            at++;
        }
    }

    private static void AddBytes(ByteBuffer page, ColumnBuffer column)
    {
        var values = column.Values;
        var ends = column.Ends;
        var start = 0;
        var to = page.Extend(values.Length + (column.Rows - column.Nulls) * sizeof(int));
        for (var row = 0; row < column.Rows; row++)
        {
            var length = ends[row] - start;
            if (!column.IsNull(row))
            {
                BinaryPrimitives.WriteInt32LittleEndian(to, length);
                values.Slice(start, length).CopyTo(to[sizeof(int)..]);
                to = to[(sizeof(int) + length)..];
            }

            start = ends[row];
        }
    }

    private static void AddVarInt(ByteBuffer page, uint value)
    {
        for (; value >= 0x80; value >>= 7)
            page.Add((byte)(value | 0x80));
        page.Add((byte)value);
    }
}
