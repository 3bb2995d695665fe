using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Tests.Api.AiSquared;

/// <summary>What settings change, and what counts only runs that the engine made.</summary>
public sealed class SettingTests(SquaredPlatform platform) : IClassFixture<SquaredPlatform>
{
    [Fact]
    public async Task The_size_of_a_page_that_nobody_names_can_be_set()
    {
        for (var made = 0; made < 4; made++)
            await platform.NewSyncAsync();

        Assert.Equal(3, (await platform.GetAsync("syncs"))["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_deployment_can_make_no_accounts()
    {
        using var response = await platform.PostAsync("signup", new { });

        Assert.Equal((HttpStatusCode.Forbidden, "403"), (response.StatusCode, (await response.JsonAsync()).At("$.errors[0].status")));
    }

    [Fact]
    public async Task A_report_counts_runs_and_rows_in_thirty_slices()
    {
        const string ofDay = "reports?type=workspace_activity&time_period=one_day", ofWeek = "reports?type=workspace_activity&metric=sync_run_triggered";
        var (dayBefore, weekBefore) = ((await platform.GetAsync(ofDay))["data"]!, (await platform.GetAsync(ofWeek))["data"]!);
        var sync = await platform.NewSyncAsync();
        await platform.NewRunAsync(sync, RunState.Succeeded, run => run with { CreatedAt = TimeProvider.System.GetUtcNow().AddDays(-3) });
        await platform.NewRunAsync(sync, RunState.PartiallySucceeded, run => run with { Counts = new RunCounts { ToAdd = 10, Added = 7, Rejected = 3 } });
        await platform.NewRunAsync(sync, RunState.Failed);
        await platform.NewRunAsync(sync, RunState.Writing);
        await platform.NewRunAsync(sync, RunState.Skipped);

        var (day, week) = ((await platform.GetAsync(ofDay))["data"]!, (await platform.GetAsync(ofWeek))["data"]!);

        Assert.Equal((30, 30), (day["sync_run_triggered"]!.AsArray().Count, day["total_sync_run_rows"]!.AsArray().Count));
        Assert.Equal(["time_slice", "total_count", "failed_count", "success_count"], day["sync_run_triggered"]![0]!.AsObject().Select(member => member.Key));
        Assert.Equal((3, 1, 1), More(dayBefore["sync_run_triggered"]!, day["sync_run_triggered"]!));
        Assert.Equal((10, 3, 7), More(dayBefore["total_sync_run_rows"]!, day["total_sync_run_rows"]!));
        Assert.Equal((4, 1, 2), More(weekBefore["sync_run_triggered"]!, week["sync_run_triggered"]!));
        Assert.Null(week["total_sync_run_rows"]);
    }

    [Fact]
    public async Task A_report_of_connectors_counts_the_syncs_from_and_to_them()
    {
        await platform.NewRunAsync(await platform.NewSyncAsync(), RunState.Succeeded);
        var connectors = (await platform.GetAsync("connectors"))["data"]!.AsArray().Select(connector => connector.At("$.id")!);

        foreach (var connector in connectors)
            Assert.NotEqual(0, (await SumAsync(connector)).Total);
        Assert.Equal(0, (await SumAsync("987654")).Total);
    }

    private async Task<(long Total, long Failed, long Successful)> SumAsync(string connector) =>
        Sums((await platform.GetAsync($"reports?type=workspace_activity&connector_ids[]={connector}"))["data"]!["sync_run_triggered"]!);

    private static (long Total, long Failed, long Successful) More(JsonNode before, JsonNode after) => (
        Sums(after).Total - Sums(before).Total, Sums(after).Failed - Sums(before).Failed, Sums(after).Successful - Sums(before).Successful);

    private static (long Total, long Failed, long Successful) Sums(JsonNode slices) => (
        slices.AsArray().Sum(slice => slice!["total_count"]!.GetValue<long>()),
        slices.AsArray().Sum(slice => slice!["failed_count"]!.GetValue<long>()),
        slices.AsArray().Sum(slice => slice!["success_count"]!.GetValue<long>()));
}
