using System.Numerics;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Some of the ranges, equal in size and a power of two in number, into which the hashes of keys fall by their first bits.</summary>
internal sealed class KeyRanges(int count)
{
    public const int Most = 1 << 16;

    private readonly bool[] _ranges = new bool[count];

    public KeyRanges()
        : this(Most)
    {
    }

    public bool IsEmpty { get; private set; } = true;

    /// <param name="high">The first half of a key's hash.</param>
    public static int Of(long high, int count) => (int)(((ulong)high >> 32) >> (32 - BitOperations.Log2((uint)count)));

    public bool Has(long high) => _ranges[Of(high, _ranges.Length)];

    public void AddRange(int range)
    {
        _ranges[range] = true;
        IsEmpty = false;
    }

    /// <summary>The range of a key.</summary>
    public void Add(long high) => AddRange(Of(high, _ranges.Length));

    public void Add(RowHashes hashes)
    {
        foreach (var high in hashes.High)
            Add(high);
    }
}
