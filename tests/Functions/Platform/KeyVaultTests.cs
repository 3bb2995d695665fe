using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Secrets;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Platform;

public sealed class KeyVaultTests : IDisposable
{
    private static readonly WorkspaceId Mine = new(Guid.Parse("11111111-1111-4111-8111-111111111111"));

    private readonly FakeTimeProvider _clock = new();
    private readonly Vault _vault = new();

    [Fact]
    public async Task The_first_key_is_made_in_the_vault_and_found_by_the_next_instance()
    {
        var first = await Keys().CurrentAsync(default);
        var second = await Keys().CurrentAsync(default);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Bytes.ToArray(), second.Bytes.ToArray());
        Assert.Equal(32, first.Bytes.Length);
        Assert.Single(_vault.Versions);
    }

    [Fact]
    public async Task A_new_version_is_in_use_within_the_hour_and_the_old_one_is_still_found()
    {
        var keys = Keys();
        var old = await keys.CurrentAsync(default);
        _vault.Add(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

        Assert.Equal(old.Id, (await keys.CurrentAsync(default)).Id);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.NotEqual(old.Id, (await keys.CurrentAsync(default)).Id);
        Assert.Equal(old.Bytes.ToArray(), (await Keys().FindAsync(old.Id, default)).Bytes.ToArray());
    }

    [Fact]
    public async Task Secrets_encrypted_under_an_earlier_version_open()
    {
        var storage = await TestStorage.OpenAsync();
        SecretStore Store() => new(storage, new SecretProtector(new DataKeys(storage, Keys(), new Ids(_clock))));
        await Store().SetAsync(Mine, "id", "secret", default);

        _vault.Add(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

        Assert.Equal("secret", await Store().GetAsync(Mine, "id", default));
    }

    [Fact]
    public async Task A_secret_that_is_no_key_is_refused_without_being_shown()
    {
        _vault.Add("hunter2");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Keys().CurrentAsync(default));

        Assert.Contains("32 bytes", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _vault.Dispose();

    private KeyVaultKeys Keys() => new(
        new SecretClient(
            new Uri("https://test.vault.azure.net"), new AnyToken(), new SecretClientOptions { Transport = new HttpClientTransport(_vault) }),
        "key-encryption-key",
        _clock);

    private sealed class AnyToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }

    /// <summary>The three calls of Key Vault's protocol that we make: a challenge, a secret's version, a new version.</summary>
    private sealed class Vault : HttpMessageHandler
    {
        public List<(string Id, string Value)> Versions { get; } = [];

        public void Add(string value) => Versions.Add(($"version{Versions.Count}", value));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.Authorization is null)
            {
                var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized);
                challenge.Headers.TryAddWithoutValidation(
                    "WWW-Authenticate", "Bearer authorization=\"https://login.microsoftonline.com/tenant\", resource=\"https://vault.azure.net\"");
                return challenge;
            }

            if (request.Method == HttpMethod.Put)
                Add((await request.Content!.ReadFromJsonAsync<JsonNode>(cancellationToken))!["value"]!.GetValue<string>());
            var version = request.RequestUri!.AbsolutePath.Trim('/').Split('/').ElementAtOrDefault(2);
            var found = string.IsNullOrEmpty(version) ? Versions.LastOrDefault() : Versions.FirstOrDefault(candidate => candidate.Id == version);
            return found.Id is null
                ? Json(HttpStatusCode.NotFound, new { error = new { code = "SecretNotFound", message = "none" } })
                : Json(HttpStatusCode.OK, new { value = found.Value, id = $"https://test.vault.azure.net/secrets/key-encryption-key/{found.Id}", attributes = new { enabled = true } });
        }

        private static HttpResponseMessage Json(HttpStatusCode status, object body) => new(status) { Content = JsonContent.Create(body) };
    }
}
