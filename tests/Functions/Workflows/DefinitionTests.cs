using System.Net;
using Fixtures;
using FunctionsPlatform.Access;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Workflows;

/// <summary>What is refused, where, and that nothing is left of it.</summary>
[Collection(nameof(WorkflowPlatform))]
public sealed class DefinitionTests(WorkflowPlatform platform)
{
    [Theory]
    [InlineData("""{"name": "x"}""", "$.steps: A workflow has at least one step.")]
    [InlineData("""{"name": "x", "steps": [{"type": "question", "connection_id": "CONNECTION"}]}""", "$.steps[0].question: Is required of a step of type question.")]
    [InlineData("""{"name": "x", "steps": [{"type": "delay", "seconds": 1, "url": "http://a.example"}]}""", "$.steps[0].url: A step of type delay has none.")]
    [InlineData("""{"name": "x", "steps": [{"type": "approval", "message": "{{ steps.nobody.value }}"}]}""", "$.steps[0].message: There is no step 'nobody' before this one.")]
    [InlineData("""{"name": "x", "steps": [{"type": "approval", "message": "{{ nothing.at.all }}"}]}""", "$.steps[0].message: There is no value 'nothing'.")]
    [InlineData("""{"name": "x", "steps": [{"type": "approval", "message": "{{ secrets.key }}"}]}""", "$.steps[0].message: There is no secret 'key'; give it in secrets.")]
    [InlineData("""{"name": "x", "steps": [{"type": "approval", "message": "{{ row_count }}"}]}""", "$.steps[0].message: 'row_count' needs a step before this one that finds rows.")]
    [InlineData("""{"name": "x", "steps": [{"type": "approval", "message": "{{ item.id }}"}]}""", "$.steps[0].message: 'item' is known within a loop alone.")]
    [InlineData("""{"name": "x", "trigger": {"type": "schedule", "cron": "0 0 30 2 *"}, "steps": [{"type": "approval"}]}""", "$.trigger.cron: The cron expression names a day that no month has: it is never due.")]
    [InlineData("""{"name": "x", "trigger": {"type": "schedule", "cron": "0 0 * * *", "timezone": "Mars/Base"}, "steps": [{"type": "approval"}]}""", "$.trigger.timezone: There is no such time zone. Name one as Europe/Berlin or UTC.")]
    [InlineData("""{"name": "x", "trigger": {"type": "manual", "cron": "0 0 * * *"}, "steps": [{"type": "approval"}]}""", "$.trigger.cron: A trigger of this type has none.")]
    [InlineData("""{"name": "x", "steps": [{"id": "a", "type": "approval", "on_failure": {"action": "go_to", "step": "a"}}]}""", "$.steps[0].on_failure.step: 'a' is no later step of the same list.")]
    [InlineData("""{"name": "x", "steps": [{"id": "a", "type": "approval"}, {"id": "a", "type": "approval"}]}""", "$.steps[1].id: There is another step 'a'.")]
    [InlineData("""{"name": "x", "steps": [{"type": "sql", "connection_id": "CONNECTION", "sql": "DELETE FROM users"}]}""", "$.steps[0].sql: ")]
    [InlineData("""{"name": "x", "steps": [{"type": "sql", "connection_id": "CONNECTION", "sql": "SELECT '{{ input.x }}'"}]}""", "$.steps[0].sql: A value {{ }} stands as a whole literal: not in quotes, not in a comment and not as part of a name.")]
    [InlineData("""{"name": "x", "steps": [{"type": "sql", "connection_id": "CONNECTION", "sql": "SELECT 1 {% if input.x %} FROM users {% endif %}"}]}""", "$.steps[0].sql: SQL takes values, {{ }}, and no tags: what a statement does must not hang on its values.")]
    [InlineData("""{"name": "x", "steps": [{"type": "saved_query", "query_id": "q_0193"}]}""", "$.steps[0].query_id: There is no question of that id in this workspace.")]
    [InlineData("""{"name": "x", "steps": [{"type": "parallel", "branches": [[{"type": "sync", "sync_id": "01936f00-0000-7000-8000-000000000013"}]]}]}""", "$.steps[0].branches[0][0].sync_id: ")]
    [InlineData("""{"name": "x", "steps": [{"type": "parallel", "branches": [[{"id": "a", "type": "approval"}], [{"id": "b", "type": "approval", "message": "{{ steps.a.status }}"}]]}]}""", "$.steps[0].branches[1][0].message: There is no step 'a' before this one.")]
    [InlineData("""{"name": "x", "steps": [{"type": "loop", "rows": "nobody", "steps": [{"type": "approval"}]}]}""", "$.steps[0].rows: There is no step 'nobody' before this one.")]
    [InlineData("""{"name": "x", "steps": [null]}""", "$.steps[0]: Must not be null.")]
    [InlineData("""{"name": "x", "trigger": {"type": "event", "event": "sync.ended"}, "steps": [{"type": "approval"}]}""", "$.trigger.event: Is none of ")]
    public async Task A_mistake_is_told_with_its_place(string json, string mistake)
    {
        var workspace = await platform.NewWorkspaceAsync();

        var mistakes = await workspace.MistakesAsync(json);

        Assert.StartsWith(mistake, Assert.Single(mistakes), StringComparison.Ordinal);
        Assert.Empty((await workspace.BodyAsync(HttpMethod.Get, "/v1/workflows"))["data"]!.AsArray());
    }

