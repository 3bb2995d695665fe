using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionsPlatform.Translation.Embedded.Network.Kernels;

/// <summary>
/// The right side of a product, as <see cref="MatrixProduct"/> reads it: its columns in panels of <see cref="Panels.Width"/>. The last
/// panel is read in full, whatever it holds beyond the last column.
/// </summary>
/// <param name="values">From the first row of the first panel on.</param>
/// <param name="rowStride">From a panel's row to its next.</param>
/// <param name="panelStride">From panel to panel.</param>
/// <param name="scale">What all values are multiplied by.</param>
internal readonly ref struct Panels<T>(ReadOnlySpan<T> values, int rowStride, int panelStride, float scale)
    where T : unmanaged
{
    public ReadOnlySpan<T> Values { get; } = values;

    public int RowStride => rowStride;

    public int PanelStride => panelStride;

    public float Scale => scale;
}

/// <summary>Makes panels.</summary>
internal static class Panels
{
    /// <summary>Two vectors of the widest kind that the processor has.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? 2 * Vector512<float>.Count : 2 * Vector256<float>.Count;

    /// <summary>So many columns with those that fill the last panel.</summary>
    public static int Padded(int columns) => (columns + Width - 1) / Width * Width;

    /// <summary>Plain rows as panels: there must be <see cref="Width"/> numbers to spare behind them.</summary>
    public static Panels<float> OfRows(ReadOnlySpan<float> values, int stride) => new(values, stride, Width, 1);

    /// <summary>What <see cref="Pack"/> made of rows of this length.</summary>
    public static Panels<T> OfPacked<T>(ReadOnlySpan<T> packed, int length, float scale = 1)
        where T : unmanaged => new(packed, Width, length * Width, scale);

    /// <summary>The same, from one of the rows' elements on.</summary>
    public static Panels<float> OfPacked(ReadOnlySpan<float> packed, int length, int from) => OfPacked(packed[(from * Width)..], length);

    /// <summary>Makes rows the columns of a right side: to multiply by it is to take products with each of the rows.</summary>
    /// <param name="first">The column that the first row becomes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(Matrix rows, int first, Span<float> packed)
    {
        for (var row = 0; row < rows.Rows;)
        {
            var (panel, lane) = Math.DivRem(first + row, Width);
            var count = Math.Min(Width - lane, rows.Rows - row);
            var start = packed[(panel * rows.Columns * Width + lane)..];
            for (var at = 0; at < rows.Columns; at++)
            {
                var column = start.Slice(at * Width, count);
                var from = row * rows.Stride + at;
                for (var r = 0; r < column.Length; r++, from += rows.Stride)
                {
                    column[r] = rows.Values[from];
                }
            }

            row += count;
        }
    }
}
