using System.Net;
using Fixtures;
using FunctionsPlatform.Tests.Connectors.Http;
using static FunctionsPlatform.Tests.Workflows.WorkflowWorkspace;

namespace FunctionsPlatform.Tests.Workflows;

/// <summary>What runs of workflows do.</summary>
[Collection(nameof(WorkflowPlatform))]
public sealed class RunTests(WorkflowPlatform platform)
{
    [Fact]
    public async Task A_run_asks_branches_calls_and_tells_what_each_step_was_given_and_found()
    {
        await using var api = await ScriptedApi.StartAsync(_ => ApiReply.Json("""{"ticket": 7}"""));
        platform.Translator.Answers("How many users?", "SELECT COUNT(*) AS count FROM users");
        var workspace = await platform.NewWorkspaceAsync();
        var workflow = await workspace.CreateAsync(api, """
            {"name": "Users", "steps": [
               {"id": "users", "type": "question", "connection_id": "CONNECTION", "question": "How many {{ input.what }}?"},
               {"id": "countries", "type": "sql", "connection_id": "CONNECTION", "sql": "SELECT country, COUNT(*) AS orders FROM orders GROUP BY country HAVING COUNT(*) > {{ steps.users.value }} ORDER BY orders DESC"},
               {"id": "many", "type": "branch", "conditions": [{"type": "value", "step": "users", "operator": "greater_or_equal", "value": 3}],
                "then": [{"id": "ticket", "type": "http", "method": "POST", "url": "API/tickets/{{ steps.countries.rows[0].country }}", "headers": {"X-Note": "{{ input.note }}"},
                          "body": "{\"count\": {{ steps.users.value }}, \"note\": \"{{ input.note }}\", \"rows\": {{results_json}}, \"first\": {{ steps.countries.rows[0] | json }}}"}],
                "else": [{"id": "never", "type": "http", "url": "API/never"}]}],
             "conditions": [{"type": "row_count", "step": "countries", "operator": "equals", "value": 3}],
             "actions": [{"type": "webhook", "url": "API/done", "body": "{\"ticket\": {{ steps.ticket.body.ticket }}, \"rows\": {{ row_count }}}"}]}
            """);

        var run = await workspace.RunAsync(workflow, new { input = new { what = "users", note = "say \"hi\"\n" } });

        Assert.Equal("completed", run.At("$.status"));
        Assert.Equal(["users:succeeded", "countries:succeeded", "many:succeeded", "ticket:succeeded", "conditions:succeeded", "action_1:succeeded"], Steps(run));
        var calls = api.Calls.ToArray();
        Assert.Equal(["/tickets/France", "/done"], calls.Select(call => call.Path));
        Assert.Equal("say \"hi\"\n", calls[0].Json.At("$.note"));
        Assert.Equal(3, calls[0].Json["rows"]!.AsArray().Count);
        Assert.Equal("France", calls[0].Json.At("$.first.country"));
        Assert.Equal("7", calls[1].Json.At("$.ticket"));
        var step = await workspace.StepAsync(workflow, run, "users");
        Assert.Equal("How many users?", step.At("$.input.question"));
        Assert.Equal("[[3]]", step["output"]!["rows"]!.ToJsonString());
        Assert.NotNull(step.At("$.step.duration_ms"));
        var listed = await workspace.BodyAsync(HttpMethod.Get, $"/v1/workflows/{workflow}/runs?limit=5");
        Assert.Equal(run.At("$.run_id"), listed.At("$.data[0].run_id"));
    }

    [Fact]
    public async Task Values_in_sql_are_literals_whatever_they_are()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var workflow = await workspace.CreateAsync("""
            {"name": "Orders", "steps": [{"id": "found", "type": "sql", "connection_id": "CONNECTION", "sql": "SELECT COUNT(*) AS n FROM orders WHERE country = {{ input.country }}"}]}
            """);

        var spain = await workspace.RunAsync(workflow, new { input = new { country = "Spain" } });
        var attack = await workspace.RunAsync(workflow, new { input = new { country = "x' OR '1'='1" } });

