using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPlatform.Translation.Embedded.Network;

/// <summary>Named tensors of 16-bit floats. See https://huggingface.co/docs/safetensors for the format.</summary>
internal sealed class SafetensorsFile
{
    private const string MetadataName = "__metadata__";

    private readonly byte[] _data;
    private readonly Dictionary<string, TensorEntry> _tensors;

    private SafetensorsFile(byte[] data, Dictionary<string, TensorEntry> tensors, Dictionary<string, string> metadata)
    {
        (_data, _tensors, Metadata) = (data, tensors, metadata);
    }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public static SafetensorsFile Read(Stream stream)
    {
        try
        {
            Span<byte> length = stackalloc byte[sizeof(long)];
            stream.ReadExactly(length);
            var headerLength = BinaryPrimitives.ReadInt64LittleEndian(length);
            if (headerLength is <= 0 or > int.MaxValue)
            {
                throw new InvalidDataException("The weights are not a safetensors file.");
            }

            using var content = new MemoryStream();
            stream.CopyTo(content);
            if (content.Length < headerLength)
            {
                throw new InvalidDataException("The weights end within their header.");
            }

            var header = content.GetBuffer().AsSpan(0, (int)headerLength);
            var (tensors, metadata) = ReadHeader(header);
            return new SafetensorsFile(content.GetBuffer()[(int)headerLength..(int)content.Length], tensors, metadata);
        }
        catch (EndOfStreamException end)
        {
            throw new InvalidDataException("The weights end within their header.", end);
        }
        catch (JsonException json)
        {
            throw new InvalidDataException("The weights' header cannot be read.", json);
        }
    }

    /// <summary>The values of a tensor that must have this shape.</summary>
    public float[] Values(string name, params ReadOnlySpan<int> shape)
    {
        if (!_tensors.TryGetValue(name, out var tensor))
        {
            throw new InvalidDataException($"The weights have no tensor '{name}'.");
        }

        if (tensor.Type != "F16" || !shape.SequenceEqual(tensor.Shape))
        {
            throw new InvalidDataException($"The weights' tensor '{name}' is {tensor.Type} [{string.Join(", ", tensor.Shape)}], "
                + $"not F16 [{string.Join(", ", shape.ToArray())}].");
        }

        var values = new float[tensor.Shape.Aggregate(1, (product, size) => product * size)];
        if (tensor.Offsets is not [>= 0 and var start, var end] || end > _data.Length || end - start != values.Length * sizeof(short))
        {
            throw new InvalidDataException($"The weights end before the tensor '{name}' does.");
        }

        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(_data.AsSpan((int)start, (int)(end - start))), values);
        return values;
    }

    private static (Dictionary<string, TensorEntry> Tensors, Dictionary<string, string> Metadata) ReadHeader(ReadOnlySpan<byte> header)
    {
        var entries = Read<Dictionary<string, JsonElement>>(JsonSerializer.Deserialize<JsonElement>(header));
        var metadata = entries.Remove(MetadataName, out var strings) ? Read<Dictionary<string, string>>(strings) : [];
        return (entries.ToDictionary(entry => entry.Key, entry => Read<TensorEntry>(entry.Value)), metadata);

        static T Read<T>(JsonElement json) => json.Deserialize<T>() ?? throw new JsonException();
    }

    private sealed record TensorEntry(
        [property: JsonPropertyName("dtype"), JsonRequired] string Type,
        [property: JsonPropertyName("shape"), JsonRequired] int[] Shape,
        [property: JsonPropertyName("data_offsets"), JsonRequired] long[] Offsets);
}
