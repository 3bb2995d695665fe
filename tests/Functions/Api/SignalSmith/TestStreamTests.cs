using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using static FunctionsPlatform.Tests.Api.SignalSmith.SmithWorkspace;

namespace FunctionsPlatform.Tests.Api.SignalSmith;

[Collection(nameof(SmithPlatform))]
public sealed class TestStreamTests(SmithPlatform platform)
{
    [Fact]
    public async Task A_test_of_a_source_tells_its_steps_and_one_result_and_becomes_its_status()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var id = await workspace.NewSourceAsync();

        using var response = await workspace.PostAsync($"/sources/{id}/test");
        var events = await EventsAsync(response);

        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal(
            [("step", "connect", "running"), ("step", "connect", "completed"), ("step", "tables", "running"), ("step", "tables", "completed")],
            events[..^1].Select(sent => (sent.Name, sent.Data.At("$.step"), sent.Data.At("$.status"))));
        Assert.Equal(("result", """{"success":true,"message":"The source can be read."}"""), (events[^1].Name, events[^1].Data.ToJsonString()));
        Assert.Equal(("connected", ""), await StatusAsync(workspace, $"/sources/{id}"));
    }

    [Fact]
    public async Task A_test_that_fails_ends_with_why_and_becomes_the_status()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var id = await workspace.NewDestinationAsync(space: "broken");

        var events = await EventsAsync(await workspace.PostAsync($"/destinations/{id}/test"));

        Assert.Equal(["running", "failed"], events[..^1].Select(sent => sent.Data.At("$.status")));
        Assert.Equal("""{"success":false,"message":"The memory refuses the token."}""", events[^1].Data.ToJsonString());
        Assert.Equal(("error", "The memory refuses the token."), await StatusAsync(workspace, $"/destinations/{id}"));
    }

    [Fact]
    public async Task What_a_test_found_stays_until_the_configuration_changes()
    {
        var workspace = await platform.NewWorkspaceAsync();
        foreach (var (path, config) in new (string, object)[]
        {
            ($"/sources/{await workspace.NewSourceAsync()}", new { database = "shop.db" }),
            ($"/destinations/{await workspace.NewDestinationAsync()}", new { space = "other" }),
        })
        {
            await EventsAsync(await workspace.PostAsync($"{path}/test"));

            await BodyAsync(workspace.PutAsync(path, new { name = "Renamed" }));
            Assert.Equal(("connected", ""), await StatusAsync(workspace, path));
            Assert.Equal("untested", (await BodyAsync(workspace.PutAsync(path, new { config }))).At("$.status"));
            Assert.Equal(("untested", ""), await StatusAsync(workspace, path));
        }
    }

    [Theory]
    [InlineData("/sources/test", """{"source_type": "sqlite", "config": {"database": "shop.db"}}""", true, "The source can be read.")]
    [InlineData("/sources/test", """{"source_type": "sqlite", "config": {"database": "nothing.db"}}""", false, "nothing.db")]
    [InlineData("/sources/test", """{"source_type": "postgresql", "config": {"database": "d", "username": "u"}}""", false, "$.config.host")]
    [InlineData("/sources/test", """{"source_type": "postgresql", "config": {"host": "127.0.0.1", "port": 1, "database": "d", "username": "u"}}""", false, "Connection refused")]
    [InlineData("/destinations/test", """{"destination_type": "memory", "config": {"space": "crm", "token": "right-token"}}""", true, "The destination answers.")]
    [InlineData("/destinations/test", """{"destination_type": "memory", "config": {"space": "crm", "token": "wrong-one"}}""", false, "The memory refuses the token.")]
    [InlineData("/destinations/test", """{"destination_type": "memory", "config": {"space": "crm"}}""", false, "$.config.token")]
    [InlineData("/destinations/test", """{"destination_type": "memory", "config": {"space": "forbidden", "token": "x"}}""", false, "$.config.space")]
    public async Task Settings_are_tested_before_they_are_kept(string path, string body, bool success, string message)
    {
        var workspace = await platform.NewWorkspaceAsync();

        var events = await EventsAsync(await workspace.PostAsync(path, JsonNode.Parse(body)));

        Assert.Equal(success, events[^1].Data["success"]!.GetValue<bool>());
        Assert.Contains(message, events[^1].Data.At("$.message"), StringComparison.Ordinal);
        Assert.Single(events, sent => sent.Name == "result");
        Assert.Empty((await BodyAsync(workspace.GetAsync(path.Replace("/test", "", StringComparison.Ordinal)))).AsArray());
    }

    [Theory]
    [InlineData("/sources/test", "{}", HttpStatusCode.BadRequest)]
    [InlineData("/destinations/test", """{"destination_type": "nothing", "config": {}}""", HttpStatusCode.BadRequest)]
    [InlineData("/sources/550e8400-e29b-41d4-a716-446655440001/test", null, HttpStatusCode.NotFound)]
    [InlineData("/destinations/no-uuid/test", null, HttpStatusCode.NotFound)]
    public async Task What_cannot_be_tested_at_all_is_refused_in_json(string path, string? body, HttpStatusCode status)
    {
        var workspace = await platform.NewWorkspaceAsync();

        await ErrorAsync(workspace.PostAsync(path, body is null ? null : JsonNode.Parse(body)), status);
    }

    [Fact]
    public async Task Events_arrive_while_the_test_goes_on()
    {
        var workspace = await platform.NewWorkspaceAsync();
        using var request = workspace.Request(HttpMethod.Post, $"/destinations/{await workspace.NewDestinationAsync(space: "slow")}/test");

        using var response = await platform.App.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await NextAsync(reader);
        var second = await NextAsync(reader);
        platform.Memory.Release.SetResult();
        var names = new List<string>();
        while (await NextAsync(reader) is { } next)
            names.Add(next.Name);

        Assert.Equal(("step", "running"), (first!.Name, first.Data.At("$.status")));
        Assert.Equal(("progress", "1"), (second!.Name, second.Data.At("$.elapsed_seconds")));
        Assert.Equal("result", names[^1]);
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_test()
    {
        var workspace = await platform.NewWorkspaceAsync();
        using var request = workspace.Request(HttpMethod.Post, "/destinations/test", new { destination_type = "memory", config = new { space = "slow", token = "x" } });

        using (var response = await platform.App.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            await NextAsync(reader);
        }

        await platform.Memory.Abandoned.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_defect_ends_the_stream_with_a_result_that_says_nothing_of_it()
    {
        var workspace = await platform.NewWorkspaceAsync();

        using var response = await workspace.PostAsync("/destinations/test", new { destination_type = "memory", config = new { space = "bug", token = "secret-of-the-bug" } });
        var events = await EventsAsync(response);

        Assert.Equal("result", events[^1].Name);
        Assert.Contains(response.Headers.GetValues("X-Request-ID").Single(), events[^1].Data.At("$.message"), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-bug", events[^1].Data.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("The step connect of a test failed", platform.Log.Text, StringComparison.Ordinal);
    }

    private static async Task<(string?, string?)> StatusAsync(SmithWorkspace workspace, string path)
    {
        var body = await BodyAsync(workspace.GetAsync(path));
        return (body.At("$.status"), body.At("$.status_error"));
    }

    private static async Task<List<Sent>> EventsAsync(HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var events = new List<Sent>();
        while (await NextAsync(reader) is { } next)
            events.Add(next);
        return events;
    }

    private static async Task<Sent?> NextAsync(StreamReader reader)
    {
        if (await reader.ReadLineAsync() is not { } name)
            return null;
        var data = await reader.ReadLineAsync();
        Assert.Equal("", await reader.ReadLineAsync());
        return new Sent(name["event: ".Length..], JsonNode.Parse(data!["data: ".Length..])!);
    }

    private sealed record Sent(string Name, JsonNode Data);
}
