using System.Runtime.InteropServices;
using Snappier;

namespace FunctionsPlatform.Connectors.Bulk.Parquet;

/// <summary>
/// Writes Parquet files (https://parquet.apache.org/docs/file-format): one page a column and row group, values plain, compressed with Snappy where that helps.
/// Columns lie in memory nearly as Parquet wants them, so that writing is little more than copying; general libraries take values one by one.
/// </summary>
internal sealed class ParquetWriter
{
    private const int SmallestCompressed = 64;

    private static readonly byte[] Magic = "PAR1"u8.ToArray();

    private readonly ByteBuffer _output = new();
    private readonly ByteBuffer _page = new();
    private readonly ByteBuffer _compressed = new();
    private readonly List<ParquetGroup> _groups = [];
    private readonly List<ParquetChunk> _chunks = [];
    private IReadOnlyList<ParquetColumn> _columns = [];
    private long _flushed;
    private bool _compresses;

    public ReadOnlyMemory<byte> Output => _output.Memory;

    /// <summary>Begins a file; what was written before is forgotten.</summary>
    public void Begin(IReadOnlyList<ParquetColumn> columns, bool compresses)
    {
        (_columns, _compresses, _flushed) = (columns, compresses, 0);
        _groups.Clear();
        _chunks.Clear();
        _output.Clear();
        _output.Add(Magic);
    }

    /// <summary>The next column of the row group. One that is not optional has no nulls.</summary>
    public void Add(ColumnBuffer values)
    {
        _page.Clear();
        if (_columns[_chunks.Count].IsOptional)
            PlainPageWriter.AddLevels(_page, values);
        PlainPageWriter.AddValues(_page, values);
        AddPage(values.Rows);
    }

    /// <inheritdoc cref="Add(ColumnBuffer)"/>
    public void Add(ReadOnlySpan<long> values)
    {
        _page.Clear();
        _page.Add(MemoryMarshal.AsBytes(values));
        AddPage(values.Length);
    }

    public void EndGroup(int rows)
    {
        _groups.Add(new ParquetGroup([.. _chunks], rows));
        _chunks.Clear();
    }

    /// <summary>Moves what is written so far to a file.</summary>
    public void FlushTo(Stream file)
    {
        file.Write(_output.Written);
        _flushed += _output.Length;
        _output.Clear();
    }

    /// <summary>Ends the file.</summary>
    /// <param name="metadata">Texts that go with it.</param>
    public void End(params ReadOnlySpan<(string Key, string Value)> metadata)
    {
        var start = _output.Length;
        ParquetMetadata.WriteFooter(_output, _columns, _groups, metadata.ToArray());
        var length = _output.Length - start;
        BitConverter.TryWriteBytes(_output.Extend(sizeof(int)), length);
        _output.Add(Magic);
    }

    private void AddPage(int rows)
    {
        var offset = _flushed + _output.Length;
        var (stored, codec) = Compressed() ? (_compressed, ParquetMetadata.Snappy) : (_page, ParquetMetadata.Uncompressed);
        ParquetMetadata.WritePageHeader(_output, rows, _page.Length, stored.Length);
        var header = (int)(_flushed + _output.Length - offset);
        _output.Add(stored.Written);
        _chunks.Add(new ParquetChunk(offset, rows, codec, header + _page.Length, header + stored.Length));
    }

    /// <summary>Whether compressing the page saves a tenth of it at least: readers pay for it.</summary>
    private bool Compressed()
    {
        if (!_compresses || _page.Length < SmallestCompressed)
            return false;
        _compressed.Clear();
        var taken = Snappy.Compress(_page.Written, _compressed.Extend(Snappy.GetMaxCompressedLength(_page.Length)));
        _compressed.Cut(taken);
        return taken < _page.Length / 10 * 9;
    }
}
