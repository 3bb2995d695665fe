using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Tests.Access;

public sealed class RateLimiterTests
{
    [Theory]
    [InlineData("free", 30)]
    [InlineData("starter", 100)]
    [InlineData("default", 60)]
    public async Task A_plan_allows_its_limit_each_minute_and_says_what_is_left(string plan, int limit)
    {
        await using var access = await AccessHost.StartAsync();
        var limiter = access.Get<RateLimiter>();
        for (var i = 1; i <= limit; i++)
        {
            var allowed = await limiter.TakeAsync(Caller("a", plan), "api", default);
            Assert.Equal((true, limit, limit - i), (allowed.IsAllowed, allowed.Limit, allowed.Remaining));
        }

        access.Clock.Advance(TimeSpan.FromSeconds(20));
        var refused = await limiter.TakeAsync(Caller("a", plan), "api", default);
        Assert.Equal((false, limit, 0), (refused.IsAllowed, refused.Limit, refused.Remaining));
        Assert.Equal(TimeSpan.FromSeconds(40), refused.RetryAfter);
        Assert.Equal(access.Clock.GetUtcNow().AddSeconds(40), refused.ResetAt);

        access.Clock.Advance(refused.RetryAfter);
        Assert.True((await limiter.TakeAsync(Caller("a", plan), "api", default)).IsAllowed);
    }

    [Fact]
    public async Task Instances_under_load_allow_exactly_the_limit_together()
    {
        await using var access = await AccessHost.StartAsync();
        await using var other = access.Another();
        var limiters = new[] { access.Get<RateLimiter>(), other.Get<RateLimiter>() };

        var decisions = await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            var allowed = 0;
            for (var i = 0; i < 40; i++)
            {
                if ((await limiters[worker % 2].TakeAsync(Caller("a", "professional"), "api", default)).IsAllowed)
                    allowed++;
            }

            return allowed;
        })));

        Assert.InRange(decisions.Sum(), 450, 500);

        // An instance whose callers went away may hold tokens still. Once they are asked for, the limit is met to the last.
        var left = 0;
        foreach (var limiter in limiters)
        {
            while ((await limiter.TakeAsync(Caller("a", "professional"), "api", default)).IsAllowed)
                left++;
        }

        Assert.Equal(500, decisions.Sum() + left);
    }

    [Fact]
    public async Task A_burst_is_held_to_the_second_over_all_instances()
    {
        await using var access = await AccessHost.StartAsync();
        await using var other = access.Another();
        var limiters = new[] { access.Get<RateLimiter>(), other.Get<RateLimiter>() };
        for (var second = 0; second < 2; second++)
        {
            var allowed = 0;
            RateDecision? refused = null;
            for (var i = 0; i < 40; i++)
            {
                var decision = await limiters[i % 2].TakeAsync(Caller("a", "standard"), "api", default);
                allowed += decision.IsAllowed ? 1 : 0;
                refused = decision.IsAllowed ? refused : decision;
            }

            Assert.Equal(20, allowed);
            Assert.Equal(TimeSpan.FromSeconds(1), refused!.RetryAfter);
            access.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task The_day_limits_too_and_says_when_it_ends()
    {
        await using var access = await AccessHost.StartAsync(("RateLimits:Plans:tiny:PerMinute", "10"), ("RateLimits:Plans:tiny:PerDay", "12"));
        var limiter = access.Get<RateLimiter>();
        for (var i = 0; i < 12; i++)
        {
            Assert.True((await limiter.TakeAsync(Caller("a", "tiny"), "api", default)).IsAllowed);
            access.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        var refused = await limiter.TakeAsync(Caller("a", "tiny"), "api", default);

        Assert.Equal((false, 12), (refused.IsAllowed, refused.Limit));
        Assert.Equal(new DateTimeOffset(2030, 5, 18, 0, 0, 0, TimeSpan.Zero), refused.ResetAt);
    }

    [Fact]
    public async Task Callers_and_apis_are_counted_apart()
    {
        await using var access = await AccessHost.StartAsync();
        var limiter = access.Get<RateLimiter>();
        for (var i = 0; i < 31; i++)
            await limiter.TakeAsync(Caller("a", "free"), "api", default);

        Assert.False((await limiter.TakeAsync(Caller("a", "free"), "api", default)).IsAllowed);
        Assert.True((await limiter.TakeAsync(Caller("a", "free"), "other", default)).IsAllowed);
        Assert.True((await limiter.TakeAsync(Caller("b", "free"), "api", default)).IsAllowed);
    }

    [Fact]
    public async Task An_instance_whose_clock_lags_counts_in_the_later_minute()
    {
        await using var ahead = await AccessHost.StartAsync();
        await using var behind = ahead.Behind(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 20; i++)
            Assert.True((await ahead.Get<RateLimiter>().TakeAsync(Caller("a", "free"), "api", default)).IsAllowed);

        var allowed = 0;
        foreach (var access in new[] { behind, ahead, behind })
        {
            while ((await access.Get<RateLimiter>().TakeAsync(Caller("a", "free"), "api", default)).IsAllowed)
                allowed++;
        }

        Assert.Equal(10, allowed);
    }

    [Fact]
    public async Task Addresses_without_a_credential_are_limited_by_endpoint()
    {
        await using var access = await AccessHost.StartAsync(("RateLimits:AnonymousPerMinute", "3"));
        var limiter = access.Get<RateLimiter>();
        for (var i = 0; i < 3; i++)
            Assert.True((await limiter.TakeAnonymousAsync("192.0.2.1", "login", default)).IsAllowed);

        Assert.False((await limiter.TakeAnonymousAsync("192.0.2.1", "login", default)).IsAllowed);
        Assert.True((await limiter.TakeAnonymousAsync("192.0.2.1", "token", default)).IsAllowed);
        Assert.True((await limiter.TakeAnonymousAsync("192.0.2.2", "login", default)).IsAllowed);
    }

    [Fact]
    public async Task When_storage_does_not_answer_each_instance_counts_alone()
    {
        await using var access = await AccessHost.StartAsync(
            ("RateLimits:StorageTimeout", "00:00:02"),
            ("DataStorage", "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;QueueEndpoint=http://127.0.0.1:1/devstoreaccount1;BlobEndpoint=http://127.0.0.1:1/devstoreaccount1"));
        var limiter = access.Get<RateLimiter>();
        var allowed = 0;
        for (var i = 0; i < 40; i++)
            allowed += (await limiter.TakeAsync(Caller("a", "free"), "api", default)).IsAllowed ? 1 : 0;

        Assert.Equal(30, allowed);
        Assert.Contains("counts alone", access.Logs.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Limits_are_switched_off_over_development_storage_only(bool isDevelopment, bool isOff)
    {
        (string, string)[] real = isDevelopment ? [] :
            [("DataStorage", "DefaultEndpointsProtocol=http;AccountName=real;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:1/real;QueueEndpoint=http://127.0.0.1:1/real;BlobEndpoint=http://127.0.0.1:1/real")];
        await using var access = await AccessHost.StartAsync([("RateLimits:Enabled", "false"), .. real]);
        var limiter = access.Get<RateLimiter>();

        var allowed = 0;
        for (var i = 0; i < 40; i++)
            allowed += (await limiter.TakeAsync(Caller("a", "free"), "api", default)).IsAllowed ? 1 : 0;

        Assert.Equal(isOff, allowed == 40);
    }

    private static Principal Caller(string id, string plan) =>
        new(id, WorkspaceId.Deployment, Roles.Owner, Permissions.All, plan, CredentialKind.ApiKey);
}