    [Fact]
    public async Task A_definition_that_is_too_large_is_refused()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var json = $$"""{"name": "x", "steps": [{"type": "approval", "message": "{{new string('x', 300_000)}}"}]}""";

        using var response = await workspace.SendAsync(HttpMethod.Post, "/v1/workflows", workspace.Json(json));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("workflow_too_large", (await response.JsonAsync()).At("$.error.details.reason"));
    }

    [Fact]
    public async Task Workflows_cannot_start_each_other_in_a_circle()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var first = await workspace.CreateAsync("""{"name": "First", "steps": [{"type": "approval"}]}""");
        var second = await workspace.CreateAsync($$"""{"name": "Second", "steps": [{"type": "workflow", "workflow_id": "{{first}}"}]}""");

        using var response = await workspace.SendAsync(
            HttpMethod.Patch, $"/v1/workflows/{first}", workspace.Json($$"""{"steps": [{"type": "parallel", "branches": [[{"type": "workflow", "workflow_id": "{{second}}"}]]}]}"""));

        Assert.Equal("$.steps[0].branches[0][0].workflow_id", (await response.JsonAsync()).At("$.error.details.fields[0].path"));
        Assert.Equal("1", (await workspace.BodyAsync(HttpMethod.Get, $"/v1/workflows/{first}")).At("$.data.version"));
    }

    [Fact]
    public async Task What_another_workspace_has_is_not_there()
    {
        var (mine, other) = (await platform.NewWorkspaceAsync(), await platform.NewWorkspaceAsync());
        var workflow = await other.CreateAsync("""{"name": "Other", "steps": [{"type": "approval"}]}""");
        var run = await other.StartAsync(workflow);

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, ""), (HttpMethod.Delete, ""), (HttpMethod.Post, "/run"), (HttpMethod.Get, "/runs"), (HttpMethod.Get, $"/runs/{run}"), (HttpMethod.Post, $"/runs/{run}/cancel"),
            (HttpMethod.Post, $"/runs/{run}/rerun"), (HttpMethod.Get, $"/runs/{run}/steps/step_1"), (HttpMethod.Post, "/rotate-secret"),
        })
            Assert.Equal(HttpStatusCode.NotFound, (await mine.SendAsync(method, $"/v1/workflows/{workflow}{path}")).StatusCode);
        var mistakes = await mine.MistakesAsync($$"""
            {"name": "x", "steps": [{"type": "workflow", "workflow_id": "{{workflow}}"}, {"type": "question", "connection_id": "{{other.ConnectionId}}", "question": "?"}]}
            """);
        Assert.Equal(["$.steps[0].workflow_id", "$.steps[1].connection_id"], mistakes.Select(mistake => mistake.Split(':')[0]));
    }

    [Fact]
    public async Task Whoever_may_not_do_a_thing_cannot_have_it_done()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var keys = platform.App.Services.GetRequiredService<ApiKeys>();
        var key = (await keys.CreateAsync(new NewApiKey(workspace.Workspace.Id, "few", "test_", Roles.Owner, ["workflows:write"]), CancellationToken.None)).Value.Secret;

        using var denied = await workspace.SendAsync(
            HttpMethod.Post, "/v1/workflows", workspace.Json("""{"name": "x", "steps": [{"type": "sql", "connection_id": "CONNECTION", "sql": "SELECT 1"}]}"""), key);
        using var made = await workspace.SendAsync(HttpMethod.Post, "/v1/workflows", workspace.Json("""{"name": "x", "steps": [{"type": "approval"}]}"""), key);
        using var unread = await workspace.SendAsync(HttpMethod.Get, "/v1/workflows", null, key);

        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        Assert.Contains("queries:write", await denied.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, unread.StatusCode);
    }

    [Fact]
    public async Task A_workflow_whose_connection_is_gone_can_be_switched_off_and_fails_until_then()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var workflow = await workspace.CreateAsync("""{"name": "Orphan", "steps": [{"id": "asks", "type": "sql", "connection_id": "CONNECTION", "sql": "SELECT 1"}]}""");
        await workspace.BodyAsync(HttpMethod.Delete, $"/v1/connections/{workspace.ConnectionId}");

        var failed = await Eventually.ValueAsync(async () => await workspace.RunAsync(workflow) is var run && run.At("$.status") == "failed" ? run : null);
        var off = await workspace.BodyAsync(HttpMethod.Patch, $"/v1/workflows/{workflow}", new { enabled = false, name = "Off" });

        Assert.Equal(("connection_not_found", "asks"), (failed.At("$.error.code"), failed.At("$.error.step")));
        Assert.Equal(("false", "Off", "1"), (off.At("$.data.enabled"), off.At("$.data.name"), off.At("$.data.version")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await workspace.SendAsync(HttpMethod.Post, $"/v1/workflows/{workflow}/run")).StatusCode);
    }

    [Fact]
    public async Task A_workflow_is_read_again_as_it_was_written()
    {
        var workspace = await platform.NewWorkspaceAsync();
        const string steps = """
            [{"type":"question","id":"users","when":[{"type":"text","of":"a","operator":"contains","value":"a"}],"retry":{"max_attempts":2,"delay_seconds":1.5},"timeout_seconds":20,"on_failure":{"action":"continue"},"connection_id":"CONNECTION","question":"How many?"},{"type":"delay","seconds":2}]
            """;
        var made = await workspace.MakeAsync(null, $$"""{"name": " Named ", "description": "What for", "trigger": {"type": "webhook"}, "steps": {{steps}}}""");
        var path = $"/v1/workflows/{made.At("$.workflow_id")}";

        var read = (await workspace.BodyAsync(HttpMethod.Get, path))["data"]!;
        var selfHosted = (await workspace.BodyAsync(HttpMethod.Get, $"/api{path}"))["data"]!;

        Assert.Equal(workspace.Json(steps).ToJsonString(), read["steps"]!.ToJsonString());
        Assert.Equal(read.ToJsonString(), selfHosted.ToJsonString());
        Assert.Equal(("Named", "What for", "true"), (read.At("$.name"), read.At("$.description"), read.At("$.enabled")));
        Assert.StartsWith("whk_", made.At("$.webhook.secret"), StringComparison.Ordinal);
        Assert.Equal($$"""{"path":"/api/webhooks/{{made.At("$.workflow_id")}}","auth":"token"}""", read["webhook"]!.ToJsonString());
        await workspace.BodyAsync(HttpMethod.Delete, path);
        Assert.Equal(HttpStatusCode.NotFound, (await workspace.SendAsync(HttpMethod.Get, path)).StatusCode);
    }
}
