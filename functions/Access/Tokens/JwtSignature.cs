using FunctionsPlatform.Platform;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Access;

/// <summary>The checks that every JWT must pass: signature by that very key and one of those algorithms, issuer, audience, times.</summary>
internal static class JwtSignature
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);
    private static readonly JsonWebTokenHandler Handler = new();

    public static async Task<Result<JsonWebToken>> VerifyAsync(
        JsonWebToken token, SecurityKey key, string issuer, string audience, string[] algorithms, TimeProvider clock)
    {
        // An algorithm outside the list is refused before any key is tried: "none" has none, and HS256 would take a public key for a secret.
        if (!algorithms.Contains(token.Alg))
            return AccessErrors.TokenInvalid;
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = audience,
            ValidAlgorithms = algorithms,
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            // Below, by our own clock.
            ValidateLifetime = false,
        });
        if (!result.IsValid || string.IsNullOrEmpty(token.Subject))
            return AccessErrors.TokenInvalid;

        var now = clock.GetUtcNow().UtcDateTime;
        if (token.ValidTo == DateTime.MinValue || token.ValidFrom > now + ClockSkew)
            return AccessErrors.TokenInvalid;
        return token.ValidTo <= now ? AccessErrors.TokenExpired : token;
    }
}
