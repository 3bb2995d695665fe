using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Tests.Api;
using FunctionsPlatform.Tests.Connectors.Http;
using FunctionsPlatform.Tests.Webhooks;
using FunctionsPlatform.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Dashboards;

[Collection(nameof(ShopPlatform))]
public sealed class ReportTests(ShopPlatform shop)
{
    private readonly DashboardApi _api = new(shop);

    [Fact]
    public async Task A_report_keeps_a_snapshot_each_time_that_it_is_due()
    {
        var id = await _api.CreateAsync("table", DashboardApi.Countries);
        var scheduled = await shop.SendAsync(HttpMethod.Post, $"/v1/dashboards/{id}/reports", new { cron = "0 8 * * 1", timezone = "Europe/Berlin", name = "Mondays" });
        Assert.Equal(HttpStatusCode.Created, scheduled.StatusCode);
        var report = (await scheduled.JsonAsync()).At("$.data.report_id");
        var dueAt = DateTimeOffset.Parse((await scheduled.JsonAsync()).At("$.data.next_due_at")!);

        await QueueDueAsync(dueAt + TimeSpan.FromSeconds(10));

        var snapshot = await SnapshotAsync(id);
        Assert.Equal((report, "1", "0"), (snapshot.At("$.report_id"), snapshot.At("$.widgets"), snapshot.At("$.failed_widgets")));
        using var page = await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}/snapshots/{snapshot.At("$.snapshot_id")}");
        Assert.Contains("attachment", page.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("France", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"/", html, StringComparison.Ordinal);
        var next = (await (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}/reports")).JsonAsync()).At("$.data[0].next_due_at");
        Assert.Equal(7, (DateTimeOffset.Parse(next!) - dueAt).TotalDays, 0.1);

        Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync(HttpMethod.Delete, $"/v1/dashboards/{id}/reports/{report}")).StatusCode);
        Assert.Empty((await (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}/reports")).JsonAsync())["data"]!.AsArray());
    }

    [Fact]
    public async Task A_report_is_told_of_once_and_where_its_snapshot_is()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var id = await _api.CreateAsync("table", DashboardApi.Countries);
        await new WebhookWorkspace(shop.App, new TestWorkspace(shop.Workspace, await _api.OtherKeyAsync(shop.Workspace))).NewWebhookAsync(receiver.Url, EventTypes.ReportGenerated);
        var scheduled = await (await shop.SendAsync(HttpMethod.Post, $"/v1/dashboards/{id}/reports", new { cron = "0 8 * * 1", timezone = "UTC", name = "Mondays" })).JsonAsync();
        var report = scheduled.At("$.data.report_id")!;
        var run = new ReportRun(shop.Workspace.Value, Guid.ParseExact(report["rep_".Length..], "N"), shop.App.Services.GetRequiredService<Ids>().New());
        var runs = shop.App.Services.GetRequiredService<ReportRuns>();

        await runs.RunAsync(run, CancellationToken.None);
        await runs.RunAsync(run, CancellationToken.None);
        await runs.RunAsync(run with { Snapshot = shop.App.Services.GetRequiredService<Ids>().New() }, CancellationToken.None);
        await Eventually.ValueAsync(() => Task.FromResult(receiver.Calls.Count >= 2 ? "told" : null));

        Assert.Equal(2, receiver.Calls.Select(call => call.Header("webhook-id")).Distinct().Count());
        var told = receiver.Calls.First().Json;
        Assert.Equal((id, report, "Mondays", "1", "0"),
            (told.At("$.data.dashboard_id"), told.At("$.data.report_id"), told.At("$.data.report_name"), told.At("$.data.widgets"), told.At("$.data.failed_widgets")));
        Assert.DoesNotContain("France", receiver.Calls.First().Body, StringComparison.Ordinal);
        using var page = await shop.SendAsync(HttpMethod.Get, told.At("$.data.snapshot_path")!);
        Assert.Contains("France", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(told.At("$.data.snapshot_id")!, page.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_report_does_not_delay_another()
    {
        var slow = await _api.CreateAsync("table", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
        var quick = await _api.CreateAsync("table", DashboardApi.Countries);
        var dueAt = DateTimeOffset.MinValue;
        foreach (var id in new[] { slow, quick })
            dueAt = DateTimeOffset.Parse((await (await shop.SendAsync(HttpMethod.Post, $"/v1/dashboards/{id}/reports", new { cron = "30 9 * * 2" })).JsonAsync()).At("$.data.next_due_at")!);

        await QueueDueAsync(dueAt + TimeSpan.FromSeconds(10));

        var (first, last) = (await SnapshotAsync(quick), await SnapshotAsync(slow));
        Assert.Equal(("0", "1"), (first.At("$.failed_widgets"), last.At("$.failed_widgets")));
        Assert.True(DateTimeOffset.Parse(first.At("$.created_at")!) < DateTimeOffset.Parse(last.At("$.created_at")!), $"{first.ToJsonString()} {last.ToJsonString()}");
    }

    [Fact]
    public async Task A_snapshot_can_be_kept_now()
    {
        var id = await _api.CreateAsync("table", DashboardApi.Countries);

        var made = await (await shop.SendAsync(HttpMethod.Post, $"/v1/dashboards/{id}/snapshots")).JsonAsync();

        Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}/snapshots/{made.At("$.data.snapshot_id")}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{id}/snapshots/snap_{Guid.Empty:N}")).StatusCode);
    }

    [Theory]
    [InlineData("every day", "UTC")]
    [InlineData("0 0 31 2 *", "UTC")]
    [InlineData("* * * * * *", "UTC")]
    [InlineData("0 8 * * *", "Mars/Olympus")]
    public async Task A_schedule_that_is_none_is_refused(string cron, string timezone)
    {
        var id = await _api.CreateAsync("table", DashboardApi.Countries);

        var response = await shop.SendAsync(HttpMethod.Post, $"/v1/dashboards/{id}/reports", new { cron, timezone });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("schedule_invalid", (await response.JsonAsync()).At("$.error.details.reason"));
    }

    /// <summary>Lets the time come at which reports are due.</summary>
    private Task QueueDueAsync(DateTimeOffset now)
    {
        var services = shop.App.Services;
        var reports = new DashboardReports(
            services.GetRequiredService<PlatformStorage>(), services.GetRequiredService<ReportQueue>(), services.GetRequiredService<Ids>(), new FakeTimeProvider(now));
        return reports.QueueDueAsync((failure, id) => Assert.Fail($"{id}: {failure}"), CancellationToken.None);
    }

    /// <summary>The only snapshot of a dashboard, when it is there.</summary>
    private Task<JsonNode> SnapshotAsync(string dashboard) => Eventually.ValueAsync(async () =>
        (await (await shop.SendAsync(HttpMethod.Get, $"/v1/dashboards/{dashboard}/snapshots")).JsonAsync())["data"]!.AsArray() is { Count: > 0 } listed ? Assert.Single(listed) : null);
}
