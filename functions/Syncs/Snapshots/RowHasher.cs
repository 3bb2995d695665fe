using System.IO.Hashing;
using FunctionsPlatform.Connectors.Bulk;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>
/// Hashes rows: 128 bits over the key's values, by which rows are told apart, and 64 bits over all values, by which changes are seen. The same values have the same
/// hash on every machine. Numbers are hashed by value, whatever their kind: 1, 1.0 and 1.00 are the same, and so are 0 and -0; an instant is, whatever its offset.
/// NULL and an empty text differ.
/// </summary>
/// <param name="key">Positions of the key's columns; empty where the whole row is the key.</param>
internal sealed class RowHasher(IReadOnlyList<int> key)
{
    /// <summary>Of what is hashed of a value. Hashes of another version say nothing.</summary>
    public const int Version = 1;

    private readonly int[] _keyColumns = [.. key];
    private readonly ByteBuffer _row = new();
    private readonly ByteBuffer _key = new();

    public void Hash(ColumnBatch batch, RowHashes into)
    {
        into.Resize(batch.Rows);
        var starts = new int[batch.Buffers.Length + 1];
        var hashes = into.Rows;
        for (var row = 0; row < batch.Rows; row++)
        {
            _row.Clear();
            for (var at = 0; at < batch.Buffers.Length; at++)
            {
                CanonicalValues.Add(_row, batch, at, row);
                starts[at + 1] = _row.Length;
            }

            hashes[row] = RowHashes.OfRow(XxHash3.HashToUInt64(_row.Written));
            into.SetKey(row, HasNullKey(batch, row) ? default : Hash(KeyBytes(starts)));
        }
    }

    /// <summary>Hashes keys alone.</summary>
    public void HashKeys(ColumnBatch batch, RowHashes into)
    {
        if (_keyColumns.Length == 0)
        {
            Hash(batch, into);
            return;
        }

        into.Resize(batch.Rows);
        for (var row = 0; row < batch.Rows; row++)
        {
            _key.Clear();
            foreach (var at in _keyColumns)
                CanonicalValues.Add(_key, batch, at, row);
            into.SetKey(row, HasNullKey(batch, row) ? default : Hash(_key.Written));
        }
    }

    private static UInt128 Hash(ReadOnlySpan<byte> bytes) => XxHash128.HashToUInt128(bytes) is var hash && hash == default ? UInt128.One : hash;

    private bool HasNullKey(ColumnBatch batch, int row)
    {
        foreach (var at in _keyColumns)
        {
            if (batch.Buffers[at].IsNull(row) && batch.OddText(at, row) is null)
                return true;
        }

        return false;
    }

    private ReadOnlySpan<byte> KeyBytes(int[] starts)
    {
        if (_keyColumns.Length == 0)
            return _row.Written;
        if (_keyColumns is [var only])
            return _row.Written[starts[only]..starts[only + 1]];
        _key.Clear();
        foreach (var at in _keyColumns)
            _key.Add(_row.Written[starts[at]..starts[at + 1]]);
        return _key.Written;
    }
}
