using System.Net;
using System.Net.Http.Json;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Api;

public sealed class IdempotencyTests(ProbeFixture probe) : IClassFixture<ProbeFixture>
{
    private ProbeCount Count => probe.App.Services.GetRequiredService<ProbeCount>();

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer_and_runs_once()
    {
        using var client = probe.App.ClientOf(await probe.App.NewWorkspaceAsync());
        using var first = await PostAsync(client, "once", new { by = 1 });
        var after = Count.Total;
        using var second = await PostAsync(client, "once", new { by = 1 });

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(after, Count.Total);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        using var client = probe.App.ClientOf(await probe.App.NewWorkspaceAsync());
        using var first = await PostAsync(client, "reused", new { by = 1 });
        using var second = await PostAsync(client, "reused", new { by = 2 });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.Equal("idempotency_key_reused", (await second.JsonAsync()).At("$.error.details.reason"));
    }

    [Theory]
    [InlineData("refuse", HttpStatusCode.BadGateway)]
    [InlineData("throw", HttpStatusCode.InternalServerError)]
    public async Task A_request_that_failed_runs_again(string outcome, HttpStatusCode status)
    {
        using var client = probe.App.ClientOf(await probe.App.NewWorkspaceAsync());
        var before = Count.Total;
        for (var i = 0; i < 2; i++)
        {
            using var response = await PostAsync(client, "failing", new { by = 100, outcome });
            Assert.Equal(status, response.StatusCode);
        }

        Assert.True(Count.Total >= before + 200);
    }

    [Fact]
    public async Task Workspaces_do_not_share_keys()
    {
        using var one = probe.App.ClientOf(await probe.App.NewWorkspaceAsync());
        using var other = probe.App.ClientOf(await probe.App.NewWorkspaceAsync());
        using var first = await PostAsync(one, "shared", new { by = 1 });
        using var second = await PostAsync(other, "shared", new { by = 1 });

        Assert.False(second.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task A_key_that_is_none_is_refused()
    {
        using var client = probe.App.ClientOf(await probe.App.NewWorkspaceAsync());
        using var response = await PostAsync(client, new string('k', 300), new { by = 1 });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/queries/count") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }
}
