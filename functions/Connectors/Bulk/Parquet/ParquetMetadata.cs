namespace FunctionsPlatform.Connectors.Bulk.Parquet;

/// <summary>One column of a row group.</summary>
/// <param name="Offset">Where its page begins, header included.</param>
internal sealed record ParquetChunk(long Offset, int Rows, int Codec, int Size, int StoredSize);

internal sealed record ParquetGroup(IReadOnlyList<ParquetChunk> Chunks, int Rows)
{
    public long Size => Chunks.Sum(chunk => (long)chunk.Size);
}

/// <summary>The structures around the values, numbered as in https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.</summary>
internal static class ParquetMetadata
{
    public const int Uncompressed = 0, Snappy = 1;

    private const int Plain = 0, Rle = 3, DataPage = 0, Required = 0, Optional = 1, FixedLength = 16;

    public static void WritePageHeader(ByteBuffer output, int rows, int size, int storedSize)
    {
        var thrift = new ThriftWriter(output);
        thrift.Struct(() =>
        {
            thrift.I32(1, DataPage);
            thrift.I32(2, size);
            thrift.I32(3, storedSize);
            thrift.Struct(5, () =>
            {
                thrift.I32(1, rows);
                thrift.I32(2, Plain);
                thrift.I32(3, Rle);
                thrift.I32(4, Rle);
            });
        });
    }

    public static void WriteFooter(
        ByteBuffer output, IReadOnlyList<ParquetColumn> columns, IReadOnlyCollection<ParquetGroup> groups, IReadOnlyCollection<(string Key, string Value)> metadata)
    {
        var thrift = new ThriftWriter(output);
        thrift.Struct(() =>
        {
            thrift.I32(1, 1);
            thrift.Structs(2, [null, .. columns], column => WriteSchema(thrift, column, columns.Count));
            thrift.I64(3, groups.Sum(group => (long)group.Rows));
            thrift.Structs(4, groups, group => WriteGroup(thrift, columns, group));
            thrift.Structs(5, metadata, text =>
            {
                thrift.Text(1, text.Key);
                thrift.Text(2, text.Value);
            });
            thrift.Text(6, "FunctionsPlatform");
        });
    }

    /// <param name="column">Null for the root, which the columns follow.</param>
    private static void WriteSchema(ThriftWriter thrift, ParquetColumn? column, int columns)
    {
        if (column is null)
        {
            thrift.Text(4, "rows");
            thrift.I32(5, columns);
            return;
        }

        thrift.I32(1, (int)column.Type);
        if (column.Type == PhysicalType.FixedBytes)
            thrift.I32(2, FixedLength);
        thrift.I32(3, column.IsOptional ? Optional : Required);
        thrift.Text(4, column.Name);
        if (column.Converted is { } converted)
            thrift.I32(6, converted);
        if (column.Logical is { } logical)
            thrift.Struct(10, () => logical(thrift));
    }

    private static void WriteGroup(ThriftWriter thrift, IReadOnlyList<ParquetColumn> columns, ParquetGroup group)
    {
        thrift.Structs(1, [.. group.Chunks.Zip(columns)], pair =>
        {
            thrift.I64(2, pair.First.Offset);
            thrift.Struct(3, () => WriteColumn(thrift, pair.Second, pair.First));
        });
        thrift.I64(2, group.Size);
        thrift.I64(3, group.Rows);
    }

    private static void WriteColumn(ThriftWriter thrift, ParquetColumn column, ParquetChunk chunk)
    {
        thrift.I32(1, (int)column.Type);
        thrift.I32s(2, Plain, Rle);
        thrift.Texts(3, column.Name);
        thrift.I32(4, chunk.Codec);
        thrift.I64(5, chunk.Rows);
        thrift.I64(6, chunk.Size);
        thrift.I64(7, chunk.StoredSize);
        thrift.I64(9, chunk.Offset);
    }

    /// <summary>What a file of one row group holds.</summary>
    public static ParquetFooter ReadFooter(ReadOnlySpan<byte> file)
    {
        var length = BitConverter.ToInt32(file[^8..]);
        var footer = new ThriftReader(file.Slice(file.Length - 8 - length, length)).ReadStruct();
        var groups = footer.Structs(4).ToArray();
        var chunks = groups.Length == 0 ? [] : groups[0].Structs(1).Select(chunk => ReadColumn(chunk.Struct(3))).ToArray();
        return new ParquetFooter(
            (int)footer.Long(3), chunks, footer.Structs(5).ToDictionary(text => text.Text(1)!, text => text.Text(2) ?? "", StringComparer.Ordinal));
    }

    private static ParquetChunk ReadColumn(ThriftStruct column) => new(column.Long(9), column.Int(5), column.Int(4), column.Int(6), column.Int(7));
}

internal sealed record ParquetFooter(int Rows, IReadOnlyList<ParquetChunk> Chunks, IReadOnlyDictionary<string, string> Metadata);
