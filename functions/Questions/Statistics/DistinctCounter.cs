using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace FunctionsPlatform.Questions;

/// <summary>
/// Counts different values in bounded memory: by their 64-bit hashes up to a limit (two of 50,000 share one with a chance below one in ten thousand million),
/// and beyond it approximately.
/// </summary>
internal sealed class DistinctCounter(int exactLimit)
{
    public const int ExactLimit = 50_000;

    private HashSet<ulong>? _hashes = [];
    private HyperLogLog? _sketch;

    /// <summary>A counter that has the usual memory together with others.</summary>
    public static DistinctCounter Shared(double sharers) => new((int)(ExactLimit / sharers));

    public void Add(object value)
    {
        var hash = Hash(value);
        if (_hashes is null)
        {
            _sketch!.Add(hash);
            return;
        }

        if (_hashes.Add(hash) && _hashes.Count > exactLimit)
        {
            _sketch = new HyperLogLog();
            foreach (var known in _hashes)
                _sketch.Add(known);
            _hashes = null;
        }
    }

    public DistinctCount Count => _hashes is null ? new(_sketch!.Estimate(), true) : new(_hashes.Count, false);

    private static ulong Hash(object value) => value switch
    {
        long number => Hash((decimal)number),
        decimal number => Hash(number),
        // Negative and positive zero are one value to a database.
        double number => Hash(number == 0 ? 0 : BitConverter.DoubleToInt64Bits(number)),
        DateTimeOffset instant => Hash(instant.UtcTicks),
        DateTime local => Hash(local.Ticks),
        DateOnly date => Hash(date.DayNumber),
        TimeOnly time => Hash(time.Ticks),
        string text => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan())),
        _ => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(Cell.ToText(value).AsSpan())),
    };

    private static ulong Hash(decimal number)
    {
        // Dividing by a one with all decimals takes the trailing zeros off: 1.0 and 1.00 are one value. So are 0 and -0.
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number == 0 ? 0 : number / 1.0000000000000000000000000000m, bits);
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(bits));
    }

    private static ulong Hash(long number) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in number)));
}
