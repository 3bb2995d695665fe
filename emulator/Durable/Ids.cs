using System.Security.Cryptography;

namespace Emulator.Durable;

internal static class Ids
{
    /// <summary>32 random hexadecimal digits, the shape of the real host's instance ids.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
