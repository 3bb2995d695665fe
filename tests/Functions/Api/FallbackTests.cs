using System.Net;
using Fixtures;

namespace FunctionsPlatform.Tests.Api;

public sealed class FallbackTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    [Theory]
    [InlineData("/v1/queries/a/b/c", "ai-for-database", "$.error.code", "not_found")]
    [InlineData("/v1/dw/13", "connecty", "$.error.code", "path_not_found")]
    [InlineData("/api/v1/datasets/1/2", "dataforge", "$.error.code", "path_not_found")]
    [InlineData("/api/v1/syncs/nothing/there", "ai-squared", "$.errors[0].title", "Error")]
    [InlineData("/api/v1/organizations/x/y", "signalsmith", "$.error", "There is nothing at /api/v1/organizations/x/y.")]
    [InlineData("/", "ai-for-database", "$.error.code", "not_found")]
    public async Task An_unknown_path_is_404_in_the_words_of_the_api_it_belongs_to(string path, string dialect, string jsonPath, string expected)
    {
        using var response = await platform.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(dialect, response.Headers.GetValues("X-Api-Dialect").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(expected, (await response.JsonAsync()).At(jsonPath));
    }

    [Fact]
    public async Task A_verb_that_a_path_does_not_answer_is_405_and_names_those_it_does()
    {
        using var response = await platform.Client.DeleteAsync("/v1/health");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], response.Content.Headers.Allow.Order());
        Assert.Equal("method_not_allowed", (await response.JsonAsync()).At("$.error.code"));
    }

    [Fact]
    public async Task Options_tells_the_verbs_of_a_path()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/V1/health/");
        using var response = await platform.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Contains("GET", response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Head_of_health_has_the_headers_and_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/v1/health");
        using var response = await platform.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(15, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }
}
