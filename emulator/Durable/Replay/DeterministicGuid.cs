using System.Security.Cryptography;
using System.Text;

namespace Emulator.Durable.Replay;

internal static class DeterministicGuid
{
    private static readonly byte[] Namespace = new Guid("9e952958-5e33-4daf-827f-2fa12937b875").ToByteArray(bigEndian: true);

    /// <summary>A version 5 (name-based, SHA-1) id.</summary>
    public static Guid Create(string name)
    {
#pragma warning disable CA5350 // Version 5 is defined by SHA-1; nothing is kept secret with it.
        var bytes = SHA1.HashData([.. Namespace, .. Encoding.UTF8.GetBytes(name)]).AsSpan(0, 16);
#pragma warning restore CA5350
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
