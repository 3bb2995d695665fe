using System.Buffers.Text;
using System.Text.Json;

namespace FunctionsPlatform.Api.Dialects;

/// <summary>The form of a bearer credential. Nothing here is verified: it serves to guess which API a caller means, never who the caller is.</summary>
internal readonly record struct Credential(string Token)
{
    private const string Scheme = "Bearer ";

    public static Credential Of(string? authorization) =>
        new(authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "");

    public bool IsJwt => Token.AsSpan().Count('.') == 2;

    public bool IsKey => Token.Length > 0 && !IsJwt;

    public bool IsFirebase => IsJwt && Issuer() is { } issuer && issuer.StartsWith("https://securetoken.google.com/", StringComparison.Ordinal);

    public bool HasPrefix(string prefix) => Token.StartsWith(prefix, StringComparison.Ordinal);

    private string? Issuer()
    {
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(Token.Split('.')[1]));
            return claims.RootElement.ValueKind == JsonValueKind.Object
                && claims.RootElement.TryGetProperty("iss", out var issuer) && issuer.ValueKind == JsonValueKind.String
                ? issuer.GetString()
                : null;
        }
        catch (Exception notClaims) when (notClaims is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
