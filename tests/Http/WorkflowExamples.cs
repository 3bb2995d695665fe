using System.Net;
using System.Text.Json.Nodes;
using Fixtures;

namespace Http.Tests;

/// <summary>The printed examples of AI for Database's documents, workflows.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class WorkflowExamples(RunningPlatform platform)
{
    private const string Key = RunningPlatform.AiForDatabaseKey;

    [Theory]
    [InlineData("/v1")]
    [InlineData("/api/v1")]
    public async Task List_get_trigger_and_read_the_history(string root)
    {
        var listed = await BodyAsync(HttpMethod.Get, $"{root}/workflows");
        var got = (await BodyAsync(HttpMethod.Get, $"{root}/workflows/wf_abc123"))["data"]!;
        var started = (await BodyAsync(HttpMethod.Post, $"{root}/workflows/wf_abc123/run", null, HttpStatusCode.Accepted))["data"]!;
        var run = await FinishedAsync($"{root}/workflows/wf_abc123", started.At("$.run_id")!);

        Assert.Contains(listed["data"]!.AsArray(), item => item.At("$.workflow_id") == "wf_abc123");
        Assert.Equal(("wf_abc123", "question", "conn_abc123"), (got.At("$.workflow_id"), got.At("$.steps[0].type"), got.At("$.steps[0].connection_id")));
        Assert.Equal(("wf_abc123", "queued"), (started.At("$.workflow_id"), started.At("$.status")));
        Assert.Equal(("completed", "manual"), (run.At("$.status"), run.At("$.trigger")));
        Assert.Equal(["signups", "segments", "conditions", "action_1"], run["steps"]!.AsArray().Select(step => step.At("$.step")));
    }

    [Fact]
    public async Task Create_a_workflow()
    {
        var created = (await BodyAsync(
            HttpMethod.Post,
            "/v1/workflows",
            JsonNode.Parse("""
                {"name": "Sign-ups", "trigger": {"type": "schedule", "cron": "0 9 * * 1", "timezone": "Europe/Berlin"},
                 "steps": [{"type": "question", "connection_id": "conn_abc123", "question": "How many users signed up this week?"}, {"type": "saved_query", "query_id": "q_xyz789"}],
                 "conditions": [{"type": "value", "step": "step_1", "operator": "greater_than", "value": 1000000}], "actions": [{"type": "run_query", "query_id": "q_abc"}], "enabled": true}
                """),
            HttpStatusCode.Created))["data"]!;
        var path = $"/v1/workflows/{created.At("$.workflow_id")}";
        var started = (await BodyAsync(HttpMethod.Post, $"{path}/run", null, HttpStatusCode.Accepted))["data"]!;
        var run = await FinishedAsync(path, started.At("$.run_id")!);

        Assert.StartsWith("wf_", created.At("$.workflow_id"), StringComparison.Ordinal);
        Assert.Equal(["step_1", "step_2", "conditions"], run["steps"]!.AsArray().Select(step => step.At("$.step")));
        Assert.Equal(HttpStatusCode.OK, (await platform.SendAsync(HttpMethod.Delete, path, Key)).StatusCode);
    }

    [Fact]
    public async Task Its_webhook_starts_a_workflow()
    {
        var called = await platform.SendAsync(HttpMethod.Post, "/api/webhooks/wf_abc123", "whk_demo_token", new { by = "the tests" });
        var refused = await platform.SendAsync(HttpMethod.Post, "/api/webhooks/wf_abc123", null, new { by = "nobody" });

        Assert.Equal(HttpStatusCode.Accepted, called.StatusCode);
        Assert.Equal("authentication_error", (await refused.JsonAsync()).At("$.error.code"));
        var run = await FinishedAsync("/v1/workflows/wf_abc123", (await called.JsonAsync()).At("$.data.run_id")!);
        Assert.Equal(("completed", "webhook"), (run.At("$.status"), run.At("$.trigger")));
    }

    private async Task<JsonNode> BodyAsync(HttpMethod method, string path, object? body = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        var response = await platform.SendAsync(method, path, Key, body);
        var json = await response.JsonAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {json.ToJsonString()}");
        return json;
    }

    private async Task<JsonNode> FinishedAsync(string workflow, string run)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            var found = (await BodyAsync(HttpMethod.Get, $"{workflow}/runs/{run}"))["data"]!;
            if (found.At("$.finished_at") is not null)
                return found;
            await Task.Delay(100);
        }

        throw new TimeoutException("The run was not finished in a minute.");
    }
}
