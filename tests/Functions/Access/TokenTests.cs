using System.Security.Cryptography;
using System.Text;
using FunctionsPlatform.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Tests.Access;

public sealed class TokenTests
{
    [Fact]
    public async Task A_token_is_verified_by_any_instance_and_by_the_published_keys()
    {
        await using var access = await AccessHost.StartAsync();
        await using var other = access.Another();
        var token = await NewTokenAsync(access);

        Assert.True((await other.AuthenticateAsync(token)).Succeeded(out _, out _));
        var published = await other.Get<SigningKeys>().JwksAsync(default);
        var verified = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = published.Keys,
            ValidAudience = "functions-platform",
            ValidIssuer = "http://localhost:7071",
            ValidateLifetime = false,
        });
        Assert.True(verified.IsValid);
        Assert.All(published.Keys, key => Assert.False(key.HasPrivateKey));
    }

    [Fact]
    public async Task A_token_expires_to_the_second()
    {
        await using var access = await AccessHost.StartAsync();
        var token = await NewTokenAsync(access);

        access.Clock.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(1));
        Assert.True((await access.AuthenticateAsync(token)).Succeeded(out _, out _));
        access.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("token_expired", (await access.AuthenticateAsync(token)).Error.Code);
    }

    [Fact]
    public async Task Tokens_live_on_through_the_rotation_of_keys_and_dead_keys_are_published_no_more()
    {
        await using var access = await AccessHost.StartAsync(("Access:SigningKeyDays", "1"), ("Access:ClientTokenLifetime", "12:00:00"));
        access.Clock.Advance(TimeSpan.FromHours(11));
        var before = await NewTokenAsync(access);
        access.Clock.Advance(TimeSpan.FromHours(2));
        var after = await NewTokenAsync(access);

        Assert.NotEqual(new JsonWebToken(before).Kid, new JsonWebToken(after).Kid);
        await using var fresh = access.Another();
        Assert.True((await fresh.AuthenticateAsync(before)).Succeeded(out _, out _));
        Assert.True((await access.AuthenticateAsync(after)).Succeeded(out _, out _));

        access.Clock.Advance(TimeSpan.FromDays(3));
        var published = (await access.Get<SigningKeys>().JwksAsync(default)).Keys.Select(key => key.Kid).ToList();
        Assert.DoesNotContain(new JsonWebToken(before).Kid, published);
        Assert.False((await access.AuthenticateAsync(before)).Succeeded(out _, out _));
    }

    [Fact]
    public async Task The_next_key_is_published_before_it_signs()
    {
        await using var access = await AccessHost.StartAsync(("Access:SigningKeyDays", "1"));
        var published = (await access.Get<SigningKeys>().JwksAsync(default)).Keys.Select(key => key.Kid).ToList();

        access.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Contains(new JsonWebToken(await NewTokenAsync(access)).Kid, published);
    }

    [Fact]
    public async Task Instances_that_start_together_agree_on_one_key()
    {
        await using var access = await AccessHost.StartAsync();
        var others = Enumerable.Range(0, 4).Select(_ => access.Another()).ToList();

        var keySets = await Task.WhenAll(others.Select(other => Task.Run(() => other.Get<SigningKeys>().JwksAsync(default))));

        Assert.Single(keySets.Select(set => string.Join(' ', set.Keys.Select(key => key.Kid).Order())).Distinct());
        foreach (var other in others)
            await other.DisposeAsync();
    }

    [Fact]
    public async Task A_signed_out_token_is_refused_by_all_instances()
    {
        await using var access = await AccessHost.StartAsync();
        await using var other = access.Another();
        var token = await NewTokenAsync(access);
        var kept = await NewTokenAsync(access);

        Assert.True((await access.Get<Authenticator>().SignOutAsync($"Bearer {token}", default)).Succeeded(out _, out _));

        Assert.Equal("token_revoked", (await access.AuthenticateAsync(token)).Error.Code);
        Assert.Equal("token_revoked", (await other.AuthenticateAsync(token)).Error.Code);
        Assert.True((await access.AuthenticateAsync(kept)).Succeeded(out _, out _));
    }

    [Fact]
    public async Task The_instance_that_signs_out_forgets_the_token_at_once()
    {
        await using var access = await AccessHost.StartAsync(("Access:CredentialCache", "00:01:00"));
        var token = await NewTokenAsync(access);
        await access.AuthenticateAsync(token);

        await access.Get<Authenticator>().SignOutAsync($"Bearer {token}", default);

        Assert.Equal("token_revoked", (await access.AuthenticateAsync(token)).Error.Code);
    }

    [Fact]
    public async Task Changed_claims_and_changed_signatures_are_refused()
    {
        await using var access = await AccessHost.StartAsync();
        var parts = (await NewTokenAsync(access)).Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]);
        var owner = Base64UrlEncoder.Encode(claims.Replace("\"role\":\"editor\"", "\"role\":\"owner\"", StringComparison.Ordinal));
        Assert.NotEqual(parts[1], owner);
        var signature = Base64UrlEncoder.DecodeBytes(parts[2]);
        signature[7] ^= 1;

        await AssertInvalidAsync(access, $"{parts[0]}.{owner}.{parts[2]}");
        await AssertInvalidAsync(access, $"{parts[0]}.{parts[1]}.{Base64UrlEncoder.Encode(signature)}");
        await AssertInvalidAsync(access, $"{parts[0]}.{parts[1]}.");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("RS384")]
    [InlineData("")]
    public async Task An_algorithm_other_than_ours_is_refused(string algorithm)
    {
        await using var access = await AccessHost.StartAsync();
        var token = new JsonWebToken(await NewTokenAsync(access));
        var header = Base64UrlEncoder.Encode($$"""{"alg":"{{algorithm}}","kid":"{{token.Kid}}","typ":"JWT"}""");

        await AssertInvalidAsync(access, $"{header}.{token.EncodedPayload}.");
        await AssertInvalidAsync(access, $"{header}.{token.EncodedPayload}.{token.EncodedSignature}");
    }

    [Fact]
    public async Task A_public_key_does_not_do_as_a_shared_secret()
    {
        await using var access = await AccessHost.StartAsync();
        var token = new JsonWebToken(await NewTokenAsync(access));
        var key = (await access.Get<SigningKeys>().JwksAsync(default)).Keys.Single(key => key.Kid == token.Kid);
        using var rsa = RSA.Create(new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = Base64UrlEncoder.DecodeBytes(key.E) });
        var signed = Base64UrlEncoder.Encode($$"""{"alg":"HS256","kid":"{{token.Kid}}","typ":"JWT"}""") + "." + token.EncodedPayload;

        foreach (var secret in new[]
        {
            rsa.ExportSubjectPublicKeyInfo(), Encoding.UTF8.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), Base64UrlEncoder.DecodeBytes(key.N),
        })
        {
            var mac = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed));
            await AssertInvalidAsync(access, $"{signed}.{Base64UrlEncoder.Encode(mac)}");
        }
    }

    [Theory]
    [InlineData("http://localhost:7071", "someone-else")]
    [InlineData("https://elsewhere.example", "functions-platform")]
    public async Task A_token_of_or_for_someone_else_is_refused(string issuer, string audience)
    {
        await using var access = await AccessHost.StartAsync();
        await using var elsewhere = access.Another(("Access:Issuer", issuer), ("Access:Audience", audience));

        await AssertInvalidAsync(access, await NewTokenAsync(elsewhere));
    }

    [Fact]
    public async Task A_token_of_another_deployment_with_the_same_names_is_refused()
    {
        await using var access = await AccessHost.StartAsync();
        await using var stranger = await AccessHost.StartAsync();

        await AssertInvalidAsync(access, await NewTokenAsync(stranger));
    }

    private static async Task AssertInvalidAsync(AccessHost access, string token)
    {
        var result = await access.AuthenticateAsync(token);
        Assert.False(result.Succeeded(out _, out var error), "The token was accepted.");
        Assert.Contains(error.Code, new[] { "token_invalid", "token_malformed" });
    }

    private static async Task<string> NewTokenAsync(AccessHost access)
    {
        var workspace = await access.NewWorkspaceAsync();
        var client = (await access.Get<ClientCredentials>().CreateAsync(new NewClient(workspace, "Client"), default)).Value.Client;
        return (await access.Get<TokenIssuer>().IssueForClientAsync(client, default)).Token;
    }
}
