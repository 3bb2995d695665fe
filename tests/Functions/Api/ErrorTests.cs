using System.Net;
using Fixtures;

namespace FunctionsPlatform.Tests.Api;

public sealed class ErrorTests(ProbeFixture probe) : IClassFixture<ProbeFixture>
{
    [Theory]
    [InlineData("/v1/queries/throw", "$.error.code", "internal_error")]
    [InlineData("/v1/dw/throw", "$.error.code", "internal_error")]
    [InlineData("/api/v1/datasets/throw", "$.error.code", "internal_error")]
    [InlineData("/api/v1/syncs/throw", "$.errors[0].status", "500")]
    [InlineData("/api/v1/organizations/throw", "$.error", null)]
    public async Task A_surprise_is_500_in_the_dialect_and_says_nothing_of_itself(string path, string jsonPath, string? expected)
    {
        using var response = await probe.Client.GetAsync(path);
        var body = await response.JsonAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("hunter2", body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(response.Headers.GetValues("X-Request-ID").Single(), body.ToJsonString(), StringComparison.Ordinal);
        if (expected is not null)
            Assert.Equal(expected, body.At(jsonPath));
    }

    [Fact]
    public async Task A_body_of_10_MB_is_413_and_says_what_fits()
    {
        using var client = probe.App.ClientOf(await probe.App.NewWorkspaceAsync());
        using var body = new ByteArrayContent(new byte[10 * 1024 * 1024]);
        body.Headers.ContentType = new("application/json");

        using var response = await client.PostAsync("/v1/queries/count", body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("validation_error", (await response.JsonAsync()).At("$.error.code"));
        Assert.Contains("1,048,576 bytes", (await response.JsonAsync()).At("$.error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_may_set_a_limit_of_its_own()
    {
        using var client = probe.App.ClientOf(await probe.App.NewWorkspaceAsync());
        using var body = new StringContent($$"""{"by": 1, "outcome": "{{new string('a', 200)}}"}""");
        body.Headers.ContentType = new("application/json");

        using var response = await client.PostAsync("/v1/queries/small", body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task The_callers_request_id_comes_back()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/queries/throw") { Headers = { { "X-Request-ID", "trace-1.2:3_4" } } };
        using var response = await probe.Client.SendAsync(request);

        Assert.Equal("trace-1.2:3_4", response.Headers.GetValues("X-Request-ID").Single());
        Assert.Equal("trace-1.2:3_4", (await response.JsonAsync()).At("$.meta.request_id"));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("<script>")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task A_request_id_that_could_harm_a_log_is_replaced(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/queries/throw");
        request.Headers.TryAddWithoutValidation("X-Request-ID", id);
        using var response = await probe.Client.SendAsync(request);

        Assert.StartsWith("req_", response.Headers.GetValues("X-Request-ID").Single(), StringComparison.Ordinal);
    }
}
