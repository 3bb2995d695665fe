using System.Globalization;
using System.Numerics;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>
/// A <see cref="HashIndex"/> for each of some ranges of keys. Two sets that are cut up alike are joined range by range, each in little memory and without spilling.
/// </summary>
internal sealed class HashIndexes : IDisposable
{
    private const int RowsPerIndex = 1_000_000;
    private const int Most = 64;
    private const int SmallestGroup = 1_024;

    private readonly HashIndex[] _indexes;

    /// <param name="rows">About how many rows the set will have in all.</param>
    public HashIndexes(string directory, string name, long rows)
    {
        var count = (int)Math.Min(BitOperations.RoundUpToPowerOf2((ulong)(rows / RowsPerIndex) + 1), Most);
        var group = (int)Math.Clamp(rows, SmallestGroup, HashIndex.LargestGroup / Math.Min(count, 4));
        _indexes =
        [
            .. Enumerable.Range(0, count).Select(number => new HashIndex(
                Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{name}-{number}.parquet")), group)),
        ];
    }

    public int Count => _indexes.Length;

    public long Rows => _indexes.Sum(index => index.Rows);

    public string PathOf(int number) => _indexes[number].Path;

    /// <summary>Adds the rows of a file, or those of them that count and lie in some ranges.</summary>
    public void Add(RowHashes hashes, int file, KeyRanges? ranges, SnapshotFile? live = null)
    {
        var high = hashes.High;
        var low = hashes.Low;
        var rows = hashes.Rows;
        var hasDead = live?.Dead is not null;
        for (var row = 0; row < high.Length; row++)
        {
            if ((ranges is null || ranges.Has(high[row])) && (!hasDead || live!.IsLive(row)))
                _indexes[KeyRanges.Of(high[row], _indexes.Length)].Add(high[row], low[row], rows[row], Place.Of(file, row));
        }
    }

    public void Add(RowHashes hashes, int row, long place) =>
        _indexes[KeyRanges.Of(hashes.High[row], _indexes.Length)].Add(hashes.High[row], hashes.Low[row], hashes.Rows[row], place);

    /// <summary>Ends the files.</summary>
    public void Complete()
    {
        foreach (var index in _indexes)
            index.Complete();
    }

    public void Dispose()
    {
        foreach (var index in _indexes)
            index.Dispose();
    }
}
