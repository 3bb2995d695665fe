using System.Text.Json;
using System.Text.Json.Serialization;
using Snappier;

namespace FunctionsPlatform.Connectors.Bulk.Parquet;

/// <summary>A <see cref="ColumnBatch"/> as a Parquet file that any tool reads, and back from such a file of ours.</summary>
internal static class ParquetBatch
{
    /// <summary>Name of the column behind the others that holds what they cannot, where there is such.</summary>
    public const string OddColumn = "$odd";

    private const string ColumnsKey = "columns";

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public static void Write(ParquetWriter writer, ColumnBatch batch, bool compresses)
    {
        var hasOdd = batch.Odd.Count > 0;
        writer.Begin([.. batch.Columns.Select(ParquetColumn.Of), .. hasOdd ? [ParquetColumn.Text(OddColumn)] : Array.Empty<ParquetColumn>()], compresses);
        if (batch.Rows > 0)
        {
            foreach (var buffer in batch.Buffers)
                writer.Add(buffer);
            if (hasOdd)
                writer.Add(Odd(batch));
            writer.EndGroup(batch.Rows);
        }

        writer.End((ColumnsKey, JsonSerializer.Serialize(batch.Columns, Json)));
    }

    /// <param name="used">A batch that nobody looks at any more, whose memory is used again where its columns are the same.</param>
    public static ColumnBatch Read(ReadOnlySpan<byte> file, ColumnBatch? used = null)
    {
        var footer = ParquetMetadata.ReadFooter(file);
        var columns = ColumnsOf(footer);
        return Read(file, footer, Batch(columns, used), [.. Enumerable.Range(0, columns.Length)]);
    }

    /// <summary>Some of the columns, in the order asked for.</summary>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, ColumnBatch?)"/>
    public static ColumnBatch Read(ReadOnlySpan<byte> file, IReadOnlyList<int> positions, ColumnBatch? used = null)
    {
        var footer = ParquetMetadata.ReadFooter(file);
        var columns = ColumnsOf(footer);
        return Read(file, footer, Batch([.. positions.Select(at => columns[at])], used), positions);
    }

    private static ColumnBatch Batch(ResultColumn[] columns, ColumnBatch? used) => used is not null && used.Columns.SequenceEqual(columns) ? used : new ColumnBatch(columns);

    private static ColumnBatch Read(ReadOnlySpan<byte> file, ParquetFooter footer, ColumnBatch batch, IReadOnlyList<int> positions)
    {
        batch.Clear();
        if (footer.Rows == 0)
            return batch;
        var page = new ByteBuffer();
        for (var at = 0; at < positions.Count; at++)
            Read(file, footer.Chunks[positions[at]], batch.Buffers[at], page);
        var hasOdd = footer.Chunks.Count > ColumnsOf(footer).Length;
        batch.Load(footer.Rows, hasOdd ? ReadOdd(file, footer.Chunks[^1], page).Select(odd => (odd.Key, OddValues.Pick(odd.Value, positions))) : []);
        return batch;
    }

    private static ResultColumn[] ColumnsOf(ParquetFooter footer) => JsonSerializer.Deserialize<ResultColumn[]>(footer.Metadata[ColumnsKey], Json)!;

    private static void Read(ReadOnlySpan<byte> file, ParquetChunk chunk, ColumnBuffer into, ByteBuffer page)
    {
        var stored = file.Slice((int)chunk.Offset, chunk.StoredSize);
        var header = new ThriftReader(stored);
        var size = header.ReadStruct().Int(2);
        stored = stored[header.Position..];
        if (chunk.Codec == ParquetMetadata.Snappy)
        {
            page.Clear();
            Snappy.Decompress(stored, page.Extend(size));
            stored = page.Written;
        }

        PlainPageReader.Read(stored, into, chunk.Rows);
    }

    private static ColumnBuffer Odd(ColumnBatch batch)
    {
        var odd = new ColumnBuffer(new ResultColumn(OddColumn, ColumnKind.Json));
        for (var row = 0; row < batch.Rows; row++)
        {
            if (!batch.Odd.TryGetValue(row, out var text))
                odd.AddNull();
            else if (!ColumnValues.TryAdd(odd, text))
                throw new InvalidDataException("JSON that was just written is no text.");
        }

        return odd;
    }

    private static IEnumerable<KeyValuePair<int, string>> ReadOdd(ReadOnlySpan<byte> file, ParquetChunk chunk, ByteBuffer page)
    {
        var odd = new ColumnBuffer(new ResultColumn(OddColumn, ColumnKind.Json));
        Read(file, chunk, odd, page);
        return [.. Enumerable.Range(0, odd.Rows).Where(row => !odd.IsNull(row)).Select(row => KeyValuePair.Create(row, (string)ColumnValues.Read(odd, row)))];
    }
}
