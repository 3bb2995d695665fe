using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Connectors.Http.Authentication;

/// <summary>A service account that signs, with its private key, who it is and what it wants (RFC 7523), as Google's do.</summary>
internal sealed record ServiceAccount : TokenRequest
{
    private readonly string _email;
    private readonly string _key;
    private readonly string? _keyId;

    private ServiceAccount(Uri tokenUrl, string email, string key, string? keyId, string? scope)
        : base(tokenUrl, scope) => (_email, _key, _keyId) = (email, key, keyId);

    public override IEnumerable<string> Secrets => [_key];

    protected override IEnumerable<string> Identity => [.. base.Identity, _email];

    /// <param name="credentials">The key file: <c>client_email</c>, <c>private_key</c> (PEM), <c>token_uri</c> and perhaps <c>private_key_id</c>; an object, or its text.</param>
    public static bool TryRead(JsonNode? credentials, string? scope, [NotNullWhen(true)] out ServiceAccount? account, [NotNullWhen(false)] out string? error)
    {
        (account, error) = (null, null);
        if (Object(credentials) is not { } file)
            error = "The credentials are no JSON object.";
        else if (Text(file, "client_email") is not { } email || Text(file, "private_key") is not { } key)
            error = "The credentials lack client_email or private_key.";
        else if (!Uri.TryCreate(Text(file, "token_uri") ?? "https://oauth2.googleapis.com/token", UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            error = "The credentials' token_uri is no address.";
        else if (!IsKey(key))
            error = "The credentials' private_key is no RSA key in PEM.";
        else
            account = new ServiceAccount(url, email, key, Text(file, "private_key_id"), scope);
        return account is not null;
    }

    public override IEnumerable<KeyValuePair<string, string>> Form(DateTimeOffset now)
    {
        yield return new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        yield return new("assertion", Assertion(now));
    }

    private string Assertion(DateTimeOffset now)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(_key);
        var claims = new Dictionary<string, object> { ["iss"] = _email, ["aud"] = TokenUrl.AbsoluteUri };
        if (Scope is { Length: > 0 })
            claims["scope"] = Scope;
        var descriptor = new SecurityTokenDescriptor
        {
            Claims = claims,
            IssuedAt = now.UtcDateTime,
            NotBefore = null,
            Expires = now.UtcDateTime.AddHours(1),
            // Without a cache, which would keep the disposed key.
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = _keyId }, SecurityAlgorithms.RsaSha256)
            {
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            },
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    private static JsonObject? Object(JsonNode? credentials)
    {
        try
        {
            return credentials is JsonValue text && text.GetValueKind() == JsonValueKind.String ? JsonNode.Parse(text.GetValue<string>()) as JsonObject : credentials as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject file, string name) => file[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static bool IsKey(string pem)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
