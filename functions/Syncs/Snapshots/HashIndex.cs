using FunctionsPlatform.Connectors.Bulk.Parquet;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Writes the hashes of rows, and where the rows are, for DuckDB to compare: a file of its own with columns high, low, hash, place.</summary>
internal sealed class HashIndex : IDisposable
{
    /// <summary>Rows that DuckDB likes to read at a time.</summary>
    public const int LargestGroup = 122_880;

    private static readonly ParquetColumn[] Columns = [ParquetColumn.Long("high"), ParquetColumn.Long("low"), ParquetColumn.Long("hash"), ParquetColumn.Long("place")];

    private readonly ParquetWriter _writer = new();
    private readonly FileStream _file;
    private readonly int _rowsPerGroup;
    private long[][] _values = [];
    private int _filled;

    public HashIndex(string path, int rowsPerGroup)
    {
        (Path, _rowsPerGroup) = (path, rowsPerGroup);
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        _writer.Begin(Columns, compresses: false);
    }

    public string Path { get; }

    public long Rows { get; private set; }

    public void Add(long high, long low, long hash, long place)
    {
        if (_values.Length == 0)
            _values = [.. Columns.Select(_ => new long[_rowsPerGroup])];
        var (values, at) = (_values, _filled);
        (values[0][at], values[1][at], values[2][at], values[3][at]) = (high, low, hash, place);
        Rows++;
        if (++_filled == _rowsPerGroup)
            Flush();
    }

    /// <summary>Ends the file.</summary>
    public void Complete()
    {
        Flush();
        _writer.End();
        _writer.FlushTo(_file);
        _file.Dispose();
    }

    public void Dispose() => _file.Dispose();

    private void Flush()
    {
        if (_filled == 0)
            return;
        foreach (var values in _values)
            _writer.Add(values.AsSpan(0, _filled));
        _writer.EndGroup(_filled);
        _writer.FlushTo(_file);
        _filled = 0;
    }
}

/// <summary>Which row of which file, in one number.</summary>
internal static class Place
{
    public static long Of(int file, int row) => ((long)file << 32) | (uint)row;

    public static (int File, int Row) From(long place) => ((int)(place >> 32), (int)place);
}
