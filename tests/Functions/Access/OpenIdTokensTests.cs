using System.Security.Cryptography;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Tests.Access;

public sealed class OpenIdTokensTests
{
    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_providers_token_opens_the_workspace_that_its_claim_names(string algorithm)
    {
        await using var provider = await IdentityProvider.StartAsync(algorithm);
        await using var access = await StartAsync(provider);

        var principal = (await access.AuthenticateAsync(provider.Token(access.Clock))).Value;

        Assert.Equal(await access.Get<Workspaces>().ResolveAliasAsync("1", default), principal.Workspace);
        Assert.Equal(($"{provider.Authority}|user-1", Roles.Editor, CredentialKind.OpenId), (principal.Id, principal.Role, principal.Kind));
    }

    [Theory]
    [InlineData("RS384")]
    [InlineData("PS256")]
    public async Task A_rightly_signed_token_of_another_algorithm_is_refused(string algorithm)
    {
        await using var provider = await IdentityProvider.StartAsync(algorithm);
        await using var access = await StartAsync(provider);

        Assert.Equal("token_invalid", (await access.AuthenticateAsync(provider.Token(access.Clock))).Error.Code);
    }

    [Fact]
    public async Task A_token_that_says_no_earliest_time_as_those_of_many_providers_do_is_good()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var access = await StartAsync(provider);

        Assert.True((await access.AuthenticateAsync(provider.Token(access.Clock, hasNotBefore: false))).Succeeded(out _, out _));
    }

    [Fact]
    public async Task A_role_claim_that_is_no_role_of_ours_gives_the_default()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var access = await StartAsync(provider);

        Assert.Equal(Roles.Viewer, (await access.AuthenticateAsync(provider.Token(access.Clock, role: "emperor"))).Value.Role);
    }

    [Fact]
    public async Task A_token_with_a_new_key_makes_us_fetch_the_keys_but_made_up_keys_do_not_each_time()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var access = await StartAsync(provider);
        Assert.True((await access.AuthenticateAsync(provider.Token(access.Clock))).Succeeded(out _, out _));

        provider.Rotate();
        access.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await access.AuthenticateAsync(provider.Token(access.Clock))).Succeeded(out _, out _));
        Assert.Equal(2, provider.Fetches);

        for (var i = 0; i < 5; i++)
            Assert.Equal("token_invalid", (await access.AuthenticateAsync(provider.Token(access.Clock, keyId: $"made-up-{i}"))).Error.Code);
        Assert.Equal(2, provider.Fetches);
    }

    [Fact]
    public async Task Expired_foreign_and_misdirected_tokens_are_refused()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var stranger = await IdentityProvider.StartAsync();
        await using var access = await StartAsync(provider);
        var expired = provider.Token(access.Clock);
        var misdirected = provider.Token(access.Clock, audience: "someone-else");
        var impostor = stranger.Token(access.Clock, issuer: provider.Authority, keyId: provider.KeyId);
        var foreign = stranger.Token(access.Clock);
        var homeless = provider.Token(access.Clock, tenant: "unknown");

        foreach (var token in new[] { misdirected, impostor, foreign })
            Assert.Equal("token_invalid", (await access.AuthenticateAsync(token)).Error.Code);
        Assert.Equal((ErrorKind.Forbidden, "workspace_forbidden"), (await access.AuthenticateAsync(homeless)).Error is var e ? (e.Kind, e.Code) : default);
        access.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("token_expired", (await access.AuthenticateAsync(expired)).Error.Code);
    }

    [Fact]
    public async Task A_providers_public_key_does_not_do_as_a_shared_secret_and_no_signature_does_not_do_at_all()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var access = await StartAsync(provider);
        var token = new JsonWebToken(provider.Token(access.Clock));

        var symmetric = Base64UrlEncoder.Encode($$"""{"alg":"HS256","kid":"{{provider.KeyId}}"}""") + "." + token.EncodedPayload;
        var mac = HMACSHA256.HashData(provider.PublicKey, System.Text.Encoding.ASCII.GetBytes(symmetric));
        var unsigned = Base64UrlEncoder.Encode($$"""{"alg":"none","kid":"{{provider.KeyId}}"}""") + "." + token.EncodedPayload + ".";

        Assert.Equal("token_invalid", (await access.AuthenticateAsync($"{symmetric}.{Base64UrlEncoder.Encode(mac)}")).Error.Code);
        Assert.Equal("token_invalid", (await access.AuthenticateAsync(unsigned)).Error.Code);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_said_to_be_so_and_known_keys_go_on_working()
    {
        var provider = await IdentityProvider.StartAsync();
        await using var access = await StartAsync(provider);
        await using var late = access.Another();
        Assert.True((await access.AuthenticateAsync(provider.Token(access.Clock))).Succeeded(out _, out _));
        var token = provider.Token(access.Clock);
        await provider.DisposeAsync();

        Assert.Equal("token_unverifiable", (await late.AuthenticateAsync(token)).Error.Code);
        Assert.True((await access.AuthenticateAsync(token)).Succeeded(out _, out _));
        access.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True((await access.AuthenticateAsync(token)).Succeeded(out _, out _));
    }

    [Fact]
    public async Task An_issuer_over_plain_http_elsewhere_is_refused_at_start()
    {
        await using var access = await AccessHost.StartAsync(
            ("Access:OpenIdIssuers:0:Authority", "http://id.example.com"), ("Access:OpenIdIssuers:0:Audience", "platform"));

        var error = Assert.ThrowsAny<Exception>(() => access.Get<Microsoft.Extensions.Options.IOptions<AccessOptions>>().Value);
        Assert.Contains("https", error.Message, StringComparison.Ordinal);
    }

    private static async Task<AccessHost> StartAsync(IdentityProvider provider)
    {
        var access = await AccessHost.StartAsync(
            ("Access:OpenIdIssuers:0:Authority", provider.Authority),
            ("Access:OpenIdIssuers:0:Audience", IdentityProvider.Audience),
            ("Access:OpenIdIssuers:0:WorkspaceClaim", "tenant"),
            ("Access:OpenIdIssuers:0:Workspaces:acme", "1"),
            ("Access:OpenIdIssuers:0:RoleClaim", "role"));
        await access.NewWorkspaceAsync();
        return access;
    }
}
