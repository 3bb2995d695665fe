using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Tests.Api.People;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Api;

/// <summary>What was done in a workspace is told to those who may know.</summary>
[Collection(nameof(PeoplePlatform))]
public sealed class AuditTests(PeoplePlatform platform)
{
    private static readonly object Webhook = new { url = "https://example.com/hooks/s3cret", events = new[] { "anomaly.detected" } };

    [Fact]
    public async Task Changes_are_told_with_who_made_them_and_nothing_of_what_was_sent()
    {
        var workspace = await platform.App.NewWorkspaceAsync();
        using var client = platform.App.ClientOf(workspace);

        var made = await (await client.PostAsJsonAsync("/api/v1/webhooks", Webhook)).JsonAsync();
        (await client.GetAsync("/api/v1/webhooks")).Dispose();
        (await client.PostAsJsonAsync("/api/v1/webhooks", new { url = "nonsense" })).Dispose();
        (await client.DeleteAsync($"/api/v1/webhooks/{made.At("$.id")}")).Dispose();
        var log = await LogAsync(client, workspace);

        Assert.Equal(["Webhooks_Delete", "Webhooks_Create"], log["data"]!.AsArray().Select(entry => entry.At("$.action")));
        var create = log["data"]![1]!;
        Assert.Equal(("POST", "/api/v1/webhooks", "201", "api_key", "owner"), (create.At("$.method"), create.At("$.path"), create.At("$.status"), create.At("$.actor_kind"), create.At("$.role")));
        Assert.StartsWith("req_", create.At("$.request_id"), StringComparison.Ordinal);
        Assert.Equal($"/api/v1/webhooks/{made.At("$.id")}", log.At("$.data[0].path"));
        Assert.DoesNotContain("s3cret", log.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_request_is_told_of_once()
    {
        var workspace = await platform.App.NewWorkspaceAsync();
        using var client = platform.App.ClientOf(workspace);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "once");

        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.Created, (await client.PostAsJsonAsync("/v1/dashboards", new { name = "Mine" })).StatusCode);

        Assert.Equal("Dashboards_Create", Assert.Single((await LogAsync(client, workspace))["data"]!.AsArray()).At("$.action"));
    }

    [Fact]
    public async Task Entries_are_found_by_time_actor_and_action_page_by_page_and_exported()
    {
        var workspace = await platform.App.NewWorkspaceAsync();
        using var client = platform.App.ClientOf(workspace);
        for (var i = 0; i < 3; i++)
            (await client.PostAsJsonAsync("/api/v1/webhooks", Webhook)).Dispose();
        (await client.PostAsJsonAsync("/v1/dashboards", new { name = "Mine" })).Dispose();

        var first = await LogAsync(client, workspace, "?limit=3");
        var second = await LogAsync(client, workspace, $"?limit=3&cursor={first.At("$.next_cursor")}");
        var actor = first.At("$.data[0].actor");

        Assert.Equal(4, first["data"]!.AsArray().Concat(second["data"]!.AsArray()).Select(entry => entry.At("$.id")).Distinct().Count());
        Assert.Equal(3, await CountAsync("?action=Webhooks_Create"));
        Assert.Equal(4, await CountAsync($"?actor={actor}&from=2020-01-01T00:00:00Z&to=2100-01-01"));
        Assert.Equal(0, await CountAsync("?to=2020-01-01T00:00:00Z"));
        Assert.Equal(0, await CountAsync("?actor=x' or PartitionKey ne '"));
        var wrong = await client.GetAsync($"/platform/v1/workspaces/{workspace.Id}/audit-log?from=yesterday");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "from"), (wrong.StatusCode, (await wrong.JsonAsync()).At("$.error.details.fields[0].path")));
        var export = await client.GetStringAsync($"/platform/v1/workspaces/{workspace.Id}/audit-log/export?action=Webhooks_Create");
        Assert.Equal(3, export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).Count(entry => entry.At("$.action") == "Webhooks_Create"));

        async Task<int> CountAsync(string query) => (await LogAsync(client, workspace, query))["data"]!.AsArray().Count;
    }

    [Fact]
    public async Task What_is_done_in_a_workspace_that_the_path_names_is_told_of_there()
    {
        var (first, owner) = await platform.Crew.FoundAsync();
        var second = (await platform.App.Services.GetRequiredService<Founding>().WorkspaceAsync(new NewWorkspace("Second"), owner.Id, default)).Value.Id;

        await Crew.BodyAsync(owner.Client.PostAsJsonAsync($"/platform/v1/workspaces/{second}/api-keys", new { name = "Key", prefix = "key_" }), HttpStatusCode.Created);
        var (there, here) = (await Crew.BodyAsync(owner.Client.GetAsync($"/platform/v1/workspaces/{second}/audit-log")), await Crew.BodyAsync(owner.Client.GetAsync($"/platform/v1/workspaces/{first}/audit-log")));

        Assert.Equal(("Administration_ApiKeyCreate", owner.Id.ToString()), (there.At("$.data[0].action"), there.At("$.data[0].actor")));
        Assert.Empty(here["data"]!.AsArray());
    }

    [Fact]
    public async Task Only_owners_and_administrators_see_it_and_only_their_own()
    {
        var (workspace, other) = (await platform.App.NewWorkspaceAsync(), await platform.App.NewWorkspaceAsync());
        using var stranger = platform.App.ClientOf(other);
        using var editor = platform.App.ClientOf(await platform.App.NewWorkspaceAsync(Roles.Editor));

        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync($"/platform/v1/workspaces/{workspace.Id}/audit-log")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await editor.GetAsync($"/platform/v1/workspaces/{workspace.Id}/audit-log")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await editor.GetAsync($"/platform/v1/workspaces/{workspace.Id}/audit-log/export")).StatusCode);
    }

    private static async Task<JsonNode> LogAsync(HttpClient client, TestWorkspace workspace, string query = "") =>
        await Crew.BodyAsync(client.GetAsync($"/platform/v1/workspaces/{workspace.Id}/audit-log{query}"));
}