        Assert.Equal("[[33]]", (await workspace.StepAsync(workflow, spain, "found"))["output"]!["rows"]!.ToJsonString());
        Assert.Equal("[[0]]", (await workspace.StepAsync(workflow, attack, "found"))["output"]!["rows"]!.ToJsonString());
    }

    [Fact]
    public async Task A_loop_goes_through_rows_and_branches_run_side_by_side()
    {
        await using var api = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var workflow = await workspace.CreateAsync(api, """
            {"name": "Each", "steps": [
               {"id": "users", "type": "sql", "connection_id": "CONNECTION", "sql": "SELECT id, name FROM users ORDER BY id"},
               {"id": "both", "type": "parallel", "branches": [
                  [{"id": "each", "type": "loop", "rows": "users", "concurrency": 2, "steps": [
                     {"id": "tell", "type": "http", "method": "POST", "url": "API/users/{{ item.id }}", "body": "{\"name\": \"{{ item.name }}\", \"index\": {{ index }}}"},
                     {"id": "again", "type": "http", "method": "PUT", "url": "API/again/{{ steps.tell.status_code }}/{{ item.id }}"}]}],
                  [{"id": "other", "type": "http", "url": "API/other"}]]}]}
            """);

        var run = await workspace.RunAsync(workflow);

        Assert.Equal("completed", run.At("$.status"));
        Assert.Equal(
            ["/again/200/1", "/again/200/2", "/again/200/3", "/other", "/users/1", "/users/2", "/users/3"], api.Calls.Select(call => call.Path).Order(StringComparer.Ordinal));
        Assert.Contains("each.2.again:succeeded", Steps(run));
        var eve = api.Calls.Single(call => call.Path == "/users/3").Json;
        Assert.Equal(("=Eve", "2"), (eve.At("$.name"), eve.At("$.index")));
    }

    [Fact]
    public async Task A_step_is_tried_again_as_it_says_and_what_fails_for_good_does_what_it_says()
    {
        await using var api = await ScriptedApi.StartAsync(call => call.Path == "/broken" ? ApiReply.Json("{}", 500) : ApiReply.Json("{}"));
        api.Faults.Enqueue(_ => ApiReply.Json("{}", 503));
        var workspace = await platform.NewWorkspaceAsync();
        var workflow = await workspace.CreateAsync(api, """
            {"name": "Failing", "steps": [
               {"id": "flaky", "type": "http", "url": "API/flaky", "retry": {"max_attempts": 3, "delay_seconds": 0.1}},
               {"id": "ignored", "type": "http", "url": "API/broken", "on_failure": {"action": "continue"}},
               {"id": "jumps", "type": "http", "url": "API/broken", "on_failure": {"action": "go_to", "step": "landing"}},
               {"id": "jumped_over", "type": "http", "url": "API/never"},
               {"id": "landing", "type": "http", "url": "API/landing"},
               {"id": "skipped", "type": "http", "url": "API/never", "when": [{"type": "text", "of": "x", "operator": "equals", "value": "y"}]},
               {"id": "fatal", "type": "http", "url": "API/broken", "retry": {"max_attempts": 2}},
               {"id": "after", "type": "http", "url": "API/never"}]}
            """);

        var run = await workspace.RunAsync(workflow);

        Assert.Equal("failed", run.At("$.status"));
        Assert.Equal(["flaky:succeeded", "ignored:failed", "jumps:failed", "landing:succeeded", "skipped:skipped", "fatal:failed"], Steps(run));
        Assert.Equal(("workflow_http_failed", "fatal"), (run.At("$.error.code"), run.At("$.error.step")));
        Assert.Equal("2", StepOf(run, "flaky").At("$.attempts"));
        Assert.DoesNotContain(api.Calls, call => call.Path == "/never");
        Assert.Single(api.Calls.Where(call => call.Path == "/flaky").Select(call => call.Header("Idempotency-Key")).Distinct());
    }

    [Fact]
    public async Task A_failed_run_is_taken_up_where_it_failed()
    {
        var isBroken = true;
        await using var api = await ScriptedApi.StartAsync(call => call.Path == "/second" && isBroken ? ApiReply.Json("{}", 500) : ApiReply.Json("""{"made": 5}"""));
        var workspace = await platform.NewWorkspaceAsync();
        var workflow = await workspace.CreateAsync(api, """
            {"name": "Twice", "steps": [
               {"id": "first", "type": "http", "method": "POST", "url": "API/first", "body": "{\"given\": \"{{ input.given }}\"}"},
               {"id": "inner", "type": "branch", "conditions": [{"type": "value", "of": "{{ steps.first.body.made }}", "operator": "equals", "value": 5}],
                "then": [{"id": "second", "type": "http", "method": "POST", "url": "API/second", "body": "{{ steps.first.body.made }}"}]},
               {"id": "third", "type": "http", "url": "API/third"}]}
            """);
        var failed = await workspace.RunAsync(workflow, new { input = new { given = "once" } });
        Assert.Equal(("failed", "second"), (failed.At("$.status"), failed.At("$.error.step")));

        isBroken = false;
        var again = await workspace.BodyAsync(HttpMethod.Post, $"/v1/workflows/{workflow}/runs/{failed.At("$.run_id")}/rerun", null, HttpStatusCode.Accepted);
        var run = await workspace.EndAsync(workflow, again.At("$.data.run_id")!);

        Assert.Equal("completed", run.At("$.status"));
        Assert.Equal(failed.At("$.run_id"), run.At("$.rerun_of"));
        Assert.Equal("true", StepOf(run, "first").At("$.reused"));
        Assert.Equal(["/first", "/second", "/second", "/third"], api.Calls.Select(call => call.Path));
        Assert.Equal("5", api.Calls.Last(call => call.Path == "/second").Body);
    }

    [Fact]
    public async Task A_dry_run_reads_and_tells_and_changes_nothing()
    {
        await using var api = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var workflow = await workspace.CreateAsync(api, """
            {"name": "Dry", "enabled": false, "steps": [
               {"id": "users", "type": "sql", "connection_id": "CONNECTION", "sql": "SELECT COUNT(*) AS n FROM users"},
               {"id": "wait", "type": "delay", "seconds": 3600},
               {"id": "sign_off", "type": "approval"},
               {"id": "mail", "type": "send_email", "to": ["a@example.com"], "subject": "{{ steps.users.value }} users", "body": "x"},
               {"id": "call", "type": "http", "method": "DELETE", "url": "API/everything"}]}
            """);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await workspace.SendAsync(HttpMethod.Post, $"/v1/workflows/{workflow}/run")).StatusCode);
        var run = await workspace.RunAsync(workflow, new { dry_run = true });

        Assert.Equal("completed", run.At("$.status"));
        Assert.Equal("true", StepOf(run, "call").At("$.simulated"));
        Assert.Equal("3 users", (await workspace.StepAsync(workflow, run, "mail")).At("$.input.subject"));
        Assert.Empty(api.Calls);
    }

    [Fact]
    public async Task A_run_keeps_the_version_that_it_began_with()
    {
        await using var api = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var workflow = await workspace.CreateAsync(api, """
            {"name": "Versions", "steps": [{"id": "sign_off", "type": "approval", "message": "Go on?"}, {"id": "call", "type": "http", "url": "API/old"}]}
            """);
        var started = await workspace.StartAsync(workflow);
        await workspace.WaitingAsync(workflow, started, "sign_off");

        var changed = await workspace.BodyAsync(HttpMethod.Patch, $"/v1/workflows/{workflow}", workspace.Json("""{"steps": [{"id": "call", "type": "http", "url": "API/new"}]}""", api));
        await workspace.BodyAsync(HttpMethod.Post, $"/v1/workflows/{workflow}/runs/{started}/approvals", new { step = "sign_off", approved = true, comment = "Fine" });
        var run = await workspace.EndAsync(workflow, started);
        await workspace.RunAsync(workflow);

        Assert.Equal("2", changed.At("$.data.version"));
        Assert.Equal(("completed", "1"), (run.At("$.status"), run.At("$.version")));
        Assert.Equal(["/old", "/new"], api.Calls.Select(call => call.Path));
        var approval = await workspace.StepAsync(workflow, run, "sign_off");
        Assert.Equal(("true", "Fine"), (approval.At("$.approval.approved"), approval.At("$.approval.comment")));
    }

    [Fact]
    public async Task A_rejected_step_fails_and_a_cancelled_run_does_no_more()
    {
        await using var api = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var inner = await workspace.CreateAsync("""{"name": "Inner", "steps": [{"id": "sign_off", "type": "approval"}]}""");
        var outer = await workspace.CreateAsync(api, $$"""
            {"name": "Outer", "steps": [{"id": "inner", "type": "workflow", "workflow_id": "{{inner}}"}, {"id": "call", "type": "http", "url": "API/never"}]}
            """);
        var first = await workspace.StartAsync(outer);
        await workspace.WaitingAsync(outer, first, "inner");
        var innerRun = await InnerRunAsync(1);
        await workspace.WaitingAsync(inner, innerRun, "sign_off");
        await workspace.BodyAsync(HttpMethod.Post, $"/v1/workflows/{inner}/runs/{innerRun}/approvals", new { step = "sign_off", approved = false, comment = "No" });
        var failed = await workspace.EndAsync(outer, first);
        var second = await workspace.StartAsync(outer);
        await workspace.WaitingAsync(outer, second, "inner");

        var cancelled = await workspace.BodyAsync(HttpMethod.Post, $"/v1/workflows/{outer}/runs/{second}/cancel");

        Assert.Equal(("failed", "workflow_sub_run_failed"), (failed.At("$.status"), failed.At("$.error.code")));
        Assert.Equal("cancelled", cancelled.At("$.data.status"));
        Assert.Equal("cancelled", (await workspace.EndAsync(inner, await InnerRunAsync(2))).At("$.status"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await workspace.SendAsync(HttpMethod.Post, $"/v1/workflows/{outer}/runs/{second}/cancel")).StatusCode);
        Assert.Empty(api.Calls);

        Task<string> InnerRunAsync(int count) => Eventually.ValueAsync(
            async () => (await workspace.BodyAsync(HttpMethod.Get, $"/v1/workflows/{inner}/runs"))["data"]!.AsArray() is { } runs && runs.Count == count ? runs[0].At("$.run_id") : null);
    }

    [Fact]
    public async Task Mail_has_the_rows_and_secrets_are_nowhere_to_be_read()
    {
        await using var api = await ScriptedApi.StartAsync(call => ApiReply.Json($$"""{"echo": "{{call.Header("Authorization")}}"}"""));
        var workspace = await platform.NewWorkspaceAsync();
        var made = await workspace.MakeAsync(api, """
            {"name": "Mail", "secrets": {"token": "s3cret-token/1"}, "steps": [
               {"id": "users", "type": "sql", "connection_id": "CONNECTION", "sql": "SELECT id, name FROM users ORDER BY id"},
               {"id": "call", "type": "http", "url": "API/?key={{ secrets.token }}", "headers": {"Authorization": "Bearer {{ secrets.token }}"}},
               {"id": "post", "type": "slack", "url": "API/slack", "message": "{{ row_count }} users", "table": "users"},
               {"id": "mail", "type": "send_email", "to": ["a@example.com", "{{ input.to }}"], "subject": "Users", "body": "{{results_table}}", "csv": "users"}]}
            """);
        var workflow = made.At("$.workflow_id")!;

        var run = await workspace.RunAsync(workflow, new { input = new { to = "b@example.com" } });

        Assert.Equal("completed", run.At("$.status"));
        Assert.Equal("Bearer s3cret-token/1", api.Calls.First().Header("Authorization"));
        Assert.Contains("=Eve", api.Calls.Single(call => call.Path == "/slack").Json.At("$.text"));
        Assert.Equal("[\"token\"]", made["secrets"]!.ToJsonString());
        var call = (await workspace.StepAsync(workflow, run, "call")).ToJsonString();
        Assert.Contains("Bearer ***", call, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", call, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", platform.Log.Text, StringComparison.Ordinal);
        var mail = Directory.GetFiles(platform.Mail).Select(File.ReadAllText).Single(text => text.Contains("b@example.com", StringComparison.Ordinal));
        Assert.Contains("filename=\"users.csv\"", mail, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String("id,name\r\n1,Ada\r\n2,Ben\r\n3,'=Eve\r\n"u8), mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_are_seen_from_one_run_to_the_next()
    {
        await using var api = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var workflow = await workspace.CreateAsync(api, """
            {"name": "Changes", "steps": [{"id": "value", "type": "sql", "connection_id": "CONNECTION", "sql": "SELECT {{ input.n }} AS n"}],
             "conditions": [{"type": "changed", "step": "value"}], "actions": [{"type": "webhook", "url": "API/changed/{{ steps.value.value }}"}]}
            """);

        foreach (var n in new[] { 1, 1, 2, 2 })
            await workspace.RunAsync(workflow, new { input = new { n } });

        Assert.Equal(["/changed/2"], api.Calls.Select(call => call.Path));
    }
}
