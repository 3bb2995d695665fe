using System.Runtime.CompilerServices;

namespace FunctionsPlatform.Connectors.Bulk;

/// <summary>Bytes that grow at their end and are cleared to be used again.</summary>
public sealed class ByteBuffer(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public Span<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Room for further bytes, which count as written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Extend(int count)
    {
        var at = Length;
        if (_bytes.Length - at < count)
            Grow(count);
        Length = at + count;
        return _bytes.AsSpan(at, count);
    }

    public void Add(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Extend(bytes.Length));

    public void Add(byte value) => Extend(1)[0] = value;

    /// <summary>Takes back what was added behind a length.</summary>
    public void Cut(int length) => Length = length;

    public void Clear() => Length = 0;

    private void Grow(int count) => Array.Resize(ref _bytes, checked((int)Math.Max((long)Length + count, Math.Min(_bytes.Length * 2L, Array.MaxLength))));
}
