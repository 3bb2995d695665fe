using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Mapping;
using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Tests.Api.AiSquared;

/// <summary>Syncs that were made or changed through another API, in the words of this one.</summary>
public sealed class ForeignSyncTests(SquaredPlatform platform) : IClassFixture<SquaredPlatform>
{
    [Theory]
    [InlineData(90, "90", "minutes")]
    [InlineData(120, "2", "hours")]
    [InlineData(2 * 24 * 60, "2", "days")]
    [InlineData(14 * 24 * 60, "2", "weeks")]
    public async Task An_interval_is_shown_in_the_longest_unit_that_fits(int minutes, string interval, string unit)
    {
        var shown = await ShowAsync(sync => sync with { Schedule = new Schedule.Every(TimeSpan.FromMinutes(minutes)) });

        Assert.Equal(("interval", interval, unit), (shown.At("$.schedule_type"), shown.At("$.sync_interval"), shown.At("$.sync_interval_unit")));
    }

    [Fact]
    public async Task A_cron_expression_and_a_wait_for_another_sync_are_shown()
    {
        var other = await platform.NewSyncAsync();

        Assert.Equal("0 6 * * *", (await ShowAsync(sync => sync with { Schedule = new Schedule.Cron("0 6 * * *", "Europe/Zurich") })).At("$.cron_expression"));
        Assert.Equal("manual", (await ShowAsync(sync => sync with { Schedule = new Schedule.After(other.Id) })).At("$.schedule_type"));
    }

    [Fact]
    public async Task Mappings_are_shown_as_a_list()
    {
        var shown = await ShowAsync(sync => sync with
        {
            Mappings =
            [
                FieldMapping.Column("id", "id"),
                new FieldMapping("name", MappingKind.Template) { Template = "{{ name }}" },
            ],
        });

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""
                    [{"mapping_type": "standard", "from": "id", "to": "id"}, {"mapping_type": "template", "template": "{{ name }}", "to": "name"}]
                    """),
                shown["configuration"]),
            shown.ToJsonString());
    }

    [Fact]
    public async Task What_was_changed_elsewhere_is_not_shown_as_it_was_sent_here()
    {
        var sync = await platform.NewSyncAsync(request => request with
        {
            Schedule = new Schedule.Every(TimeSpan.FromHours(2)),
            Details = (JsonObject)JsonNode.Parse("""{"configuration": {"id": "id"}, "sync_interval": 120, "sync_interval_unit": "minutes"}""")!,
        });
        Assert.Equal(("120", """{"id":"id"}"""), await ShownAsync(sync));

        await platform.Get<FunctionsPlatform.Syncs.Syncs>().UpdateAsync(
            platform.Workspace,
            sync.Id,
            new SyncChange { Schedule = new Schedule.Every(TimeSpan.FromHours(3)), Mappings = [FieldMapping.Column("id", "id"), FieldMapping.Column("name", "name")] },
            default);

        Assert.Equal(
            ("3", """[{"mapping_type":"standard","from":"id","to":"id"},{"mapping_type":"standard","from":"name","to":"name"}]"""), await ShownAsync(sync));
    }

    [Theory]
    [InlineData(RunState.Succeeded, "healthy")]
    [InlineData(RunState.PartiallySucceeded, "healthy")]
    [InlineData(RunState.Failed, "failed")]
    [InlineData(RunState.Cancelled, "aborted")]
    public async Task The_end_of_the_last_run_is_the_syncs_status(RunState state, string word)
    {
        var sync = await platform.NewSyncAsync();
        await platform.NewRunAsync(sync, state);

        Assert.Equal(word, (await platform.GetAsync($"syncs/{await platform.NumberOfAsync(sync)}"))["data"]!.At("$.attributes.status"));
    }

    private async Task<JsonNode> ShowAsync(Func<NewSync, NewSync> change) =>
        (await platform.GetAsync($"syncs/{await platform.NumberOfAsync(await platform.NewSyncAsync(change))}"))["data"]!["attributes"]!;

    private async Task<(string? Interval, string Configuration)> ShownAsync(Sync sync)
    {
        var shown = (await platform.GetAsync($"syncs/{await platform.NumberOfAsync(sync)}"))["data"]!["attributes"]!;
        return (shown.At("$.sync_interval"), shown["configuration"]!.ToJsonString());
    }
}
