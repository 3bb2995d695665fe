using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsPlatform.Platform;

/// <summary>The one source of ids: version-7 GUIDs, ordered by the time they were made.</summary>
public sealed class Ids(TimeProvider clock)
{
#pragma warning disable RS0030 // The one place that makes them.
    public Guid New() => Guid.CreateVersion7(clock.GetUtcNow());
#pragma warning restore RS0030

    /// <summary>The same id whenever it is made of the same time and seed: a version-7 id as all are, with a hash of the seed in the place of chance.</summary>
    public static Guid Derive(DateTimeOffset time, ReadOnlySpan<byte> seed)
    {
        Span<byte> milliseconds = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, time.ToUnixTimeMilliseconds());
        return Derive(milliseconds[2..], seed);
    }

    /// <summary>The id of the one thing of a kind that comes of another thing. It has the other's time.</summary>
    public static Guid Derive(Guid source, string kind)
    {
        var bytes = source.ToByteArray(bigEndian: true);
        return Derive(bytes.AsSpan(0, 6), [.. bytes, .. Encoding.UTF8.GetBytes(kind)]);
    }

    private static Guid Derive(ReadOnlySpan<byte> milliseconds, ReadOnlySpan<byte> seed)
    {
        var bytes = SHA256.HashData(seed).AsSpan(0, 16);
        milliseconds.CopyTo(bytes);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
