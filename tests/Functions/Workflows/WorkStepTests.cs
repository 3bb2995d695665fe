using Fixtures;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Tests.Connectors.Http;
using FunctionsPlatform.Tests.Syncs;
using Microsoft.Extensions.DependencyInjection;
using static FunctionsPlatform.Tests.Workflows.WorkflowWorkspace;

namespace FunctionsPlatform.Tests.Workflows;

/// <summary>Steps that have other parts of the platform work.</summary>
[Collection(nameof(WorkflowPlatform))]
public sealed class WorkStepTests(WorkflowPlatform platform)
{
    [Fact]
    public async Task A_sync_is_run_to_its_end_which_starts_another_workflow_and_rows_are_written_to_a_destination()
    {
        await using var api = await ScriptedApi.StartAsync();
        var scenario = await SyncScenario.CreateAsync(
            platform.App,
            ["CREATE TABLE people (id int PRIMARY KEY, name text)", "INSERT INTO people VALUES (1, 'Ada'), (2, 'Ben')"],
            ["CREATE TABLE people (id int PRIMARY KEY, name text)", "CREATE TABLE names (name text PRIMARY KEY, source_id int, n numeric)"]);
        var sync = await scenario.SyncAsync("SELECT * FROM people", "public.people", request => request with { Write = WriteMode.Upsert });
        var workspace = new WorkflowWorkspace(platform.App, scenario.Workspace) { ConnectionId = $"conn_{scenario.ConnectionId:N}" };
        var workflow = await workspace.CreateAsync($$"""
            {"name": "Write", "steps": [
               {"id": "sync", "type": "sync", "sync_id": "{{sync.Id}}"},
               {"id": "people", "type": "sql", "connection_id": "CONNECTION", "sql": "SELECT id, upper(name) AS upper_name, 1.5 AS n FROM people"},
               {"id": "write", "type": "write_rows", "destination_id": "{{scenario.DestinationId}}", "stream": "public.names", "key": ["name"], "rows": "people",
                "columns": {"name": "upper_name", "source_id": "id", "n": "n"} }]}
            """);

        await workspace.CreateAsync(api, """
            {"name": "Afterwards", "trigger": {"type": "event", "event": "sync.run.completed", "filter": {"sync_id": "SYNC"}}, "steps": [{"type": "http", "url": "API/{{ event.data.rows.added }}"}]}
            """.Replace("SYNC", $"{sync.Id}", StringComparison.Ordinal));

        var run = await workspace.RunAsync(workflow);
        var again = await workspace.RunAsync(workflow);
        await Eventually.ValueAsync(() => Task.FromResult(api.Calls.Count < 2 ? null : "both told"));

        Assert.Equal(["/0", "/2"], api.Calls.Select(call => call.Path).Order(StringComparer.Ordinal));
        Assert.Equal(("completed", "completed"), (run.At("$.status"), again.At("$.status")));
        Assert.Equal(["1|Ada", "2|Ben"], await scenario.TargetRowsAsync("SELECT id, name FROM people ORDER BY id"));
        Assert.Equal(["ADA|1|1.5", "BEN|2|1.5"], await scenario.TargetRowsAsync("SELECT name, source_id, n FROM names ORDER BY name"));
        Assert.Equal("2", (await workspace.StepAsync(workflow, run, "sync")).At("$.output.added"));
        Assert.Equal("2", (await workspace.StepAsync(workflow, run, "write")).At("$.output.written"));
    }

