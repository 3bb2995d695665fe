using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Tests.Connectors.Http;
using FunctionsPlatform.Webhooks;
using FunctionsPlatform.Webhooks.Deliveries;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Webhooks;

/// <summary>What receivers get, and what becomes of deliveries that they do not take.</summary>
[Collection(nameof(WebhookPlatform))]
public sealed class DeliveryTests(WebhookPlatform platform)
{
    /// <summary>The waits of the standard's schedule, each a tenth longer.</summary>
    private static readonly TimeSpan[] Waits = [.. new[] { 5.0 / 3600, 5.0 / 60, 0.5, 2, 5, 10, 14, 20, 24 }.Select(hours => TimeSpan.FromHours(hours * 1.1))];

    [Fact]
    public async Task An_event_arrives_signed_as_the_standard_says()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var (id, secret) = await workspace.NewWebhookAsync($"{receiver.Url}/hooks?key=1", EventTypes.ReportGenerated);

        var happened = await workspace.HappenAsync();
        await workspace.HappenAsync(EventTypes.AnomalyDetected);
        var delivery = await workspace.DeliveryAsync(id, 1);

        var call = Assert.Single(receiver.Calls);
        Assert.Equal(("POST", "/hooks", "?key=1", "application/json; charset=utf-8"), (call.Method, call.Path, call.Query, call.Header("Content-Type")));
        Assert.True(call.IsVerified(secret, platform.Clock.GetUtcNow()));
        Assert.False(call.IsVerified("whsec_" + Convert.ToBase64String(new byte[32]), platform.Clock.GetUtcNow()));
        Assert.Equal($"msg_{happened.Id:N}", call.Header("webhook-id"));
        Assert.Equal(["type", "timestamp", "data"], call.Json.AsObject().Select(property => property.Key));
        Assert.Equal(("report.generated", "r-1", happened.OccurredAt), (call.Json.At("$.type"), call.Json.At("$.data.report_id"), call.Json["timestamp"]!.GetValue<DateTimeOffset>()));
        Assert.Equal(("delivered", "200", call.Header("webhook-id")), (delivery.At("$.status"), delivery.At("$.attempts[0].response_status"), delivery.At("$.event_id")));
        var details = await workspace.BodyAsync(HttpMethod.Get, $"/{id}/deliveries/{delivery.At("$.id")}");
        Assert.Equal(call.Json.ToJsonString(), details["payload"]!.ToJsonString());
    }

    [Fact]
    public async Task An_event_that_is_announced_again_is_delivered_once()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var (id, _) = await workspace.NewWebhookAsync(receiver.Url);

        var happened = await workspace.HappenAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => workspace.AnnounceAsync(happened with { OccurredAt = happened.OccurredAt.AddSeconds(1) })));
        await workspace.DeliveryAsync(id, 1);
        await workspace.AnnounceAsync(happened);
        await platform.PassAsync(TimeSpan.FromMinutes(5));
        await workspace.BodyAsync(HttpMethod.Post, $"/{id}/test");

        Assert.Equal(2, receiver.Calls.Select(call => call.Header("webhook-id")).Distinct().Count());
        Assert.Equal(2, receiver.Calls.Count);
    }

    [Fact]
    public async Task A_delivery_that_fails_is_tried_again_by_the_schedule_until_it_is_given_up()
    {
        await using var receiver = await ScriptedApi.StartAsync(_ => ApiReply.Json("{}", 500));
        var workspace = await platform.NewWorkspaceAsync();
        var (id, secret) = await workspace.NewWebhookAsync(receiver.Url);

        await workspace.HappenAsync();
        for (var tries = 1; tries <= Waits.Length; tries++)
        {
            var pending = await workspace.DeliveryAsync(id, tries);
            var wait = pending["next_attempt_at"]!.GetValue<DateTimeOffset>() - pending["attempts"]![tries - 1]!["at"]!.GetValue<DateTimeOffset>();
            Assert.InRange(wait, (Waits[tries - 1] / 1.1) - TimeSpan.FromSeconds(1), Waits[tries - 1] + TimeSpan.FromSeconds(1));
            await platform.PassAsync(wait - TimeSpan.FromMinutes(tries > 1 ? 1 : 0));
            if (tries > 1)
            {
                Assert.Equal(tries, receiver.Calls.Count);
                await platform.PassAsync(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(5));
            }
        }

        var last = await workspace.DeliveryAsync(id, Waits.Length + 1);
        Assert.Equal(("failed", null, "active"), (last.At("$.status"), last.At("$.next_attempt_at"), await workspace.StatusAsync(id)));
        Assert.Single(receiver.Calls.Select(call => call.Header("webhook-id")).Distinct());
        Assert.Equal(receiver.Calls.Count, receiver.Calls.Select(call => call.Header("webhook-timestamp")).Distinct().Count());
        Assert.True(receiver.Calls.Last().IsVerified(secret, platform.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_receiver_that_says_when_to_come_again_is_left_alone_until_then()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        receiver.Faults.Enqueue(_ => ApiReply.TooMany(1_800));
        var workspace = await platform.NewWorkspaceAsync();
        var (id, _) = await workspace.NewWebhookAsync(receiver.Url);

        await workspace.HappenAsync();
        var pending = await workspace.DeliveryAsync(id, 1);
        await platform.PassAsync(TimeSpan.FromMinutes(29));
        var early = receiver.Calls.Count;
        await platform.PassAsync(TimeSpan.FromMinutes(2));
        var delivered = await workspace.DeliveryAsync(id, 2);

        Assert.Equal((1, "429", "delivered"), (early, pending.At("$.attempts[0].response_status"), delivered.At("$.status")));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_sent_nothing_more()
    {
        await using var receiver = await ScriptedApi.StartAsync(_ => ApiReply.Json("{}", 410));
        var workspace = await platform.NewWorkspaceAsync();
        var (id, _) = await workspace.NewWebhookAsync(receiver.Url);

        await workspace.HappenAsync();
        var delivery = await workspace.DeliveryAsync(id, 1);
        await Eventually.ValueAsync(async () => await workspace.StatusAsync(id) == "gone" ? "gone" : null);
        await workspace.HappenAsync();
        var refused = await workspace.BodyAsync(HttpMethod.Post, $"/{id}/deliveries/{delivery.At("$.id")}/redeliver", status: HttpStatusCode.Conflict);

        Assert.Equal(("failed", "webhook_not_active"), (delivery.At("$.status"), refused.At("$.error.code")));
        Assert.Single(receiver.Calls);
        Assert.Single((await workspace.BodyAsync(HttpMethod.Get, $"/{id}/deliveries"))["data"]!.AsArray());
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    public async Task A_redirect_is_a_failure_and_not_followed(int status)
    {
        await using var target = await ScriptedApi.StartAsync();
        await using var receiver = await ScriptedApi.StartAsync(_ => ApiReply.Redirect(target.Url, status));
        await using var toMetadata = await ScriptedApi.StartAsync(_ => ApiReply.Redirect("http://169.254.169.254/latest/meta-data", status));
        var workspace = await platform.NewWorkspaceAsync();

        foreach (var url in new[] { receiver.Url, toMetadata.Url })
        {
            var (id, _) = await workspace.NewWebhookAsync(url);
            var delivery = await workspace.BodyAsync(HttpMethod.Post, $"/{id}/test");
            Assert.Equal(("failed", $"{status}"), (delivery.At("$.status"), delivery.At("$.attempts[0].response_status")));
            Assert.Contains("redirects are not followed", delivery.At("$.attempts[0].error"), StringComparison.Ordinal);
        }
        Assert.Empty(target.Calls);
    }

    [Fact]
    public async Task A_receiver_that_fails_for_five_days_is_switched_off_until_it_is_switched_on()
    {
        await using var receiver = await ScriptedApi.StartAsync(_ => ApiReply.Json("{}", 503));
        var workspace = await platform.NewWorkspaceAsync();
        var (id, _) = await workspace.NewWebhookAsync(receiver.Url);

        await workspace.HappenAsync();
        await workspace.DeliveryAsync(id, 1);
        for (var day = 1; day <= 4; day++)
        {
            platform.Clock.Advance(TimeSpan.FromHours(29));
            await workspace.HappenAsync();
            await workspace.DeliveryAsync(id, 1);
        }
        var before = await workspace.StatusAsync(id);
        platform.Clock.Advance(TimeSpan.FromHours(5));
        await workspace.HappenAsync();
        await Eventually.ValueAsync(async () => await workspace.StatusAsync(id) == "failing" ? "failing" : null);
        var again = await workspace.BodyAsync(HttpMethod.Patch, $"/{id}", new { active = true });

        Assert.Equal(("active", "active", null), (before, again.At("$.status"), again.At("$.failing_since")));
    }

    [Fact]
    public async Task A_receiver_that_failed_twice_in_a_week_has_not_failed_for_a_week()
    {
        await using var receiver = await ScriptedApi.StartAsync(_ => ApiReply.Json("{}", 503));
        var workspace = await platform.NewWorkspaceAsync();
        var (id, _) = await workspace.NewWebhookAsync(receiver.Url);

        await workspace.HappenAsync();
        await workspace.DeliveryAsync(id, 1);
        platform.Clock.Advance(TimeSpan.FromDays(7));
        await workspace.HappenAsync();
        await workspace.DeliveryAsync(id, 1);

        Assert.Equal("active", await workspace.StatusAsync(id));
    }

    [Fact]
    public async Task A_delivery_is_made_again_when_its_owner_says_so()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var (id, _) = await workspace.NewWebhookAsync(receiver.Url);
        await workspace.HappenAsync();
        var delivery = await workspace.DeliveryAsync(id, 1);

        var again = await workspace.BodyAsync(HttpMethod.Post, $"/{id}/deliveries/{delivery.At("$.id")}/redeliver", status: HttpStatusCode.Accepted);
        await workspace.DeliveryAsync(id, 2);

        Assert.Equal((delivery.At("$.id"), "pending"), (again.At("$.id"), again.At("$.status")));
        Assert.Equal(2, receiver.Calls.Count);
        Assert.Single(receiver.Calls.Select(call => (call.Header("webhook-id"), call.Body)).Distinct());
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_in_time_is_told_of_as_such()
    {
        await using var slow = await ScriptedApi.StartAsync(_ => ApiReply.Json("{}") with { Delay = TimeSpan.FromSeconds(30) });
        var workspace = await platform.NewWorkspaceAsync();
        var (slowId, _) = await workspace.NewWebhookAsync(slow.Url);
        var (deafId, _) = await workspace.NewWebhookAsync(ScriptedApi.NobodyListens());

        var slowly = await workspace.BodyAsync(HttpMethod.Post, $"/{slowId}/test");
        var deaf = await workspace.BodyAsync(HttpMethod.Post, $"/{deafId}/test");

        Assert.Equal(("No answer within 2 seconds.", null), (slowly.At("$.attempts[0].error"), slowly.At("$.attempts[0].response_status")));
        Assert.Equal("It cannot be reached.", deaf.At("$.attempts[0].error"));
    }

    [Fact]
    public async Task Slow_receivers_do_not_keep_others_waiting_and_lose_nothing()
    {
        await using var slow = await ScriptedApi.StartAsync(_ => ApiReply.Json("{}") with { Delay = TimeSpan.FromSeconds(1) });
        await using var quick = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var (slowId, _) = await workspace.NewWebhookAsync(slow.Url, EventTypes.DatasetRefreshed);
        var (quickId, _) = await workspace.NewWebhookAsync(quick.Url, EventTypes.ReportGenerated);

        for (var i = 0; i < 12; i++)
            await workspace.HappenAsync(EventTypes.DatasetRefreshed);
        await workspace.HappenAsync();
        await workspace.DeliveryAsync(quickId, 1);
        var meanwhile = slow.Calls.Count;
        await Eventually.ValueAsync(async () =>
        {
            await platform.PassAsync(TimeSpan.FromSeconds(6));
            return (await workspace.BodyAsync(HttpMethod.Get, $"/{slowId}/deliveries?status=delivered"))["data"]!.AsArray().Count == 12 ? "all" : null;
        });

        Assert.InRange(meanwhile, 0, 11);
    }

    [Fact]
    public async Task Data_that_is_too_large_for_a_notice_is_cut_to_its_short_parts()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var (id, _) = await workspace.NewWebhookAsync(receiver.Url);

        await workspace.AnnounceAsync(new WebhookEvent(
            platform.App.Services.GetRequiredService<Ids>().New(), EventTypes.ReportGenerated, platform.Clock.GetUtcNow(), new JsonObject { ["id"] = "r-1", ["text"] = new string('x', 100_000) }));
        await workspace.DeliveryAsync(id, 1);

        Assert.Equal("""{"id":"r-1","is_shortened":true}""", receiver.Calls.Single().Json["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Events_and_deliveries_are_gone_after_a_month()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var (id, _) = await workspace.NewWebhookAsync(receiver.Url);
        await workspace.HappenAsync();
        await workspace.DeliveryAsync(id, 1);

        platform.Clock.Advance(TimeSpan.FromDays(31));
        await platform.App.Services.GetRequiredService<DeliverySweep>().ClearExpiredAsync(CancellationToken.None);

        Assert.Empty((await workspace.BodyAsync(HttpMethod.Get, $"/{id}/deliveries"))["data"]!.AsArray());
    }
}
