using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Connectors.Bulk.Parquet;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>
/// Entries of a snapshot, one a row: the key's values and the hash of the row. Where the whole row is the key, its hash stands for the values, since nothing is ever
/// deleted by it.
/// </summary>
internal sealed class SnapshotEntries
{
    private const string High = "$high", Low = "$low", Row = "$row";

    private readonly bool _isKeyed;
    private ColumnBatch? _lastRows;
    private bool _isAlike;

    private SnapshotEntries(ColumnBatch batch) => (Batch, _isKeyed) = (batch, batch.Columns[0].Name != High);

    public SnapshotEntries(IReadOnlyList<ResultColumn> key)
        : this(new ColumnBatch([.. key.Count > 0 ? key : [new(High, ColumnKind.Integer), new(Low, ColumnKind.Integer)], new(Row, ColumnKind.Integer)]))
    {
    }

    public ColumnBatch Batch { get; }

    public int Count => Batch.Rows;

    /// <summary>Adds a row as it was read.</summary>
    /// <param name="key">Positions of the key's columns in it.</param>
    /// <param name="hash">Its hash, or <see cref="RowHashes.Stale"/>.</param>
    public void Add(ColumnBatch rows, int row, IReadOnlyList<int> key, RowHashes hashes, long hash)
    {
        if (!_isKeyed)
            AddTyped(hashes.High[row], hashes.Low[row], hash);
        else if (IsAlike(rows, key))
            AddTyped(rows, row, key, hash);
        else
            Batch.AddRow([.. key.Select(at => rows.Value(at, row)), hash]);
    }

    /// <summary>Adds an entry of an earlier snapshot.</summary>
    public void Add(SnapshotEntries other, int row, bool isStale)
    {
        if (!isStale && other.Batch.Columns.SequenceEqual(Batch.Columns))
            Batch.AddRowFrom(other.Batch, row);
        else
            Batch.AddRow([.. other.KeyOf(row), isStale ? RowHashes.Stale : other.HashOf(row)]);
    }

    /// <summary>The values of the key's columns.</summary>
    public object?[] KeyOf(int row) => Batch.Row(row)[..^1];

    public long HashOf(int row) => Batch.Buffers[^1].Get<long>(row);

    /// <param name="used">Entries that nobody looks at any more, whose memory is used again.</param>
    public static SnapshotEntries Read(ReadOnlySpan<byte> file, SnapshotEntries? used = null) => new(ParquetBatch.Read(file, used?.Batch));

    public RowHashes ComputeHashes(RowHashes? used = null)
    {
        var hashes = used ?? new RowHashes();
        if (_isKeyed)
            new RowHasher([.. Enumerable.Range(0, Batch.Buffers.Length - 1)]).HashKeys(Batch, hashes);
        else
            hashes.Resize(Count);
        for (var row = 0; row < Count; row++)
        {
            hashes.Rows[row] = HashOf(row);
            if (!_isKeyed)
                hashes.SetKey(row, new UInt128((ulong)Batch.Buffers[0].Get<long>(row), (ulong)Batch.Buffers[1].Get<long>(row)));
        }

        return hashes;
    }

    /// <summary>Whether the key's columns of the rows can be copied as they are.</summary>
    private bool IsAlike(ColumnBatch rows, IReadOnlyList<int> key)
    {
        if (!ReferenceEquals(rows, _lastRows))
            (_lastRows, _isAlike) = (rows, key.Select(at => rows.Columns[at].Kind).SequenceEqual(Batch.Columns.SkipLast(1).Select(column => column.Kind)));
        return _isAlike && rows.Odd.Count == 0;
    }

    private void AddTyped(ColumnBatch rows, int row, IReadOnlyList<int> key, long hash)
    {
        for (var position = 0; position < key.Count; position++)
            Batch.Buffers[position].AddFrom(rows.Buffers[key[position]], row);
        Batch.Buffers[^1].Add(hash);
        Batch.EndRow();
    }

    private void AddTyped(long high, long low, long hash)
    {
        Batch.Buffers[0].Add(high);
        Batch.Buffers[1].Add(low);
        Batch.Buffers[2].Add(hash);
        Batch.EndRow();
    }
}