    [Fact]
    public async Task A_dataset_is_refreshed_and_another_workflow_is_run_with_what_is_given()
    {
        await using var api = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        var datasets = platform.App.Services.GetRequiredService<FunctionsPlatform.Datasets.Datasets>();
        var connection = Guid.ParseExact(workspace.ConnectionId["conn_".Length..], "N");
        var source = new DatasetSource(DatasetSourceType.Query, connection, "SELECT id, name FROM users");
        var dataset = (await datasets.CreateAsync(workspace.Workspace.Id, new NewDataset("people") { Source = source }, CancellationToken.None)).Value;
        await Eventually.ValueAsync(async () => await FindAsync() is { Current: not null, Import: null } ready ? ready : null);
        var inner = await workspace.CreateAsync(api, """{"name": "Inner", "steps": [{"type": "http", "url": "API/{{ input.rows }}/{{ run.trigger }}"}]}""");
        var outer = await workspace.CreateAsync("""
            {"name": "Outer", "steps": [
               {"id": "refresh", "type": "refresh_dataset", "dataset_id": "DATASET"},
               {"id": "inner", "type": "workflow", "workflow_id": "INNER", "input": {"rows": "{{ steps.refresh.row_count }}"}}]}
            """.Replace("DATASET", Dataset.PublicId.Format(dataset.Id), StringComparison.Ordinal).Replace("INNER", inner, StringComparison.Ordinal));

        var run = await workspace.RunAsync(outer);

        Assert.Equal("completed", run.At("$.status"));
        Assert.Equal(2, (await FindAsync()).Current!.Number);
        Assert.Equal(["/3/workflow"], api.Calls.Select(call => call.Path));

        async Task<Dataset> FindAsync() => (await datasets.GetAsync(workspace.Workspace.Id, dataset.Id, CancellationToken.None)).Value;
    }

    [Fact]
    public async Task A_model_predicts_from_rows_of_a_step()
    {
        await using var model = await ScriptedApi.StartAsync(call => ApiReply.Json($$"""{"scores": [{{string.Join(',', call.Json["features"]!.AsArray().Select((_, at) => at * 10))}}]}"""));
        var workspace = await platform.NewWorkspaceAsync();
        var made = await workspace.SendAsync(HttpMethod.Post, "/api/v1/models", new
        {
            name = "Scores",
            type = "endpoint",
            endpoint = new { url = model.Url, response = "{{ response.scores | json }}" },
        });
        var id = (await made.JsonAsync()).At("$.id");
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        var deployed = await workspace.SendAsync(HttpMethod.Post, $"/api/v1/models/{id}/deploy");
        Assert.True(deployed.IsSuccessStatusCode, await deployed.Content.ReadAsStringAsync());
        var workflow = await workspace.CreateAsync($$"""
            {"name": "Predict", "steps": [{"id": "users", "type": "sql", "connection_id": "CONNECTION", "sql": "SELECT balance FROM users ORDER BY id"},
                                          {"id": "scores", "type": "predict", "model_id": "{{id}}", "rows": "users"}]}
            """);

        var run = await workspace.RunAsync(workflow);

        Assert.Equal(["users:succeeded", "scores:succeeded"], Steps(run));
        Assert.Equal("[0,10,20]", (await workspace.StepAsync(workflow, run, "scores"))["output"]!["predictions"]!.ToJsonString());
    }

    [Fact]
    public async Task A_step_that_takes_too_long_is_stopped_and_so_is_an_approval_that_nobody_gives()
    {
        await using var api = await ScriptedApi.StartAsync(_ => ApiReply.Json("{}") with { Delay = TimeSpan.FromSeconds(20) });
        var workspace = await platform.NewWorkspaceAsync();
        var workflow = await workspace.CreateAsync(api, """
            {"name": "Slow", "steps": [{"id": "call", "type": "http", "url": "API", "timeout_seconds": 1, "on_failure": {"action": "continue"}},
                                       {"id": "sign_off", "type": "approval", "timeout_seconds": 1}]}
            """);

        var run = await workspace.RunAsync(workflow);

        Assert.Equal("workflow_step_timed_out", StepOf(run, "call").At("$.error.code"));
        Assert.Equal(("failed", "workflow_approval_expired"), (run.At("$.status"), run.At("$.error.code")));
    }
}
