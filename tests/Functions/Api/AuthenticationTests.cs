using System.Net;
using Fixtures;
using FunctionsPlatform.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Api;

public sealed class AuthenticationTests(ProbeFixture probe) : IClassFixture<ProbeFixture>
{
    [Theory]
    [InlineData("/v1/queries/who", "$.error.code", "authentication_error")]
    [InlineData("/api/v1/syncs/who", "$.errors[0].status", "401")]
    [InlineData("/api/v1/workspaces/550e8400-e29b-41d4-a716-446655440000/who", "$.error", "The request has no Authorization header; send 'Authorization: Bearer <key or token>'.")]
    public async Task Without_a_credential_it_is_401_in_the_dialect(string path, string jsonPath, string expected)
    {
        using var response = await probe.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal(expected, (await response.JsonAsync()).At(jsonPath));
    }

    [Theory]
    [InlineData("afdb_live_nobody")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwOi8vbG9jYWxob3N0OjcwNzEifQ.")]
    public async Task An_unknown_credential_is_401(string token)
    {
        using var client = probe.App.ClientWith(token);
        using var response = await client.GetAsync("/v1/queries/who");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_key_opens_its_own_workspace()
    {
        var workspace = await probe.App.NewWorkspaceAsync();
        using var client = probe.App.ClientOf(workspace);

        var body = await (await client.GetAsync("/v1/queries/who")).JsonAsync();

        Assert.Equal(workspace.Id.ToString(), body.At("$.data.workspace_id"));
        Assert.StartsWith("req_", body.At("$.meta.request_id"), StringComparison.Ordinal);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", body.At("$.meta.timestamp"));
    }

    [Fact]
    public async Task A_key_without_the_permission_is_403()
    {
        using var client = probe.App.ClientOf(await probe.App.NewWorkspaceAsync(Roles.Viewer));
        using var response = await client.PostAsync("/v1/queries/count", new StringContent("{}"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("authorization_error", (await response.JsonAsync()).At("$.error.code"));
        Assert.Contains("queries:write", (await response.JsonAsync()).At("$.error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_has_expired_is_401()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var app = await ProbeFixture.StartAsync(configure: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        var workspace = await app.NewWorkspaceAsync();
        var credentials = (await app.Services.GetRequiredService<ClientCredentials>().CreateAsync(new NewClient(workspace.Id, "test"), default)).Value;
        var token = await app.Services.GetRequiredService<TokenIssuer>().IssueForClientAsync(credentials.Client, default);
        using var client = app.ClientWith(token.Token);
        using var before = await client.GetAsync("/v1/queries/who");

        clock.Advance(TimeSpan.FromHours(2));
        using var after = await client.GetAsync("/v1/queries/who");

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal("token_expired", (await after.JsonAsync()).At("$.error.details.reason"));
    }

    [Fact]
    public async Task The_path_and_the_header_must_name_the_same_workspace()
    {
        var workspace = await probe.App.NewWorkspaceAsync();
        using var client = probe.App.ClientOf(workspace);
        client.DefaultRequestHeaders.Add("X-Workspace-ID", "550e8400-e29b-41d4-a716-446655440000");

        using var response = await client.GetAsync($"/api/v1/workspaces/{workspace.Id}/who");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Another_workspace_than_the_credentials_is_403()
    {
        var mine = await probe.App.NewWorkspaceAsync();
        var theirs = await probe.App.NewWorkspaceAsync();
        using var client = probe.App.ClientOf(mine);

        using var foreign = await client.GetAsync($"/api/v1/workspaces/{theirs.Id}/who");
        using var own = await client.GetAsync($"/api/v1/workspaces/{mine.Id}/who");

        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task A_workspace_by_number_is_asked_for_and_must_be_the_callers()
    {
        var workspace = await probe.App.NewWorkspaceAsync();
        var number = await probe.App.Services.GetRequiredService<Workspaces>().NumberOfAsync(workspace.Id, default);
        using var client = probe.App.ClientOf(workspace);

        using var missing = await client.GetAsync("/api/v1/syncs/who");
        client.DefaultRequestHeaders.Add("Workspace-Id", "999999");
        using var unknown = await client.GetAsync("/api/v1/syncs/who");
        client.DefaultRequestHeaders.Remove("Workspace-Id");
        client.DefaultRequestHeaders.Add("Workspace-Id", number);
        using var own = await client.GetAsync("/api/v1/syncs/who");

        Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);
        Assert.Equal("Bad Request", (await missing.JsonAsync()).At("$.errors[0].title"));
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }
}
