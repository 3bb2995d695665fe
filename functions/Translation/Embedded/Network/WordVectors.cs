using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace FunctionsPlatform.Translation.Embedded.Network;

/// <summary>
/// Words as vectors, words of like meaning being near one another. An element is a byte, to be multiplied by its vector's scale. The file:
/// the number of vectors and their width (int32), the scales (float32), the elements, then the words of all ids from 1 on, a line each.
/// </summary>
internal sealed class WordVectors
{
    /// <summary>The id of a word that is not known: its vector is zero.</summary>
    public const int Unknown = 0;

    /// <summary>Rows are padded with zeros to this, the elements that are multiplied at a time.</summary>
    private const int Alignment = 32;

    private readonly float[] _scales;
    private readonly sbyte[] _elements;
    private readonly float[] _lengths;
    private readonly int _stride;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;

    private WordVectors(int width, float[] scales, ReadOnlySpan<sbyte> elements, Dictionary<string, int> ids)
    {
        Width = width;
        _scales = scales;
        _stride = (width + Alignment - 1) / Alignment * Alignment;
        _elements = new sbyte[scales.Length * _stride];
        for (var id = 0; id < scales.Length; id++)
        {
            elements.Slice(id * width, width).CopyTo(_elements.AsSpan(id * _stride));
        }

        _lengths = [.. Enumerable.Range(0, scales.Length).Select(id => MathF.Sqrt(Dot(id, id)))];
        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Width { get; }

    /// <summary>The ids there are, <see cref="Unknown"/> included.</summary>
    public int Count => _scales.Length;

    public static WordVectors Read(Stream stream)
    {
        try
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
            var (count, width) = (reader.ReadInt32(), reader.ReadInt32());
            if (count <= 0 || width <= 0 || (long)count * width > Array.MaxLength)
            {
                throw new InvalidDataException("The word vectors have no sensible size.");
            }

            var scales = new float[count];
            stream.ReadExactly(MemoryMarshal.AsBytes(scales.AsSpan()));
            var elements = new sbyte[count * width];
            stream.ReadExactly(MemoryMarshal.AsBytes(elements.AsSpan()));
            return new WordVectors(width, scales, elements, ReadWords(stream, count));
        }
        catch (EndOfStreamException end)
        {
            throw new InvalidDataException("The word vectors end too early.", end);
        }
    }

    /// <param name="words">The words of the ids from 1 on.</param>
    /// <param name="vectors">Their vectors, one after the other.</param>
    public static void Write(Stream stream, IReadOnlyList<string> words, int width, ReadOnlySpan<float> vectors)
    {
        var scales = new float[words.Count + 1];
        var elements = new sbyte[scales.Length * width];
        for (var id = 1; id < scales.Length; id++)
        {
            var vector = vectors.Slice((id - 1) * width, width);
            scales[id] = MathF.Abs(TensorPrimitives.MaxMagnitude(vector)) / sbyte.MaxValue;
            for (var at = 0; at < width && scales[id] > 0; at++)
            {
                elements[id * width + at] = (sbyte)MathF.Round(vector[at] / scales[id]);
            }
        }

        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(scales.Length);
        writer.Write(width);
        writer.Write(MemoryMarshal.AsBytes(scales.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(elements.AsSpan()));
        foreach (var word in words)
        {
            writer.Write(Encoding.UTF8.GetBytes(word + "\n"));
        }
    }

    /// <summary><see cref="Unknown"/> when there is no such word.</summary>
    public int IdOf(ReadOnlySpan<char> word) => _ids.TryGetValue(word, out var id) ? id : Unknown;

    /// <summary>Adds a word's vector, weighted, to a sum.</summary>
    public void AddTo(Span<float> sum, int id, float weight)
    {
        var factor = _scales[id] * weight;
        var elements = _elements.AsSpan(id * _stride, Width);
        for (var at = 0; at < elements.Length; at++)
        {
            sum[at] += factor * elements[at];
        }
    }

    /// <summary>How alike two words are, -1 to 1; 0 when either is unknown.</summary>
    public float Cosine(int left, int right) =>
        _lengths[left] * _lengths[right] is > 0 and var lengths ? Dot(left, right) / lengths : 0;

    private int Dot(int left, int right)
    {
        var leftRow = _elements.AsSpan(left * _stride, _stride);
        var rightRow = _elements.AsSpan(right * _stride, _stride);
        var sums = Vector256<int>.Zero;
        for (var at = 0; at < leftRow.Length; at += Alignment)
        {
            var (leftLow, leftHigh) = Vector256.Widen(Vector256.Create<sbyte>(leftRow[at..]));
            var (rightLow, rightHigh) = Vector256.Widen(Vector256.Create<sbyte>(rightRow[at..]));
            // Two products of at most 127 * 127 fit a short.
            var (low, high) = Vector256.Widen(leftLow * rightLow + leftHigh * rightHigh);
            sums += low + high;
        }

        return Vector256.Sum(sums);
    }

    private static Dictionary<string, int> ReadWords(Stream stream, int count)
    {
        var ids = new Dictionary<string, int>(count, StringComparer.Ordinal);
        using var reader = new StreamReader(stream, leaveOpen: true);
        for (var id = 1; id < count; id++)
        {
            if (!ids.TryAdd(reader.ReadLine() ?? throw new EndOfStreamException(), id))
            {
                throw new InvalidDataException($"The word vectors have word {id} twice.");
            }
        }

        return ids;
    }
}
