using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Access;

/// <summary>One RSA key that signs our tokens for a while, and is published until the last of them is dead.</summary>
internal sealed record SigningKey(
    string Id, RSAParameters PublicKey, DateTimeOffset SignsFrom, DateTimeOffset SignsUntil, DateTimeOffset PublishedUntil)
{
    public RsaSecurityKey VerificationKey { get; } = new(PublicKey) { KeyId = Id };

    public bool SignsAt(DateTimeOffset time) => SignsFrom <= time && time < SignsUntil;
}
