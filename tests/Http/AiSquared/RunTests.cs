using System.Net;
using Fixtures;

namespace Http.Tests.AiSquared;

/// <summary>Syncs that are started, watched and stopped.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class RunTests(RunningPlatform platform)
{
    private const string Interval = """, "sync_interval": 2, "sync_interval_unit": "weeks" """;

    private readonly SquaredApi _api = new(platform);

    [Fact]
    public async Task A_disabled_sync_is_not_started()
    {
        var id = await _api.NewSyncAsync();
        await _api.PatchAsync($"syncs/{id}/enable", """{"enable": false}""");

        var answer = await _api.StartAsync(id);

        Assert.Equal((HttpStatusCode.FailedDependency, "424", "Sync is disabled"), (answer.Status, answer.At("$.errors[0].status"), answer.At("$.errors[0].detail")));
    }

    [Fact]
    public async Task A_disabled_sync_with_an_interval_is_told_that_it_is_disabled()
    {
        var id = await _api.NewSyncAsync(Interval, "interval");
        await _api.PatchAsync($"syncs/{id}/enable", """{"enable": false}""");

        Assert.Equal("Sync is disabled", (await _api.StartAsync(id)).At("$.errors[0].detail"));
    }

    [Fact]
    public async Task A_sync_that_runs_by_itself_is_not_started_by_hand()
    {
        var answer = await _api.StartAsync(await _api.NewSyncAsync(Interval, "interval"));

        Assert.Equal((HttpStatusCode.FailedDependency, "Sync Schedule type should be manual"), (answer.Status, answer.At("$.errors[0].detail")));
    }

    [Fact]
    public async Task What_does_not_run_is_not_stopped()
    {
        var answer = await _api.DeleteAsync($"schedule_syncs/{await _api.NewSyncAsync()}");

        Assert.Equal((HttpStatusCode.FailedDependency, "Sync cannot be cancelled due to no active sync run"), (answer.Status, answer.At("$.errors[0].detail")));
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    public async Task What_does_not_run_is_not_held_up(string action) =>
        Assert.Equal(HttpStatusCode.FailedDependency, (await _api.PostAsync($"syncs/{await _api.NewSyncAsync()}/{action}", "")).Status);

    [Theory]
    [InlineData("nothing at all", "{}", "schedule_sync")]
    [InlineData("no sync", """{"schedule_sync": {}}""", "schedule_sync.sync_id")]
    [InlineData("a sync that is no number", """{"schedule_sync": {"sync_id": "one"}}""", "schedule_sync.sync_id")]
    [InlineData("a sync of no number", """{"schedule_sync": {"sync_id": 0}}""", "schedule_sync.sync_id")]
    public async Task Starting_has_a_contract(string rule, string body, string field)
    {
        var answer = await _api.PostAsync("schedule_syncs", body);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, rule);
        Assert.NotNull(answer.At($"$.errors.{field}[0]"));
    }

    [Fact]
    public async Task A_sync_that_never_ran_has_no_runs()
    {
        var answer = await _api.GetAsync($"syncs/{await _api.NewSyncAsync()}/sync_runs");

        Assert.Equal((HttpStatusCode.OK, 0), (answer.Status, answer.List.Count));
        Assert.NotNull(answer.Body!["links"]!["self"]);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_404_in_the_documented_words()
    {
        var answer = await _api.GetAsync($"syncs/{await _api.NewSyncAsync()}/sync_runs/987654");

        Assert.Equal((HttpStatusCode.NotFound, "Sync Run not found"), (answer.Status, answer.At("$.errors[0].detail")));
    }

    [Fact]
    public async Task A_status_that_is_none_is_400_in_the_documented_words()
    {
        var answer = await _api.GetAsync($"syncs/{await _api.NewSyncAsync()}/sync_runs?status=skipped");

        Assert.Equal((HttpStatusCode.BadRequest, "must be a valid status"), (answer.Status, answer.At("$.errors.status[0]")));
    }

    [Theory]
    [InlineData("by hand", "general", "general")]
    [InlineData("as a test", "test", "test")]
    [InlineData("to find out what it would do", "test", "dry_run")]
    public async Task A_sync_that_runs_is_not_started_again_and_can_be_stopped(string way, string type, string kind)
    {
        var id = await _api.NewSyncAsync(model: await EndlessAsync());

        var started = way switch
        {
            "by hand" => await _api.StartAsync(id),
            "as a test" => await _api.PostAsync($"/enterprise/api/v1/syncs/{id}/test", ""),
            _ => await _api.PostAsync($"syncs/{id}/dry_run", ""),
        };

        Assert.True(started.Status is HttpStatusCode.OK or HttpStatusCode.Created, started.Text);
        var run = (await _api.GetAsync($"syncs/{id}/sync_runs")).List.Single()!;
        Assert.Equal((type, kind), (run.At("$.attributes.sync_run_type"), run.At("$.attributes.kind")));
        Assert.Contains(run.At("$.attributes.status"), new[] { "pending", "started", "querying" });
        Assert.Equal("pending", (await _api.GetAsync($"syncs/{id}")).Attributes.At("$.status"));
        var again = await _api.StartAsync(id);
        Assert.Equal((HttpStatusCode.FailedDependency, "Sync cannot be scheduled due to active sync run"), (again.Status, again.At("$.errors[0].detail")));
        var stopped = await _api.DeleteAsync($"schedule_syncs/{id}");
        Assert.Equal((HttpStatusCode.OK, "Sync cancelled successfully"), (stopped.Status, stopped.At("$.message")));
        Assert.Equal("canceled", (await _api.FinishedAsync(id, run.At("$.id")!)).Attributes.At("$.status"));
        Assert.Equal("aborted", (await _api.GetAsync($"syncs/{id}")).Attributes.At("$.status"));
    }

    /// <summary>A model whose rows nobody lives to see.</summary>
    private async Task<string> EndlessAsync() => await _api.NewModelAsync(
        await _api.ShopAsync(), query: "SELECT sum(a.range * b.range) AS id, 'x' AS name FROM range(1000000) AS a, range(1000000) AS b");
}
