using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>Bytes on their way to COPY, numbers with the highest byte first. Each addition answers true, so that it can end a condition.</summary>
internal sealed class CopyBuffer : IDisposable
{
    private const int Full = 128 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(2 * Full);
    private int _length;

    public bool IsFull => _length >= Full;

    public bool Int16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(Next(2), value);
        return true;
    }

    public bool Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Next(4), value);
        return true;
    }

    public bool Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Next(8), value);
        return true;
    }

    public bool Single(float value)
    {
        BinaryPrimitives.WriteSingleBigEndian(Next(4), value);
        return true;
    }

    public bool Double(double value)
    {
        BinaryPrimitives.WriteDoubleBigEndian(Next(8), value);
        return true;
    }

    public bool Byte(byte value)
    {
        Next(1)[0] = value;
        return true;
    }

    public bool Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Next(value.Length));
        return true;
    }

    public bool Uuid(Guid value) => value.TryWriteBytes(Next(16), bigEndian: true, out _);

    /// <summary>Text in UTF-8, behind its length and whatever that counts in front of the text.</summary>
    public bool Text(string value, ReadOnlySpan<byte> prefix = default)
    {
        var start = _length;
        Int32(0);
        Bytes(prefix);
        Ensure(Encoding.UTF8.GetMaxByteCount(value.Length));
        _length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(_length));
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(start), _length - start - 4);
        return true;
    }

    public async ValueTask FlushAsync(Stream to, CancellationToken cancellationToken)
    {
        await to.WriteAsync(_bytes.AsMemory(0, _length), cancellationToken);
        _length = 0;
    }

    private Span<byte> Next(int count)
    {
        Ensure(count);
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }

    private void Ensure(int count)
    {
        if (_bytes.Length - _length >= count)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + count), _bytes.Length * 2));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
