using System.Buffers;
using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace FunctionsPlatform.Translation.Embedded.Network.Layers;

/// <summary>Keys and values of the positions that others attend to; more can be added.</summary>
internal sealed class KeysValues(int width) : IDisposable
{
    private float[] _keys = [];
    private float[] _values = [];

    public int Count { get; private set; }

    public void Add(Matrix keys, Matrix values)
    {
        var count = Count + keys.Rows;
        _keys = Grown(_keys, Panels.Padded(count) * width);
        _values = Grown(_values, count * width + Panels.Width);
        Panels.Pack(keys, Count, _keys);
        for (var row = 0; row < values.Rows; row++)
        {
            values[row].CopyTo(_values.AsSpan((Count + row) * width));
        }

        Count = count;
    }

    /// <summary>The keys from one of their elements on, each a column.</summary>
    public Panels<float> Keys(int from) => Panels.OfPacked(_keys, width, from);

    /// <summary>The values from one of their elements on, each a row.</summary>
    public Panels<float> Values(int from) => Panels.OfRows(_values.AsSpan(from), width);

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_keys);
        ArrayPool<float>.Shared.Return(_values);
        (_keys, _values, Count) = ([], [], 0);
    }

    /// <summary>What is beyond the last key must be zero: products are taken with it, too.</summary>
    private static float[] Grown(float[] array, int length)
    {
        if (array.Length >= length)
        {
            return array;
        }

        var grown = ArrayPool<float>.Shared.Rent(Math.Max(length, 2 * array.Length));
        array.CopyTo(grown, 0);
        Array.Clear(grown, array.Length, grown.Length - array.Length);
        ArrayPool<float>.Shared.Return(array);
        return grown;
    }
}
