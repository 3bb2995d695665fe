using System.Net;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Tests.Connectors.Http;
using FunctionsPlatform.Webhooks;

namespace FunctionsPlatform.Tests.Webhooks;

/// <summary>Webhooks as their owners manage them.</summary>
[Collection(nameof(WebhookPlatform))]
public sealed class WebhookTests(WebhookPlatform platform)
{
    [Fact]
    public async Task A_secret_is_shown_when_it_is_made_and_never_again()
    {
        var workspace = await platform.NewWorkspaceAsync();

        using var response = await workspace.SendAsync(HttpMethod.Post, "", new { url = "https://hooks.example.com/a", events = new[] { "report.generated" }, description = "Reports" });
        var made = await response.JsonAsync();

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.True(response.Headers.CacheControl is { NoStore: true });
        Assert.Matches("^wh-[0-9a-f]{32}$", made.At("$.id"));
        Assert.Equal(32, Convert.FromBase64String(made.At("$.secret")!["whsec_".Length..]).Length);
        var got = (await workspace.BodyAsync(HttpMethod.Get, $"/{made.At("$.id")}")).AsObject();
        var listed = (await workspace.BodyAsync(HttpMethod.Get, ""))["data"]!.AsArray().Single()!;
        Assert.Equal(got.ToJsonString(), listed.ToJsonString());
        Assert.Equal(("https://hooks.example.com/a", "Reports", "true", "active"), (got.At("$.url"), got.At("$.description"), got.At("$.active"), got.At("$.status")));
        Assert.DoesNotContain("secret", got.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_leaves_the_rest_as_it_is()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var (id, _) = await workspace.NewWebhookAsync("https://hooks.example.com/a", "report.generated");

        var changed = await workspace.BodyAsync(HttpMethod.Patch, $"/{id}", new { active = false, events = new[] { "anomaly.detected", "anomaly.detected" } });

        Assert.Equal(("https://hooks.example.com/a", "false", "inactive", """["anomaly.detected"]"""), (changed.At("$.url"), changed.At("$.active"), changed.At("$.status"), changed["events"]!.ToJsonString()));
        await workspace.BodyAsync(HttpMethod.Delete, $"/{id}");
        await workspace.BodyAsync(HttpMethod.Get, $"/{id}", status: HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/hooks")]
    [InlineData("ftp://example.com/hooks")]
    [InlineData("https://user:password@example.com/hooks")]
    [InlineData("https://example.com/hooks#part")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://2852039166/")]
    [InlineData("")]
    public async Task An_address_that_nothing_may_be_sent_to_is_refused(string url)
    {
        var workspace = await platform.NewWorkspaceAsync();

        var refused = await workspace.BodyAsync(HttpMethod.Post, "", new { url }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(("webhook_invalid", "$.url"), (refused.At("$.error.code"), refused.At("$.error.details[0].path")));
    }

    [Fact]
    public async Task An_event_that_there_is_not_is_refused_with_those_that_there_are()
    {
        var workspace = await platform.NewWorkspaceAsync();

        var refused = await workspace.BodyAsync(HttpMethod.Post, "", new { url = "https://example.com", events = new[] { "model.trained" } }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal("$.events", refused.At("$.error.details[0].path"));
        Assert.Contains(EventTypes.ModelTrainingCompleted, refused.At("$.error.details[0].message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_workspaces_webhook_and_deliveries_are_not_there()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var (owner, other) = (await platform.NewWorkspaceAsync(), await platform.NewWorkspaceAsync());
        var (id, _) = await owner.NewWebhookAsync(receiver.Url);
        var delivery = (await owner.BodyAsync(HttpMethod.Post, $"/{id}/test")).At("$.id");
        var (own, _) = await other.NewWebhookAsync(receiver.Url);

        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, $"/{id}", null), (HttpMethod.Patch, $"/{id}", new { active = false }), (HttpMethod.Delete, $"/{id}", null), (HttpMethod.Post, $"/{id}/test", null),
            (HttpMethod.Post, $"/{id}/rotate-secret", null), (HttpMethod.Get, $"/{id}/deliveries", null), (HttpMethod.Get, $"/{id}/deliveries/{delivery}", null),
            (HttpMethod.Post, $"/{id}/deliveries/{delivery}/redeliver", null), (HttpMethod.Get, $"/{own}/deliveries/{delivery}", null),
            (HttpMethod.Post, $"/{own}/deliveries/{delivery}/redeliver", null), (HttpMethod.Get, "/wh-1", null),
        })
            await other.BodyAsync(method, path, body, HttpStatusCode.NotFound);
        Assert.Single(receiver.Calls);
        Assert.Equal("active", await owner.StatusAsync(id));
    }

    [Fact]
    public async Task A_viewer_may_look_and_change_nothing()
    {
        var viewer = await platform.NewWorkspaceAsync(Roles.Viewer);

        await viewer.BodyAsync(HttpMethod.Get, "");
        await viewer.BodyAsync(HttpMethod.Post, "", new { url = "https://example.com" }, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_new_secret_is_signed_with_at_once_and_the_former_one_for_a_day_more()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var (id, former) = await workspace.NewWebhookAsync(receiver.Url);

        var rotated = await workspace.BodyAsync(HttpMethod.Post, $"/{id}/rotate-secret");
        var secret = rotated.At("$.secret")!;
        await workspace.BodyAsync(HttpMethod.Post, $"/{id}/test");
        var overlap = receiver.Calls.Last();
        var (byFormer, byNew) = (overlap.IsVerified(former, platform.Clock.GetUtcNow()), overlap.IsVerified(secret, platform.Clock.GetUtcNow()));
        platform.Clock.Advance(TimeSpan.FromHours(24.1));
        await workspace.BodyAsync(HttpMethod.Post, $"/{id}/test");
        var after = receiver.Calls.Last();

        Assert.NotEqual(former, secret);
        Assert.NotNull(rotated.At("$.former_secret_valid_until"));
        Assert.Equal((true, true, 2), (byFormer, byNew, overlap.Header("webhook-signature")!.Split(' ').Length));
        Assert.Equal((false, true), (after.IsVerified(former, platform.Clock.GetUtcNow()), after.IsVerified(secret, platform.Clock.GetUtcNow())));
    }
}
