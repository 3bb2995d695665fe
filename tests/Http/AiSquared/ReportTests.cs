using System.Net;
using Fixtures;

namespace Http.Tests.AiSquared;

[Collection(nameof(RunningPlatform))]
public sealed class ReportTests(RunningPlatform platform)
{
    private readonly SquaredApi _api = new(platform);

    [Theory]
    [InlineData("", true, true)]
    [InlineData("&metric=all", true, true)]
    [InlineData("&metric=sync_run_triggered", true, false)]
    [InlineData("&metric=total_sync_run_rows", false, true)]
    public async Task A_report_has_the_metrics_asked_for_in_thirty_slices(string query, bool hasRuns, bool hasRows)
    {
        var data = (await _api.GetAsync($"reports?type=workspace_activity{query}")).Body!["data"]!;

        Assert.Equal(hasRuns ? 30 : null, data["sync_run_triggered"]?.AsArray().Count);
        Assert.Equal(hasRows ? 30 : null, data["total_sync_run_rows"]?.AsArray().Count);
    }

    [Theory]
    [InlineData("one_day", 1)]
    [InlineData("one_week", 7)]
    public async Task Slices_fill_the_time_asked_for(string period, int days)
    {
        var slices = (await _api.GetAsync($"reports?type=workspace_activity&time_period={period}")).Body!["data"]!["sync_run_triggered"]!.AsArray();

        var (first, second) = (DateTimeOffset.Parse(slices[0].At("$.time_slice")!), DateTimeOffset.Parse(slices[1].At("$.time_slice")!));
        Assert.Equal(days * 24.0 / 30, (second - first).TotalHours, 0.01);
    }

    [Theory]
    [InlineData("no type", "reports", "type")]
    [InlineData("a type that is none", "reports?type=everything", "type")]
    [InlineData("a metric that is none", "reports?type=workspace_activity&metric=weather", "metric")]
    [InlineData("a time that is none", "reports?type=workspace_activity&time_period=one_year", "time_period")]
    public async Task A_report_has_a_contract(string rule, string path, string field)
    {
        var answer = await _api.GetAsync(path);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, rule);
        Assert.NotNull(answer.At($"$.errors.{field}[0]"));
    }

    [Fact]
    public async Task A_report_can_be_of_some_connectors_only() => Assert.Equal(
        HttpStatusCode.OK,
        (await _api.GetAsync($"reports?type=workspace_activity&connector_ids[]={await _api.ShopAsync()}&connector_ids[]={await _api.TargetAsync()}")).Status);
}
