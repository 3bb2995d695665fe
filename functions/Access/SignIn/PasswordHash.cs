using System.Globalization;
using System.Security.Cryptography;

namespace FunctionsPlatform.Access;

/// <summary>PBKDF2 with HMAC-SHA-512, in the form <c>pbkdf2-sha512$iterations$salt$hash</c>.</summary>
internal static class PasswordHash
{
    // OWASP's figure for this function (2023).
    private const int Iterations = 210_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const string Form = "pbkdf2-sha512";

    /// <summary>The hash of no password, to spend the same time on accounts that do not exist.</summary>
    public static string OfNobody { get; } = Write(new byte[SaltBytes], new byte[HashBytes]);

    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Write(salt, Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA512, HashBytes));
    }

    public static bool Matches(string password, string hash)
    {
        if (hash.Split('$') is not [Form, var iterations, var salt, var expected])
            return false;
        var computed = Rfc2898DeriveBytes.Pbkdf2(
            password, Convert.FromBase64String(salt), int.Parse(iterations, CultureInfo.InvariantCulture), HashAlgorithmName.SHA512, HashBytes);
        return CryptographicOperations.FixedTimeEquals(computed, Convert.FromBase64String(expected));
    }

    private static string Write(byte[] salt, byte[] hash) =>
        $"{Form}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
}
