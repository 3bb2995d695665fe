using System.Runtime.InteropServices;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>The hashes of rows, side by side.</summary>
internal sealed class RowHashes
{
    /// <summary>In place of the hash of a row of which it is not known what the destination holds: no row has it.</summary>
    public const long Stale = 1;

    private long[] _all = [];

    public int Count { get; private set; }

    /// <summary>The first and the second half of each key's hash; both 0 for a key with a null in it.</summary>
    public Span<long> High => _all.AsSpan(0, Count);

    /// <inheritdoc cref="High"/>
    public Span<long> Low => _all.AsSpan(Count, Count);

    public Span<long> Rows => _all.AsSpan(2 * Count, Count);

    public void Resize(int count)
    {
        if (_all.Length < 3 * count)
            _all = new long[3 * count];
        Count = count;
    }

    public bool IsNullKey(int row) => (High[row] | Low[row]) == 0;

    public UInt128 Key(int row) => new((ulong)High[row], (ulong)Low[row]);

    public void SetKey(int row, UInt128 hash) => (High[row], Low[row]) = ((long)(ulong)(hash >> 64), (long)(ulong)hash);

    public int CountNullKeys()
    {
        var count = 0;
        for (var row = 0; row < Count; row++)
            count += IsNullKey(row) ? 1 : 0;
        return count;
    }

    public static long OfRow(ulong hash) => hash == Stale ? Stale + 1 : (long)hash;

    public ReadOnlySpan<byte> Write() => MemoryMarshal.AsBytes(_all.AsSpan(0, 3 * Count));

    public RowHashes Read(ReadOnlySpan<byte> bytes)
    {
        Resize(bytes.Length / (3 * sizeof(long)));
        bytes.CopyTo(MemoryMarshal.AsBytes(_all.AsSpan(0, 3 * Count)));
        return this;
    }
}
