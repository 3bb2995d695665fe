using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>
/// Sums of row hashes, one for each range of key hashes. Two sets of rows whose sums agree in a range are the same there (but for a chance of 1 to 2^64), so only the
/// other ranges need comparing: none when nothing changed, however many rows there are.
/// </summary>
internal sealed class RowDigests
{
    private const int RowsPerRange = 16;

    private readonly ulong[] _sums;

    private RowDigests(ulong[] sums) => _sums = sums;

    /// <summary>As fine as it gets.</summary>
    public RowDigests()
        : this(new ulong[KeyRanges.Most])
    {
    }

    public int Ranges => _sums.Length;

    public void Add(RowHashes hashes)
    {
        var high = hashes.High;
        var rows = hashes.Rows;
        for (var row = 0; row < high.Length; row++)
            Add(high[row], rows[row]);
    }

    public void Add(long high, long row) => _sums[KeyRanges.Of(high, Ranges)] += (ulong)row;

    public void Remove(long high, long row) => _sums[KeyRanges.Of(high, Ranges)] -= (ulong)row;

    /// <summary>How many ranges are worth keeping for so many rows.</summary>
    public static int RangesFor(long rows) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min((rows / RowsPerRange) + 1, KeyRanges.Most));

    /// <summary>The same with fewer ranges.</summary>
    public RowDigests Fold(int ranges)
    {
        if (ranges >= Ranges)
            return this;
        var folded = new RowDigests(new ulong[ranges]);
        for (var at = 0; at < Ranges; at++)
            folded._sums[at / (Ranges / ranges)] += _sums[at];
        return folded;
    }

    /// <summary>The sums of both, as fine as the coarser of them.</summary>
    public RowDigests Plus(RowDigests other)
    {
        var sum = new RowDigests((ulong[])Fold(Math.Min(Ranges, other.Ranges))._sums.Clone());
        var addend = other.Fold(sum.Ranges);
        for (var at = 0; at < sum.Ranges; at++)
            sum._sums[at] += addend._sums[at];
        return sum;
    }

    /// <summary>In which ranges the two differ; null when in none.</summary>
    public KeyRanges? Compare(RowDigests other)
    {
        var ranges = Math.Min(Ranges, other.Ranges);
        var (ours, theirs, differing) = (Fold(ranges), other.Fold(ranges), new KeyRanges(ranges));
        for (var at = 0; at < ranges; at++)
        {
            if (ours._sums[at] != theirs._sums[at])
                differing.AddRange(at);
        }

        return differing.IsEmpty ? null : differing;
    }

    public ReadOnlyMemory<byte> Write() => MemoryMarshal.AsBytes(_sums.AsSpan()).ToArray();

    public static RowDigests Read(ReadOnlySpan<byte> bytes) => new(MemoryMarshal.Cast<byte, ulong>(bytes).ToArray());
}
