using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FunctionsPlatform.Translation.Embedded.Network.Kernels;

/// <summary>How the numbers of panels are read as floats.</summary>
internal interface IPanelNumbers<T>
    where T : unmanaged
{
    static abstract Vector512<float> Load512(ref readonly T start, nuint offset);

    static abstract Vector256<float> Load256(ref readonly T start, nuint offset);
}

/// <summary>Floats.</summary>
internal readonly struct PlainNumbers : IPanelNumbers<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ref readonly float start, nuint offset) => Vector512.LoadUnsafe(in start, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref readonly float start, nuint offset) => Vector256.LoadUnsafe(in start, offset);
}

/// <summary>Integers, to be scaled: only half as much has to be fetched from memory.</summary>
internal readonly struct CompactNumbers : IPanelNumbers<short>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ref readonly short start, nuint offset)
    {
        var numbers = Vector256.LoadUnsafe(in start, offset);
        return Vector512.ConvertToSingle(Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Int32(numbers) : Vector512.Create(Vector256.WidenLower(numbers), Vector256.WidenUpper(numbers)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref readonly short start, nuint offset)
    {
        var numbers = Vector128.LoadUnsafe(in start, offset);
        return Vector256.ConvertToSingle(Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(numbers) : Vector256.Create(Vector128.WidenLower(numbers), Vector128.WidenUpper(numbers)));
    }

    /// <summary>Of whole panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Expand(ReadOnlySpan<short> numbers, Span<float> expanded)
    {
        ref var start = ref MemoryMarshal.GetReference(numbers);
        ref var target = ref MemoryMarshal.GetReference(expanded[..numbers.Length]);
        for (var at = (nuint)0; at < (nuint)numbers.Length; at += (nuint)Panels.Width / 2)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Load512(in start, at).StoreUnsafe(ref target, at);
            }
            else
            {
                Load256(in start, at).StoreUnsafe(ref target, at);
            }
        }
    }
}
