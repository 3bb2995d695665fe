using System.Globalization;
using System.Net;
using Fixtures;

namespace FunctionsPlatform.Tests.Api;

public sealed class RateLimitTests : IAsyncLifetime
{
    private PlatformApp? _app;

    private PlatformApp App => _app!;

    public async Task InitializeAsync() => _app = await ProbeFixture.StartAsync(new Dictionary<string, string>
    {
        ["RateLimits:Enabled"] = "true",
        ["RateLimits:Plans:tiny:PerMinute"] = "3",
    });

    public Task DisposeAsync() => App.DisposeAsync().AsTask();

    [Fact]
    public async Task Answers_count_down_and_then_429_says_when_to_try_again()
    {
        using var client = App.ClientOf(await App.NewWorkspaceAsync(plan: "tiny"));
        await FreshMinute.WaitAsync();
        var remaining = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var allowed = await client.GetAsync("/v1/queries/who");
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
            Assert.Equal("3", allowed.Headers.GetValues("X-RateLimit-Limit").Single());
            remaining.Add(allowed.Headers.GetValues("X-RateLimit-Remaining").Single());
        }

        using var refused = await client.GetAsync("/v1/queries/who");

        Assert.Equal(["2", "1", "0"], remaining);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("rate_limit_exceeded", (await refused.JsonAsync()).At("$.error.code"));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        var reset = DateTimeOffset.FromUnixTimeSeconds(long.Parse(refused.Headers.GetValues("X-RateLimit-Reset").Single(), CultureInfo.InvariantCulture));
        Assert.InRange(reset - refused.Headers.Date!.Value, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task Each_api_has_a_count_of_its_own_and_a_429_in_its_words()
    {
        var workspace = await App.NewWorkspaceAsync(plan: "tiny");
        using var client = App.ClientOf(workspace);
        await FreshMinute.WaitAsync();
        for (var i = 0; i < 4; i++)
            (await client.GetAsync("/v1/queries/who")).Dispose();

        HttpResponseMessage? last = null;
        for (var i = 0; i < 4; i++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, last?.StatusCode);
            last?.Dispose();
            last = await client.GetAsync($"/api/v1/workspaces/{workspace.Id}/who");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last!.StatusCode);
        Assert.NotNull(last.Headers.RetryAfter);
        Assert.False(last.Headers.Contains("X-RateLimit-Limit"));
        Assert.Contains("3 requests", (await last.JsonAsync()).At("$.error"), StringComparison.Ordinal);
    }
}
