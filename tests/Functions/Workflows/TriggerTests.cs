using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Tests.Connectors.Http;
using FunctionsPlatform.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Workflows;

/// <summary>What starts workflows.</summary>
[Collection(nameof(WorkflowPlatform))]
public sealed class TriggerTests(WorkflowPlatform platform)
{
    [Fact]
    public async Task A_webhook_starts_a_run_for_whoever_has_its_token()
    {
        await using var api = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var made = await workspace.MakeAsync(api, """
            {"name": "Called", "trigger": {"type": "webhook"}, "steps": [{"type": "http", "url": "API/{{ webhook.order.id }}"}]}
            """);
        var (path, token) = (made.At("$.webhook.path")!, made.At("$.webhook.secret")!);

        using var refused = await CallAsync(path, "{}", ("Authorization", "Bearer whk_wrong"));
        using var unknown = await CallAsync("/api/webhooks/wf_0123", "{}", ("Authorization", $"Bearer {token}"));
        using var malformed = await CallAsync(path, "{", ("Authorization", $"Bearer {token}"));
        using var first = await CallAsync(path, """{"order": {"id": 5}}""", ("Authorization", $"Bearer {token}"), ("Idempotency-Key", "order-5"));
        using var again = await CallAsync($"{path}?token={token}", """{"order": {"id": 5}}""", ("Idempotency-Key", "order-5"));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(await RefusalAsync(refused), await RefusalAsync(unknown));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, malformed.StatusCode);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        var run = (await first.JsonAsync()).At("$.data.run_id")!;
        Assert.Equal(run, (await again.JsonAsync()).At("$.data.run_id"));
        var ended = await workspace.EndAsync(made.At("$.workflow_id")!, run);
        Assert.Equal(("completed", "webhook"), (ended.At("$.status"), ended.At("$.trigger")));
        Assert.Equal(["/5"], api.Calls.Select(call => call.Path));

        var rotated = await workspace.BodyAsync(HttpMethod.Post, $"/v1/workflows/{made.At("$.workflow_id")}/rotate-secret");
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(path, "{}", ("Authorization", $"Bearer {token}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await CallAsync(path, "{}", ("Authorization", $"Bearer {rotated.At("$.data.secret")}"))).StatusCode);
    }

    [Fact]
    public async Task A_webhook_may_ask_for_a_signature_of_the_body()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var made = await workspace.MakeAsync(null, """{"name": "Signed", "trigger": {"type": "webhook", "auth": "hmac"}, "steps": [{"type": "delay", "seconds": 0.1}]}""");
        var (path, secret) = (made.At("$.webhook.path")!, made.At("$.webhook.secret")!);
        const string body = """{"n": 1}""";
        var signature = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(path, body, ("Authorization", $"Bearer {secret}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(path, body + " ", ("X-Webhook-Signature", signature))).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await CallAsync(path, body, ("X-Webhook-Signature", signature))).StatusCode);
    }

    [Fact]
    public async Task A_schedule_starts_runs_in_its_time_zone()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var workflow = await workspace.CreateAsync("""
            {"name": "Yearly", "trigger": {"type": "schedule", "cron": "30 9 1 1 *", "timezone": "Europe/Berlin"}, "steps": [{"type": "delay", "seconds": 0.1}]}
            """);
        var hourly = await workspace.CreateAsync("""{"name": "Hourly", "trigger": {"type": "schedule", "cron": "0 * * * *"}, "steps": [{"type": "delay", "seconds": 0.1}]}""");
        var off = await workspace.CreateAsync("""{"name": "Off", "enabled": false, "trigger": {"type": "schedule", "cron": "0 * * * *"}, "steps": [{"type": "delay", "seconds": 0.1}]}""");

        Assert.EndsWith("-01-01T08:30:00Z", (await workspace.BodyAsync(HttpMethod.Get, $"/v1/workflows/{workflow}")).At("$.data.next_run_at"), StringComparison.Ordinal);
        platform.Clock.Advance(TimeSpan.FromHours(1));

        var run = await Eventually.ValueAsync(async () => (await RunsAsync(hourly)).FirstOrDefault(found => found.At("$.finished_at") is not null));
        Assert.Equal(("completed", "schedule"), (run.At("$.status"), run.At("$.trigger")));
        Assert.Empty(await RunsAsync(workflow));
        Assert.Empty(await RunsAsync(off));

        async Task<IReadOnlyList<JsonNode>> RunsAsync(string id) => [.. (await workspace.BodyAsync(HttpMethod.Get, $"/v1/workflows/{id}/runs"))["data"]!.AsArray().Select(found => found!)];
    }

    [Fact]
    public async Task An_event_starts_each_workflow_that_waits_for_it_once()
    {
        await using var api = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        await workspace.CreateAsync(api, """
            {"name": "Mine", "trigger": {"type": "event", "event": "anomaly.detected", "filter": {"monitor_id": "m-1"}}, "steps": [{"type": "http", "url": "API/{{ event.data.value }}"}]}
            """);
        await workspace.CreateAsync(api, """{"name": "Other", "trigger": {"type": "event", "event": "anomaly.detected", "filter": {"monitor_id": "m-2"}}, "steps": [{"type": "http", "url": "API/other"}]}""");
        var webhooks = platform.App.Services.GetRequiredService<FunctionsPlatform.Webhooks.Webhooks>();
        var happened = new WebhookEvent(
            platform.App.Services.GetRequiredService<Ids>().New(), EventTypes.AnomalyDetected, platform.Clock.GetUtcNow(), new JsonObject { ["monitor_id"] = "m-1", ["value"] = 12.5 });

        await webhooks.AnnounceAsync(workspace.Workspace.Id, happened, CancellationToken.None);
        await webhooks.AnnounceAsync(workspace.Workspace.Id, happened, CancellationToken.None);
        await Eventually.ValueAsync(() => Task.FromResult(api.Calls.IsEmpty ? null : "called"));
        await webhooks.AnnounceAsync(workspace.Workspace.Id, happened, CancellationToken.None);

        Assert.Equal(["/12.5"], api.Calls.Select(call => call.Path));
    }

    [Fact]
    public async Task An_event_that_the_workflow_itself_makes_happen_cannot_start_it()
    {
        var workspace = await platform.NewWorkspaceAsync();

        var mistakes = await workspace.MistakesAsync("""
            {"name": "x", "trigger": {"type": "event", "event": "question.completed"}, "steps": [{"id": "asks", "type": "question", "connection_id": "CONNECTION", "question": "?"}]}
            """);

        Assert.StartsWith("$.trigger.event: The step 'asks' makes this event happen", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_a_run_is_told()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        await workspace.BodyAsync(HttpMethod.Post, "/api/v1/webhooks", new { url = receiver.Url, events = new[] { EventTypes.WorkflowRunCompleted } }, HttpStatusCode.Created);
        var workflow = await workspace.CreateAsync("""{"name": "Told", "steps": [{"type": "delay", "seconds": 0.1}]}""");

        var run = await workspace.RunAsync(workflow);
        await Eventually.ValueAsync(() => Task.FromResult(receiver.Calls.IsEmpty ? null : "told"));

        var data = receiver.Calls.Single().Json["data"]!;
        Assert.Equal((run.At("$.run_id"), workflow, "completed", "Told"), (data.At("$.run_id"), data.At("$.workflow_id"), data.At("$.status"), data.At("$.workflow_name")));
    }

    private async Task<HttpResponseMessage> CallAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await platform.App.Client.SendAsync(request);
    }

    private static async Task<string> RefusalAsync(HttpResponseMessage response) => (await response.JsonAsync())["error"]!.ToJsonString();
}
