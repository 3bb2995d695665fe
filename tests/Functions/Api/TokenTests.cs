using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Fixtures;
using FunctionsPlatform.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Tests.Api;

public sealed class TokenTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    [Fact]
    public async Task Client_credentials_in_json_get_a_token_that_opens_the_workspace()
    {
        var client = await NewClientAsync();
        using var response = await platform.Client.PostAsJsonAsync("/v1/auth/token", new { client_id = client.Client.ClientId, client_secret = client.Secret });
        var body = await response.JsonAsync();
        using var caller = platform.App.ClientWith(body.At("$.access_token")!);
        using var answered = await caller.GetAsync("/v1/dw");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d$", body.At("$.expires_at"));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [Fact]
    public async Task The_published_keys_verify_the_token()
    {
        var client = await NewClientAsync();
        using var response = await platform.Client.PostAsJsonAsync("/v1/auth/token", new { client_id = client.Client.ClientId, client_secret = client.Secret });
        var token = (await response.JsonAsync()).At("$.access_token");
        var jwks = await platform.Client.GetStringAsync("/.well-known/jwks.json");

        var verified = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = new JsonWebKeySet(jwks).GetSigningKeys(),
            ValidIssuer = "http://localhost:7071",
            ValidAudience = "functions-platform",
            ValidAlgorithms = ["RS256"],
        });

        Assert.True(verified.IsValid, verified.Exception?.Message);
        Assert.DoesNotContain("\"d\"", jwks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_get_with_a_body_or_with_basic_credentials_works_too()
    {
        var client = await NewClientAsync();
        using var withBody = new HttpRequestMessage(HttpMethod.Get, "/v1/auth/token")
        {
            Content = JsonContent.Create(new { client_id = client.Client.ClientId, client_secret = client.Secret }),
        };
        using var basic = new HttpRequestMessage(HttpMethod.Get, "/v1/auth/token");
        basic.Headers.Authorization = Basic(client.Client.ClientId, client.Secret);

        using var first = await platform.Client.SendAsync(withBody);
        using var second = await platform.Client.SendAsync(basic);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task Credentials_in_the_address_are_not_read_and_the_answer_says_what_to_do()
    {
        var client = await NewClientAsync();
        using var response = await platform.Client.GetAsync($"/v1/auth/token?client_id={client.Client.ClientId}&client_secret={client.Secret}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("POST", (await response.JsonAsync()).At("$.error.message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client-nobody", "secret")]
    [InlineData("", "")]
    [InlineData("a/b\\c#d?e", "\u0000")]
    public async Task Wrong_credentials_are_401_and_not_named(string id, string secret)
    {
        using var response = await platform.Client.PostAsJsonAsync("/v1/auth/token", new { client_id = id, client_secret = secret });

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("client_credentials_invalid", (await response.JsonAsync()).At("$.error.code"));
    }

    [Theory]
    [InlineData("""{"client_id": "a"}""", HttpStatusCode.UnprocessableEntity, "$.client_secret")]
    [InlineData("""{"client_id": 1, "client_secret": "b"}""", HttpStatusCode.BadRequest, "$.client_id")]
    public async Task A_bad_body_is_told_by_path(string body, HttpStatusCode status, string path)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await platform.Client.PostAsync("/v1/auth/token", content);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(path, (await response.JsonAsync()).At("$.error.fields[0].path"));
    }

    [Fact]
    public async Task Guessing_is_limited_by_address()
    {
        await using var app = await PlatformApp.StartAsync(new Dictionary<string, string>
        {
            ["RateLimits:Enabled"] = "true",
            ["RateLimits:AnonymousPerMinute"] = "2",
            ["RateLimits:ClientAddressHeader"] = "X-Client",
        });
        await FreshMinute.WaitAsync();

        // The last address is the one that the front end saw; of IPv6 addresses the network counts.
        var one = await GuessAsync(app, "192.0.2.1", "198.51.100.7, 192.0.2.1", "192.0.2.1:4711");
        var another = await GuessAsync(app, "192.0.2.2");
        var network = await GuessAsync(app, "2001:db8::1", "2001:db8::2", "[2001:db8::3]:80", "2001:db8:0:1::1");
        var unknown = await GuessAsync(app, "", "nonsense", "127.0.0.1", "");
        using var health = await app.Client.GetAsync("/v1/health");

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], one);
        Assert.Equal([HttpStatusCode.Unauthorized], another);
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests, HttpStatusCode.Unauthorized], network);
        Assert.All(unknown, status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task A_flood_of_guesses_from_who_knows_where_shuts_nobody_out()
    {
        await using var app = await PlatformApp.StartAsync(new Dictionary<string, string>
        {
            ["RateLimits:Enabled"] = "true",
            ["RateLimits:AnonymousPerMinute"] = "2",
        });
        var workspace = await app.NewWorkspaceAsync();
        var issued = (await app.Services.GetRequiredService<ClientCredentials>().CreateAsync(new NewClient(workspace.Id, "test"), default)).Value;
        await GuessAsync(app, "", "", "", "");

        using var right = await app.Client.PostAsJsonAsync("/v1/auth/token", new { client_id = issued.Client.ClientId, client_secret = issued.Secret });

        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    private static async Task<List<HttpStatusCode>> GuessAsync(PlatformApp app, params string[] addresses)
    {
        var statuses = new List<HttpStatusCode>();
        foreach (var address in addresses)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/token") { Content = JsonContent.Create(new { client_id = "a", client_secret = "guess" }) };
            if (address.Length > 0)
                request.Headers.Add("X-Client", address);
            using var response = await app.Client.SendAsync(request);
            statuses.Add(response.StatusCode);
        }

        return statuses;
    }

    private static AuthenticationHeaderValue Basic(string name, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}")));

    private async Task<IssuedClient> NewClientAsync()
    {
        var workspace = await platform.App.NewWorkspaceAsync();
        return (await platform.App.Services.GetRequiredService<ClientCredentials>().CreateAsync(new NewClient(workspace.Id, "test"), default)).Value;
    }
}
