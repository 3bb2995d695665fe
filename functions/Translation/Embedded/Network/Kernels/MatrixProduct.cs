using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPlatform.Translation.Embedded.Network.Kernels;

/// <summary>
/// Products of matrices on one core. The result is computed in tiles of six rows by one panel, whose sums stay in registers; where fewer
/// than six rows are left, in tiles of four.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>So many rows of a panel stay in the first-level cache while all of its tiles are computed.</summary>
    private const int InnerBlock = 192;

    /// <summary>With more rows it is quicker to expand a panel once than in each of its tiles.</summary>
    private const int FewRows = 16;

    /// <summary>Adds the product of the left and the right side to the result.</summary>
    public static void Add(Matrix left, Panels<float> right, Matrix result) => Add<float, PlainNumbers>(left, right, result);

    /// <inheritdoc cref="Add(Matrix, Panels{float}, Matrix)"/>
    public static void Add(Matrix left, Panels<short> right, Matrix result)
    {
        if (left.Rows <= FewRows)
        {
            Add<short, CompactNumbers>(left, right, result);
            return;
        }

        var expanded = ArrayPool<float>.Shared.Rent(InnerBlock * Panels.Width);
        for (var column = 0; column < result.Columns; column += Panels.Width)
        {
            var columns = result.Slice(column, Math.Min(Panels.Width, result.Columns - column));
            var panel = right.Values[(column / Panels.Width * right.PanelStride)..];
            for (var inner = 0; inner < left.Columns; inner += InnerBlock)
            {
                var depth = Math.Min(InnerBlock, left.Columns - inner);
                CompactNumbers.Expand(panel.Slice(inner * Panels.Width, depth * Panels.Width), expanded);
                Add(left.Slice(inner, depth), Panels.OfPacked<float>(expanded, depth, right.Scale), columns);
            }
        }

        ArrayPool<float>.Shared.Return(expanded);
    }

    private static void Add<T, TNumbers>(Matrix left, Panels<T> right, Matrix result)
        where T : unmanaged
        where TNumbers : IPanelNumbers<T>
    {
        if (left.Rows == 0 || left.Columns == 0 || result.Columns == 0)
        {
            return;
        }

        Check(left, right, result);
        for (var column = 0; column < result.Columns; column += Panels.Width)
        {
            var width = Math.Min(Panels.Width, result.Columns - column);
            for (var inner = 0; inner < left.Columns; inner += InnerBlock)
            {
                var depth = Math.Min(InnerBlock, left.Columns - inner);
                var panel = right.Values[(column / Panels.Width * right.PanelStride + inner * right.RowStride)..];
                var block = new Panels<T>(panel, right.RowStride, right.PanelStride, right.Scale);
                var leftBlock = left.Slice(inner, depth);
                var columns = result.Slice(column, width);
                if (width == Panels.Width)
                {
                    AddPanel<T, TNumbers>(leftBlock, block, columns);
                }
                else
                {
                    AddLastPanel<T, TNumbers>(leftBlock, block, columns);
                }
            }
        }
    }

    /// <summary>A panel with fewer columns than others: what is computed beyond them is thrown away.</summary>
    private static void AddLastPanel<T, TNumbers>(Matrix left, Panels<T> panel, Matrix result)
        where T : unmanaged
        where TNumbers : IPanelNumbers<T>
    {
        const int Rows = 4;
        Span<float> memory = stackalloc float[Rows * Panels.Width];
        for (var row = 0; row < left.Rows; row += Rows)
        {
            var rows = Math.Min(Rows, left.Rows - row);
            var part = result.SliceRows(row, rows);
            var tile = new Matrix(memory, rows, result.Columns, Panels.Width);
            part.CopyTo(tile);
            AddPanel<T, TNumbers>(left.SliceRows(row, rows), panel, tile);
            tile.CopyTo(part);
        }
    }

    /// <summary>Panels are read and written without further checks.</summary>
    private static void Check<T>(Matrix left, Panels<T> right, Matrix result)
        where T : unmanaged
    {
        var lastRow = (result.Columns - 1) / Panels.Width * right.PanelStride + (left.Columns - 1) * right.RowStride;
        if (left.Rows != result.Rows
            || (left.Rows - 1) * left.Stride + left.Columns > left.Values.Length
            || (result.Rows - 1) * result.Stride + result.Columns > result.Values.Length
            || lastRow + Panels.Width > right.Values.Length)
        {
            throw new ArgumentException("The sizes of the matrices do not fit one another.");
        }
    }

    private static void AddPanel<T, TNumbers>(Matrix left, Panels<T> panel, Matrix result)
        where T : unmanaged
        where TNumbers : IPanelNumbers<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            AddPanel512<T, TNumbers>(left, panel, result);
        }
        else
        {
            AddPanel256<T, TNumbers>(left, panel, result);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPanel512<T, TNumbers>(Matrix left, Panels<T> panel, Matrix result)
        where T : unmanaged
        where TNumbers : IPanelNumbers<T>
    {
        ref var rights = ref MemoryMarshal.GetReference(panel.Values);
        var (depth, panelStride, half) = ((nuint)left.Columns, (nuint)panel.RowStride, (nuint)Vector512<float>.Count);
        var scale = Vector512.Create(panel.Scale);
        var row = 0;
        for (; row + 6 <= left.Rows; row += 6)
        {
            ref var left0 = ref left.Start(row);
            ref var left1 = ref left.Start(row + 1);
            ref var left2 = ref left.Start(row + 2);
            ref var left3 = ref left.Start(row + 3);
            ref var left4 = ref left.Start(row + 4);
            ref var left5 = ref left.Start(row + 5);
            var (sum00, sum01) = (Vector512<float>.Zero, Vector512<float>.Zero);
            var (sum10, sum11) = (Vector512<float>.Zero, Vector512<float>.Zero);
            var (sum20, sum21) = (Vector512<float>.Zero, Vector512<float>.Zero);
            var (sum30, sum31) = (Vector512<float>.Zero, Vector512<float>.Zero);
            var (sum40, sum41) = (Vector512<float>.Zero, Vector512<float>.Zero);
            var (sum50, sum51) = (Vector512<float>.Zero, Vector512<float>.Zero);
            for (nuint inner = 0, at = 0; inner < depth; inner++, at += panelStride)
            {
                var right0 = TNumbers.Load512(in rights, at);
                var right1 = TNumbers.Load512(in rights, at + half);
                Multiply(Unsafe.Add(ref left0, inner), right0, right1, ref sum00, ref sum01);
                Multiply(Unsafe.Add(ref left1, inner), right0, right1, ref sum10, ref sum11);
                Multiply(Unsafe.Add(ref left2, inner), right0, right1, ref sum20, ref sum21);
                Multiply(Unsafe.Add(ref left3, inner), right0, right1, ref sum30, ref sum31);
                Multiply(Unsafe.Add(ref left4, inner), right0, right1, ref sum40, ref sum41);
                Multiply(Unsafe.Add(ref left5, inner), right0, right1, ref sum50, ref sum51);
            }

            Store(sum00, sum01, scale, ref result.Start(row));
            Store(sum10, sum11, scale, ref result.Start(row + 1));
            Store(sum20, sum21, scale, ref result.Start(row + 2));
            Store(sum30, sum31, scale, ref result.Start(row + 3));
            Store(sum40, sum41, scale, ref result.Start(row + 4));
            Store(sum50, sum51, scale, ref result.Start(row + 5));
        }

        for (; row < left.Rows; row += 4)
        {
            var last = left.Rows - 1;
            ref var left0 = ref left.Start(row);
            ref var left1 = ref left.Start(Math.Min(row + 1, last));
            ref var left2 = ref left.Start(Math.Min(row + 2, last));
            ref var left3 = ref left.Start(Math.Min(row + 3, last));
            var (sum00, sum01) = (Vector512<float>.Zero, Vector512<float>.Zero);
            var (sum10, sum11) = (Vector512<float>.Zero, Vector512<float>.Zero);
            var (sum20, sum21) = (Vector512<float>.Zero, Vector512<float>.Zero);
            var (sum30, sum31) = (Vector512<float>.Zero, Vector512<float>.Zero);
            for (nuint inner = 0, at = 0; inner < depth; inner++, at += panelStride)
            {
                var right0 = TNumbers.Load512(in rights, at);
                var right1 = TNumbers.Load512(in rights, at + half);
                Multiply(Unsafe.Add(ref left0, inner), right0, right1, ref sum00, ref sum01);
                Multiply(Unsafe.Add(ref left1, inner), right0, right1, ref sum10, ref sum11);
                Multiply(Unsafe.Add(ref left2, inner), right0, right1, ref sum20, ref sum21);
                Multiply(Unsafe.Add(ref left3, inner), right0, right1, ref sum30, ref sum31);
            }

            Store(sum00, sum01, scale, ref result.Start(row));
            if (row + 1 <= last)
            {
                Store(sum10, sum11, scale, ref result.Start(row + 1));
            }

            if (row + 2 <= last)
            {
                Store(sum20, sum21, scale, ref result.Start(row + 2));
            }

            if (row + 3 <= last)
            {
                Store(sum30, sum31, scale, ref result.Start(row + 3));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(
        float left, Vector512<float> right0, Vector512<float> right1, ref Vector512<float> sum0, ref Vector512<float> sum1)
    {
        var factor = Vector512.Create(left);
        sum0 = Vector512.MultiplyAddEstimate(factor, right0, sum0);
        sum1 = Vector512.MultiplyAddEstimate(factor, right1, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> sum0, Vector512<float> sum1, Vector512<float> scale, ref float result)
    {
        var half = (nuint)Vector512<float>.Count;
        Vector512.MultiplyAddEstimate(sum0, scale, Vector512.LoadUnsafe(ref result)).StoreUnsafe(ref result);
        Vector512.MultiplyAddEstimate(sum1, scale, Vector512.LoadUnsafe(ref result, half)).StoreUnsafe(ref result, half);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPanel256<T, TNumbers>(Matrix left, Panels<T> panel, Matrix result)
        where T : unmanaged
        where TNumbers : IPanelNumbers<T>
    {
        ref var rights = ref MemoryMarshal.GetReference(panel.Values);
        var (depth, panelStride, half) = ((nuint)left.Columns, (nuint)panel.RowStride, (nuint)Vector256<float>.Count);
        var scale = Vector256.Create(panel.Scale);
        var row = 0;
        for (; row + 6 <= left.Rows; row += 6)
        {
            ref var left0 = ref left.Start(row);
            ref var left1 = ref left.Start(row + 1);
            ref var left2 = ref left.Start(row + 2);
            ref var left3 = ref left.Start(row + 3);
            ref var left4 = ref left.Start(row + 4);
            ref var left5 = ref left.Start(row + 5);
            var (sum00, sum01) = (Vector256<float>.Zero, Vector256<float>.Zero);
            var (sum10, sum11) = (Vector256<float>.Zero, Vector256<float>.Zero);
            var (sum20, sum21) = (Vector256<float>.Zero, Vector256<float>.Zero);
            var (sum30, sum31) = (Vector256<float>.Zero, Vector256<float>.Zero);
            var (sum40, sum41) = (Vector256<float>.Zero, Vector256<float>.Zero);
            var (sum50, sum51) = (Vector256<float>.Zero, Vector256<float>.Zero);
            for (nuint inner = 0, at = 0; inner < depth; inner++, at += panelStride)
            {
                var right0 = TNumbers.Load256(in rights, at);
                var right1 = TNumbers.Load256(in rights, at + half);
                Multiply(Unsafe.Add(ref left0, inner), right0, right1, ref sum00, ref sum01);
                Multiply(Unsafe.Add(ref left1, inner), right0, right1, ref sum10, ref sum11);
                Multiply(Unsafe.Add(ref left2, inner), right0, right1, ref sum20, ref sum21);
                Multiply(Unsafe.Add(ref left3, inner), right0, right1, ref sum30, ref sum31);
                Multiply(Unsafe.Add(ref left4, inner), right0, right1, ref sum40, ref sum41);
                Multiply(Unsafe.Add(ref left5, inner), right0, right1, ref sum50, ref sum51);
            }

            Store(sum00, sum01, scale, ref result.Start(row));
            Store(sum10, sum11, scale, ref result.Start(row + 1));
            Store(sum20, sum21, scale, ref result.Start(row + 2));
            Store(sum30, sum31, scale, ref result.Start(row + 3));
            Store(sum40, sum41, scale, ref result.Start(row + 4));
            Store(sum50, sum51, scale, ref result.Start(row + 5));
        }

        for (; row < left.Rows; row += 4)
        {
            var last = left.Rows - 1;
            ref var left0 = ref left.Start(row);
            ref var left1 = ref left.Start(Math.Min(row + 1, last));
            ref var left2 = ref left.Start(Math.Min(row + 2, last));
            ref var left3 = ref left.Start(Math.Min(row + 3, last));
            var (sum00, sum01) = (Vector256<float>.Zero, Vector256<float>.Zero);
            var (sum10, sum11) = (Vector256<float>.Zero, Vector256<float>.Zero);
            var (sum20, sum21) = (Vector256<float>.Zero, Vector256<float>.Zero);
            var (sum30, sum31) = (Vector256<float>.Zero, Vector256<float>.Zero);
            for (nuint inner = 0, at = 0; inner < depth; inner++, at += panelStride)
            {
                var right0 = TNumbers.Load256(in rights, at);
                var right1 = TNumbers.Load256(in rights, at + half);
                Multiply(Unsafe.Add(ref left0, inner), right0, right1, ref sum00, ref sum01);
                Multiply(Unsafe.Add(ref left1, inner), right0, right1, ref sum10, ref sum11);
                Multiply(Unsafe.Add(ref left2, inner), right0, right1, ref sum20, ref sum21);
                Multiply(Unsafe.Add(ref left3, inner), right0, right1, ref sum30, ref sum31);
            }

            Store(sum00, sum01, scale, ref result.Start(row));
            if (row + 1 <= last)
            {
                Store(sum10, sum11, scale, ref result.Start(row + 1));
            }

            if (row + 2 <= last)
            {
                Store(sum20, sum21, scale, ref result.Start(row + 2));
            }

            if (row + 3 <= last)
            {
                Store(sum30, sum31, scale, ref result.Start(row + 3));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(
        float left, Vector256<float> right0, Vector256<float> right1, ref Vector256<float> sum0, ref Vector256<float> sum1)
    {
        var factor = Vector256.Create(left);
        sum0 = Vector256.MultiplyAddEstimate(factor, right0, sum0);
        sum1 = Vector256.MultiplyAddEstimate(factor, right1, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> sum0, Vector256<float> sum1, Vector256<float> scale, ref float result)
    {
        var half = (nuint)Vector256<float>.Count;
        Vector256.MultiplyAddEstimate(sum0, scale, Vector256.LoadUnsafe(ref result)).StoreUnsafe(ref result);
        Vector256.MultiplyAddEstimate(sum1, scale, Vector256.LoadUnsafe(ref result, half)).StoreUnsafe(ref result, half);
    }
}
