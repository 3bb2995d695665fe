using System.Buffers;

namespace FunctionsPlatform.Translation.Embedded.Network.Kernels;

/// <summary>Memory for intermediate results, given back together.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly List<float[]> _rented = [];

    /// <summary>A matrix of numbers yet to be set.</summary>
    public Matrix Matrix(int rows, int columns) => new(Rent(rows * columns).AsSpan(0, rows * columns), rows, columns);

    /// <summary>At least so many numbers, all zero.</summary>
    public float[] Zeros(int length)
    {
        var array = Rent(length);
        Array.Clear(array);
        return array;
    }

    public float[] Rent(int length)
    {
        var array = ArrayPool<float>.Shared.Rent(length);
        _rented.Add(array);
        return array;
    }

    public void Dispose()
    {
        _rented.ForEach(static array => ArrayPool<float>.Shared.Return(array));
        _rented.Clear();
    }
}
