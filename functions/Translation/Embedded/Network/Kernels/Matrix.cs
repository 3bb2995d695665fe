using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionsPlatform.Translation.Embedded.Network.Kernels;

/// <summary>A view of numbers as rows of one length.</summary>
/// <param name="stride">From the start of a row to the start of the next.</param>
internal readonly ref struct Matrix(Span<float> values, int rows, int columns, int stride)
{
    public Matrix(Span<float> values, int rows, int columns)
        : this(values, rows, columns, columns)
    {
    }

    public Span<float> Values { get; } = values;

    public int Rows => rows;

    public int Columns => columns;

    public int Stride => stride;

    public Span<float> this[int row] => Values.Slice(row * stride, columns);

    /// <summary>Where a row starts, unchecked.</summary>
    public ref float Start(int row) => ref Unsafe.Add(ref MemoryMarshal.GetReference(Values), (nint)row * stride);

    /// <summary>All rows, but only some of their columns.</summary>
    public Matrix Slice(int firstColumn, int count) => new(Values[firstColumn..], rows, count, stride);

    /// <summary>Some rows.</summary>
    public Matrix SliceRows(int first, int count) => new(Values[(first * stride)..], count, columns, stride);

    public void Fill(float value)
    {
        for (var row = 0; row < rows; row++)
        {
            this[row].Fill(value);
        }
    }

    /// <summary>Sets every row to these numbers.</summary>
    public void Fill(ReadOnlySpan<float> numbers)
    {
        for (var row = 0; row < rows; row++)
        {
            numbers.CopyTo(this[row]);
        }
    }

    /// <summary>Adds these numbers to every row.</summary>
    public void Add(ReadOnlySpan<float> numbers)
    {
        for (var row = 0; row < rows; row++)
        {
            TensorPrimitives.Add(this[row], numbers, this[row]);
        }
    }

    public void CopyTo(Matrix other)
    {
        for (var row = 0; row < rows; row++)
        {
            this[row].CopyTo(other[row]);
        }
    }
}
