using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Tests.Connectors.Http;
using FunctionsPlatform.Tests.Syncs;

namespace FunctionsPlatform.Tests.Workflows;

/// <summary>The process is killed, as a failure of the machine would, between the steps of a run and in the middle of them. The run goes on, and nothing is done twice.</summary>
[Collection(nameof(AloneCollection))]
public sealed class KillTests : IAsyncLifetime
{
    private static readonly string[] Told = ["one", "two", "left", "right", "arm", "failing", "after_failure", "after_wait", "last"];

    private readonly string _directory = Directory.CreateTempSubdirectory("workflow-kill-").FullName;
    private readonly Dictionary<string, string> _settings = [];
    private string _key = "";

    public async Task InitializeAsync()
    {
        var (storage, prefix) = (await SharedAzurite.ConnectionStringAsync(), SharedAzurite.NewPrefix());
        foreach (var (name, value) in new (string, string)[]
        {
            ("Emulator:DataDirectory", _directory), ("Secrets:KeyFile", Path.Combine(_directory, "secrets.key")), ("AzureWebJobsStorage", storage), ("DataStorage", storage),
            ("DataStorage:Prefix", prefix), ("SyncChunkQueue", $"{prefix}-sync-chunks"), ("SyncRunEndedQueue", $"{prefix}-sync-runs-ended"), ("WebhookQueue", $"{prefix}-webhooks"),
            ("DatasetQueue", $"{prefix}-datasets"), ("ReportQueue", $"{prefix}-reports"), ("Demo:Enabled", "false"), ("Mail:Directory", Path.Combine(_directory, "mail")),
            ("RateLimits:Enabled", "false"), ("Logging:LogLevel:Default", "None"), ("Outgoing:AllowPrivateAddresses", "true"),
        })
            _settings[name] = value;
        await using var app = await PlatformApp.StartAsync(_settings);
        _key = (await app.NewWorkspaceAsync(Roles.Owner)).Key;
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Whenever_the_process_is_killed_the_run_comes_to_its_end_and_no_effect_is_there_twice()
    {
        // Every step tells the server its name, and at the first call of each the process is killed: in turn in the middle of the step, and when it has been answered.
        var killed = new HashSet<string>();
        var due = new ConcurrentQueue<TimeSpan>();
        await using var api = await ScriptedApi.StartAsync();
        api.Answer = call =>
        {
            var reply = ApiReply.Json("{}", call.Path == "/failing" ? 500 : 200);
            lock (killed)
            {
                // What comes while it is about to be killed gets no answer any more.
                if (!due.IsEmpty)
                    return reply with { Delay = TimeSpan.FromSeconds(30) };
                if (!killed.Add(call.Path))
                    return reply;
                var isBetween = killed.Count % 2 == 0;
                due.Enqueue(isBetween ? TimeSpan.FromMilliseconds(60) : TimeSpan.Zero);
                return isBetween ? reply : reply with { Delay = TimeSpan.FromSeconds(30) };
            }
        };
        var platform = await PlatformProcess.StartAsync(_settings);
        var workflow = await CreateAsync(platform, api);
        var run = (await SendAsync(platform, HttpMethod.Post, $"/v1/workflows/{workflow}/run", HttpStatusCode.Accepted)).At("$.data.run_id")!;

        JsonNode? ended = null;
        for (var watch = Stopwatch.StartNew(); ended is null && watch.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(5))
        {
            if (due.TryPeek(out var pause))
            {
                await Task.Delay(pause);
                await platform.KillAsync();
                await platform.DisposeAsync();
                due.TryDequeue(out _);
                platform = await PlatformProcess.StartAsync(_settings);
            }

            ended = await FindEndAsync(platform, workflow, run);
        }

        await platform.DisposeAsync();
        Assert.Equal("completed", ended.At("$.status"));
        Assert.Equal(
            ["after_failure:succeeded", "after_wait:succeeded", "arm:succeeded", "both:succeeded", "failing:failed", "last:succeeded", "left:succeeded", "mail:succeeded", "one:succeeded", "right:succeeded", "two:succeeded", "wait:succeeded", "which:succeeded"],
            WorkflowWorkspace.Steps(ended!).Order(StringComparer.Ordinal));
        Assert.Equal(Told.Order(StringComparer.Ordinal), api.Calls.Select(call => call.Path[1..]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Told.Length, killed.Count);
        // A step that was interrupted says again what it said, under the same key: a server that heeds it does it once.
        Assert.All(api.Calls.GroupBy(call => call.Path), calls => Assert.Single(calls.Select(call => (call.Header("Idempotency-Key"), call.Body)).Distinct()));
        Assert.Single(Directory.GetFiles(Path.Combine(_directory, "mail")));
    }

    private async Task<string> CreateAsync(PlatformProcess platform, ScriptedApi api)
    {
        var json = JsonNode.Parse("""
            {"name": "Killed", "steps": [
               {"id": "one", "type": "http", "method": "POST", "url": "API/one", "body": "{\"run\": \"{{ run.id }}\"}"},
               {"id": "two", "type": "http", "method": "POST", "url": "API/two", "body": "{\"after\": {{ steps.one.status_code }}}"},
               {"id": "both", "type": "parallel", "branches": [[{"id": "left", "type": "http", "url": "API/left"}], [{"id": "right", "type": "http", "url": "API/right"}]]},
               {"id": "which", "type": "branch", "conditions": [{"type": "value", "of": "{{ steps.right.status_code }}", "operator": "equals", "value": 200}],
                "then": [{"id": "arm", "type": "http", "url": "API/arm"}], "else": [{"id": "no_arm", "type": "http", "url": "API/no_arm"}]},
               {"id": "failing", "type": "http", "url": "API/failing", "on_failure": {"action": "go_to", "step": "after_failure"}},
               {"id": "passed_over", "type": "http", "url": "API/passed_over"},
               {"id": "after_failure", "type": "http", "url": "API/after_failure"},
               {"id": "wait", "type": "delay", "seconds": 1},
               {"id": "after_wait", "type": "http", "url": "API/after_wait"},
               {"id": "mail", "type": "send_email", "to": ["a@example.com"], "subject": "Done", "body": "{{ steps.failing.error }}"},
               {"id": "last", "type": "http", "url": "API/last"}]}
            """.Replace("API", api.Url, StringComparison.Ordinal));
        return (await SendAsync(platform, HttpMethod.Post, "/v1/workflows", HttpStatusCode.Created, json)).At("$.data.workflow_id")!;
    }

    private async Task<JsonNode> SendAsync(PlatformProcess platform, HttpMethod method, string path, HttpStatusCode status, JsonNode? body = null)
    {
        using var client = Client(platform);
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await client.SendAsync(request);
        var json = await response.JsonAsync();
        Assert.True(response.StatusCode == status, json.ToJsonString());
        return json;
    }

    /// <summary>The run, once it has ended.</summary>
    private async Task<JsonNode?> FindEndAsync(PlatformProcess platform, string workflow, string run)
    {
        var found = (await SendAsync(platform, HttpMethod.Get, $"/v1/workflows/{workflow}/runs/{run}", HttpStatusCode.OK))["data"]!;
        return found.At("$.finished_at") is null ? null : found;
    }

    private HttpClient Client(PlatformProcess platform) => new(new SocketsHttpHandler())
    {
        BaseAddress = platform.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", _key) },
    };
}
