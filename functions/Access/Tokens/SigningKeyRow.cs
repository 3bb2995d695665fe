using System.Security.Cryptography;
using Azure.Data.Tables;

namespace FunctionsPlatform.Access;

internal static class SigningKeyRow
{
    public static TableEntity Write(string partition, string rowKey, SigningKey key, byte[] privateKey) => new(partition, rowKey)
    {
        ["KeyId"] = key.Id,
        ["Modulus"] = key.PublicKey.Modulus,
        ["Exponent"] = key.PublicKey.Exponent,
        ["SignsFrom"] = key.SignsFrom,
        ["SignsUntil"] = key.SignsUntil,
        ["PublishedUntil"] = key.PublishedUntil,
        ["PrivateKey"] = privateKey,
    };

    public static SigningKey Read(TableEntity row) => new(
        row.GetString("KeyId"),
        new RSAParameters { Modulus = row.GetBinary("Modulus"), Exponent = row.GetBinary("Exponent") },
        row.GetDateTimeOffset("SignsFrom")!.Value,
        row.GetDateTimeOffset("SignsUntil")!.Value,
        row.GetDateTimeOffset("PublishedUntil")!.Value);

    /// <summary>The private key, as <see cref="Platform.Secrets.SecretProtector"/> encrypted it.</summary>
    public static byte[] PrivateKey(TableEntity row) => row.GetBinary("PrivateKey");
}
