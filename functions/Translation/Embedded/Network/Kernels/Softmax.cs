using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPlatform.Translation.Embedded.Network.Kernels;

/// <summary>
/// Scores as shares of one. Rows are as long as <see cref="Panels.Padded"/> says; what shall get no share is minus infinity.
/// </summary>
internal static class Softmax
{
    /// <param name="count">What is beyond so many scores of a row is left as it is, or set to zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Matrix scores, int count)
    {
        var used = (count + Vector256<float>.Count - 1) / Vector256<float>.Count;
        for (var row = 0; row < scores.Rows; row++)
        {
            var vectors = MemoryMarshal.Cast<float, Vector256<float>>(scores[row])[..used];
            var largest = Vector256.Create(Largest(vectors));
            var sums = Vector256<float>.Zero;
            foreach (ref var vector in vectors)
            {
                vector = Exponential(vector - largest);
                sums += vector;
            }

            var share = Vector256.Create(1 / Vector256.Sum(sums));
            foreach (ref var vector in vectors)
            {
                vector *= share;
            }
        }
    }

    /// <summary>The logarithms of the shares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ApplyLog(Matrix scores)
    {
        for (var row = 0; row < scores.Rows; row++)
        {
            var vectors = MemoryMarshal.Cast<float, Vector256<float>>(scores[row]);
            var largest = Largest(vectors);
            var sums = Vector256<float>.Zero;
            foreach (var vector in vectors)
            {
                sums += Exponential(vector - Vector256.Create(largest));
            }

            var all = Vector256.Create(largest + MathF.Log(Vector256.Sum(sums)));
            foreach (ref var vector in vectors)
            {
                vector -= all;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(ReadOnlySpan<Vector256<float>> vectors)
    {
        var largest = vectors[0];
        foreach (var vector in vectors)
        {
            largest = Vector256.MaxNative(largest, vector);
        }

        var half = Vector128.MaxNative(largest.GetLower(), largest.GetUpper());
        half = Vector128.MaxNative(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
        return Math.Max(half[0], half[1]);
    }

    /// <summary>
    /// e to the power of numbers that are not positive, to seven digits, as 2 to a whole power times a polynomial (of Cephes' <c>expf</c>):
    /// <see cref="Vector256.Exp(Vector256{float})"/> computes in double precision, which takes twice as long. What is below e to the power
    /// of -80 is zero: shares so small that they are not normal floats would slow the products down.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exponential(Vector256<float> power)
    {
        // Adding it rounds a float to whole numbers, which then are its lowest bits.
        const float Rounding = 3 << 22;
        var isZero = Vector256.LessThan(power, Vector256.Create(-80f));
        power = Vector256.MaxNative(power, Vector256.Create(-80f));
        var shifted = Vector256.MultiplyAddEstimate(power, Vector256.Create(1.44269504f), Vector256.Create(Rounding));
        var whole = shifted - Vector256.Create(Rounding);
        var rest = Vector256.MultiplyAddEstimate(whole, Vector256.Create(-0.693359375f), power);
        rest = Vector256.MultiplyAddEstimate(whole, Vector256.Create(2.12194440e-4f), rest);
        var sum = Vector256.MultiplyAddEstimate(rest, Vector256.Create(1.9875691500e-4f), Vector256.Create(1.3981999507e-3f));
        sum = Vector256.MultiplyAddEstimate(sum, rest, Vector256.Create(8.3334519073e-3f));
        sum = Vector256.MultiplyAddEstimate(sum, rest, Vector256.Create(4.1665795894e-2f));
        sum = Vector256.MultiplyAddEstimate(sum, rest, Vector256.Create(1.6666665459e-1f));
        sum = Vector256.MultiplyAddEstimate(sum, rest, Vector256.Create(0.5f));
        sum = Vector256.MultiplyAddEstimate(sum, rest * rest, rest + Vector256<float>.One);
        return Vector256.AsSingle(Vector256.AndNot(Vector256.AsInt32(sum) + (Vector256.AsInt32(shifted) << 23), isZero.AsInt32()));
    }
}
