using System.Net;
using System.Net.Http.Headers;
using Fixtures;

namespace Http.Tests;

/// <summary>What every caller meets before anything of a workspace: health, refusals, what the platform says of itself.</summary>
public sealed class DoorTests(PlatformUnderTest platform) : IClassFixture<PlatformUnderTest>
{
    [Theory]
    [InlineData("/v1/health")]
    [InlineData("/up")]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/openapi.json")]
    [InlineData("/docs")]
    [InlineData("/docs/scalar.js")]
    public async Task What_is_public_answers_without_a_credential(string path)
    {
        using var response = await platform.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.Contains("X-Request-ID"));
    }

    [Theory]
    [InlineData("GET", "/v1/queries", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/v1/queries", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/v1/connections", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/v1/connections/conn_abc123/test", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/v1/dw/13/questions", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/v1/dw/13/questions/729cb7a4-4b06-449e-a3c9-df40f5e570b8/results", HttpStatusCode.Unauthorized)]
    [InlineData("PUT", "/v1/queries", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PATCH", "/v1/health", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/v1/queriesx", HttpStatusCode.NotFound)]
    [InlineData("GET", "/%2e%2e/host.json", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/", HttpStatusCode.NotFound)]
    public async Task What_is_not_public_or_not_there_is_refused_in_json(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await platform.Client.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.NotNull((await response.JsonAsync()).At("$.error.code"));
    }

    [Fact]
    public async Task The_demo_client_gets_a_token()
    {
        using var content = new StringContent("""{"client_id": "demo-client", "client_secret": "demo-secret"}""", null, "application/json");
        using var response = await platform.Client.PostAsync("/v1/auth/token", content);
        var body = await response.JsonAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["access_token", "expires_at"], body.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task The_demo_user_signs_in()
    {
        using var content = new StringContent("""{"email": "demo@example.com", "password": "Demo-pass-1"}""", null, "application/json");
        using var response = await platform.Client.PostAsync("/api/v1/login", content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("token", (await response.JsonAsync()).At("$.data.type"));
    }

    [Theory]
    [InlineData("{", HttpStatusCode.UnprocessableEntity, "json_malformed")]
    [InlineData("", HttpStatusCode.UnprocessableEntity, "body_missing")]
    [InlineData("""{"question": 5, "connection_id": "conn_abc123"}""", HttpStatusCode.UnprocessableEntity, "json_shape_wrong")]
    [InlineData("""{"question": "How many users?", "connection_id": "conn_abc123", "colour": "red"}""", HttpStatusCode.UnprocessableEntity, "json_shape_wrong")]
    [InlineData("""{"connection_id": "conn_abc123"}""", HttpStatusCode.UnprocessableEntity, "request_invalid")]
    public async Task A_bad_body_is_a_validation_error_that_names_the_reason(string body, HttpStatusCode status, string reason)
    {
        using var response = await AskAsync(new StringContent(body, null, "application/json"));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("validation_error", (await response.JsonAsync()).At("$.error.code"));
        Assert.Equal(reason, (await response.JsonAsync()).At("$.error.details.reason"));
        Assert.True(response.Headers.Contains("X-RateLimit-Limit"));
    }

    [Fact]
    public async Task Ten_megabytes_are_413_and_another_content_type_is_415()
    {
        using var large = await AskAsync(new ByteArrayContent(new byte[10_000_000]) { Headers = { ContentType = new("application/json") } });
        using var other = await AskAsync(new StringContent("question=How+many", null, "application/x-www-form-urlencoded"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, other.StatusCode);
    }

    private async Task<HttpResponseMessage> AskAsync(HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/queries") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "afdb_test_demo_key");
        return await platform.Client.SendAsync(request);
    }
}
