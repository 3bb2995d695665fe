using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Tests.Access;

/// <summary>An OpenID provider on this machine: a discovery document, its keys, and tokens of its making.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string Audience = "platform";

    private readonly WebApplication _app;
    private readonly string _algorithm;
    private SecurityKey _key;
    private JsonWebKey _published;
    private int _generation;
    private int _fetches;

    private IdentityProvider(string algorithm)
    {
        _algorithm = algorithm;
        (_key, _published) = NewKey();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Authority, jwks_uri = $"{Authority}/keys" }));
        _app.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref _fetches);
            return Results.Json(new
            {
                keys = new[]
                {
                    new { kty = _published.Kty, use = "sig", kid = _published.Kid, n = _published.N, e = _published.E, crv = _published.Crv, x = _published.X, y = _published.Y },
                },
            });
        });
    }

    public string Authority => _app.Urls.First();

    public string KeyId => _key.KeyId;

    public int Fetches => _fetches;

    /// <summary>The public key's bytes, as an attacker would take them for a shared secret.</summary>
    public byte[] PublicKey => Base64UrlEncoder.DecodeBytes(_published.N);

    public static async Task<IdentityProvider> StartAsync(string algorithm = SecurityAlgorithms.RsaSha256)
    {
        var provider = new IdentityProvider(algorithm);
        await provider._app.StartAsync();
        return provider;
    }

    public void Rotate() => (_key, _published) = NewKey();

    public string Token(
        TimeProvider clock, string? issuer = null, string audience = Audience, string tenant = "acme", string role = "editor", string? keyId = null,
        bool hasNotBefore = true)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Authority,
            Audience = audience,
            IssuedAt = now,
            NotBefore = hasNotBefore ? now : null,
            Expires = now.AddHours(1),
            SigningCredentials = new SigningCredentials(_key, _algorithm),
            Claims = new Dictionary<string, object> { ["sub"] = "user-1", ["tenant"] = tenant, ["role"] = role },
        };
        if (keyId is null)
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
        var own = _key.KeyId;
        _key.KeyId = keyId;
        try
        {
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
        }
        finally
        {
            _key.KeyId = own;
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private (SecurityKey, JsonWebKey) NewKey()
    {
        var id = $"key-{(++_generation).ToString(CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(6)}";
        if (_algorithm == SecurityAlgorithms.EcdsaSha256)
        {
            var curve = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = id };
            return (curve, JsonWebKeyConverter.ConvertFromECDsaSecurityKey(curve));
        }

        var rsa = new RsaSecurityKey(RSA.Create(2048)) { KeyId = id };
        return (rsa, JsonWebKeyConverter.ConvertFromRSASecurityKey(rsa));
    }
}
