using System.Numerics;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>
/// Tells quickly that no key is there twice, which is nearly always so, by the first halves of their hashes. As many keys as fit are looked at in one pass over the
/// parts, so that memory does not grow with the rows.
/// </summary>
internal static class DoubleKeys
{
    private const int MostKeys = 4_000_000;

    /// <param name="ranges">Only keys in these; null for all.</param>
    /// <returns>False when there are none for sure; two keys with the same half of a hash are taken for one.</returns>
    public static async Task<bool> MayBeThereAsync(ExtractParts parts, KeyRanges? ranges, CancellationToken cancellationToken)
    {
        var rows = Enumerable.Range(0, parts.Count).Sum(part => (long)parts.Rows(part));
        var passes = (int)Math.Min(BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, (rows + MostKeys - 1) / MostKeys)), KeyRanges.Most);
        var slots = new long[BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(rows / passes * 2, 1_024, MostKeys * 2))];
        for (var pass = 0; pass < passes; pass++)
        {
            Array.Clear(slots);
            for (var part = 0; part < parts.Count; part++)
            {
                var current = pass;
                if (await parts.LookAsync(part, keys => !TryAdd(slots, keys, ranges, current, passes), cancellationToken))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Puts keys into the slots, each into the first free one from its own on; false when one is there already. A key with a null in it is 0, and no key.</summary>
    private static bool TryAdd(long[] slots, ReadOnlySpan<long> keys, KeyRanges? ranges, int pass, int passes)
    {
        foreach (var key in keys)
        {
            if (key == 0 || KeyRanges.Of(key, passes) != pass || (ranges is not null && !ranges.Has(key)))
                continue;
            var slot = (int)key & (slots.Length - 1);
            for (; slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
            {
                if (slots[slot] == key)
                    return false;
            }

            slots[slot] = key;
        }

        return true;
    }
}
