using System.Security.Cryptography;
using System.Text;

namespace FunctionsPlatform.Access;

/// <summary>Secrets that we make ourselves. They hold 256 random bits, so a plain SHA-256 of one cannot be searched for.</summary>
internal static class RandomSecret
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // log2(62) * 43 = 256 bits.
    private const int Length = 43;

    public static string New() => RandomNumberGenerator.GetString(Base62, Length);

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Compares in constant time.</summary>
    public static bool Matches(string secret, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(hash.ToLowerInvariant()));
}
