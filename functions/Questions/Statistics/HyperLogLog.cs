using System.Numerics;

namespace FunctionsPlatform.Questions;

/// <summary>
/// Estimates how many different 64-bit hashes were added, in 16 KiB: Flajolet et al. 2007 with 2^14 registers, so a standard error of 1.04 / 2^7 = 0.8%.
/// Below 2.5 times its registers the empty ones tell better (linear counting).
/// </summary>
internal sealed class HyperLogLog
{
    private const int Precision = 14;
    private const int Registers = 1 << Precision;

    private readonly byte[] _ranks = new byte[Registers];

    public void Add(ulong hash)
    {
        var register = hash >> (64 - Precision);
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << Precision) | (1UL << (Precision - 1))) + 1);
        if (rank > _ranks[register])
            _ranks[register] = rank;
    }

    public long Estimate()
    {
        var sum = 0.0;
        var empty = 0;
        foreach (var rank in _ranks)
        {
            sum += Math.ScaleB(1, -rank);
            if (rank == 0)
                empty++;
        }

        var alpha = 0.7213 / (1 + 1.079 / Registers);
        var estimate = alpha * Registers * Registers / sum;
        return (long)Math.Round(estimate <= 2.5 * Registers && empty > 0 ? Registers * Math.Log((double)Registers / empty) : estimate);
    }
}
