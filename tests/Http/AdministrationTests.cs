using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Fixtures;

namespace Http.Tests;

public sealed class AdministrationTests : IAsyncLifetime
{
    private const string BootstrapKey = "made-by-the-deployer";
    private PlatformApp _app = null!;

    public async Task InitializeAsync() => _app = await PlatformApp.StartAsync(new Dictionary<string, string>
    {
        ["Access:BootstrapKeyHash"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(BootstrapKey))),
    });

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_deployment_comes_from_its_bootstrap_key_to_a_workspace_a_key_and_a_token()
    {
        var id = await CreateWorkspaceAsync();
        var (created, key) = await SendAsync(BootstrapKey, HttpMethod.Post, $"platform/v1/workspaces/{id}/api-keys", """{"name": "First", "prefix": "key_"}""");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.StartsWith("key_", key("key"), StringComparison.Ordinal);
        Assert.Equal("no-store", created.Headers.CacheControl?.ToString());

        var (read, workspace) = await SendAsync(key("key")!, HttpMethod.Get, $"platform/v1/workspaces/{id}");
        Assert.Equal((HttpStatusCode.OK, "Acme", "pro"), (read.StatusCode, workspace("name"), workspace("plan")));

        var (_, client) = await SendAsync(key("key")!, HttpMethod.Post, $"platform/v1/workspaces/{id}/clients", """{"name": "Reports"}""");
        var exchange = await _app.Client.PostAsJsonAsync("v1/auth/token", new { client_id = client("client_id"), client_secret = client("client_secret") });
        Assert.Equal(HttpStatusCode.OK, exchange.StatusCode);
        var token = (await exchange.JsonAsync()).At("$.access_token")!;
        var (listed, _) = await SendAsync(token, HttpMethod.Get, "v1/queries");
        Assert.Equal(HttpStatusCode.OK, listed.StatusCode);
    }

    [Fact]
    public async Task Settings_of_a_workspace_change_and_wrong_ones_are_refused()
    {
        var id = await CreateWorkspaceAsync();

        var (changed, workspace) = await SendAsync(
            BootstrapKey, HttpMethod.Patch, $"platform/v1/workspaces/{id}", """{"translator": "language_model", "allow_samples": true}""");
        Assert.Equal((HttpStatusCode.OK, "language_model", "Acme"), (changed.StatusCode, workspace("translator"), workspace("name")));

        var (refused, _) = await SendAsync(BootstrapKey, HttpMethod.Patch, $"platform/v1/workspaces/{id}", """{"time_zone": "Mars/Olympus"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task Nobody_hands_out_more_than_they_have_or_enters_where_they_do_not_belong()
    {
        var (mine, theirs) = (await CreateWorkspaceAsync(), await CreateWorkspaceAsync());
        var (_, created) = await SendAsync(
            BootstrapKey, HttpMethod.Post, $"platform/v1/workspaces/{mine}/api-keys",
            """{"name": "Keys only", "prefix": "key_", "scopes": ["keys:write", "workspace:write"]}""");
        var key = created("key")!;

        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Post, "platform/v1/workspaces", """{"name": "Mine too"}"""),
            (HttpMethod.Post, $"platform/v1/workspaces/{theirs}/api-keys", """{"name": "Theirs", "prefix": "key_"}"""),
            (HttpMethod.Post, $"platform/v1/workspaces/{mine}/api-keys", """{"name": "More", "prefix": "key_"}"""),
            (HttpMethod.Post, $"platform/v1/workspaces/{mine}/clients", """{"name": "More"}"""),
            (HttpMethod.Post, $"platform/v1/workspaces/{mine}/api-keys", """{"name": "Fast", "prefix": "key_", "scopes": ["keys:write"], "plan": "enterprise"}"""),
            (HttpMethod.Patch, $"platform/v1/workspaces/{mine}", """{"plan": "enterprise"}"""),
            (HttpMethod.Patch, $"platform/v1/workspaces/{theirs}", """{"name": "Mine"}"""),
            (HttpMethod.Get, $"platform/v1/workspaces/{mine}", null),
        })
        {
            var (refused, _) = await SendAsync(key, method, path, body);
            Assert.True(refused.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} {body}: {refused.StatusCode}");
        }

        var (allowed, _) = await SendAsync(
            key, HttpMethod.Post, $"platform/v1/workspaces/{mine}/api-keys", """{"name": "Less", "prefix": "key_", "scopes": ["keys:write"]}""");
        Assert.Equal(HttpStatusCode.Created, allowed.StatusCode);
    }

    private async Task<string> CreateWorkspaceAsync()
    {
        var (created, workspace) = await SendAsync(BootstrapKey, HttpMethod.Post, "platform/v1/workspaces", """{"name": "Acme", "plan": "pro"}""");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return workspace("id")!;
    }

    private async Task<(HttpResponseMessage Response, Func<string, string?> Data)> SendAsync(
        string credential, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await _app.Client.SendAsync(request);
        var json = await response.JsonAsync();
        return (response, name => json.At($"$.data.{name}"));
    }
}
