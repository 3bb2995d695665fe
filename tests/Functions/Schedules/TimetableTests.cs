using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Tests.Schedules;

public sealed class TimetableTests
{
    [Fact]
    public async Task A_schedule_is_kept_as_it_was_set()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        Schedule[] schedules =
        [
            new Schedule.Manual(), new Schedule.Every(TimeSpan.FromMinutes(90)), new Schedule.Cron("0 12 * * *", "Europe/Berlin"), new Schedule.After(fixture.Workspace.Value),
        ];

        foreach (var schedule in schedules)
        {
            var state = await fixture.StateAsync(await fixture.AddAsync(schedule, MissedRuns.Skip));
            Assert.Equal((fixture.Workspace, schedule, MissedRuns.Skip, schedule.NextAfter(fixture.Now, fixture.Now)), (state.Workspace, state.Schedule, state.Missed, state.NextDueAt));
        }
    }

    [Fact]
    public async Task A_schedule_that_cannot_be_kept_is_refused_and_the_old_one_stays()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        var sync = await fixture.AddEveryAsync(10);

        var refused = await fixture.Schedules.SetAsync(fixture.Workspace, sync, new Schedule.Every(TimeSpan.Zero), MissedRuns.Skip, fixture.Now, default);

        Assert.Equal("schedule_invalid", refused.Error.Code);
        Assert.Equal(fixture.At("10:10"), (await fixture.StateAsync(sync)).NextDueAt);
    }

    [Fact]
    public async Task Setting_the_same_schedule_again_does_not_put_it_off_and_another_one_counts_from_now()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        var sync = await fixture.AddEveryAsync(10);
        fixture.SetTime("10:07");

        var same = (await fixture.Schedules.SetAsync(fixture.Workspace, sync, new Schedule.Every(TimeSpan.FromMinutes(10)), MissedRuns.RunOnce, fixture.Now, default)).Value;
        var other = (await fixture.Schedules.SetAsync(fixture.Workspace, sync, new Schedule.Every(TimeSpan.FromMinutes(20)), MissedRuns.RunOnce, fixture.Now, default)).Value;

        Assert.Equal((fixture.At("10:10"), fixture.At("10:27")), (same.NextDueAt, other.NextDueAt));
        fixture.SetTime("10:30");
        Assert.Equal(fixture.At("10:27"), Assert.Single(await fixture.TickAsync()).DueAt);
    }

    [Fact]
    public async Task What_is_removed_or_made_manual_is_not_due_any_more()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        var (removed, manual) = (await fixture.AddEveryAsync(10), await fixture.AddEveryAsync(10));

        await fixture.Schedules.RemoveAsync(removed, default);
        await fixture.Schedules.RemoveAsync(removed, default);
        await fixture.Schedules.SetAsync(fixture.Workspace, manual, new Schedule.Manual(), MissedRuns.RunOnce, fixture.Now, default);
        fixture.SetTime("12:00");

        Assert.Empty(await fixture.ClaimAsync());
        Assert.Null(await fixture.Schedules.FindAsync(removed, default));
        Assert.Null((await fixture.StateAsync(manual)).NextDueAt);
    }

    [Fact]
    public async Task A_schedule_that_is_changed_while_its_run_starts_stays_changed()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        var sync = await fixture.AddEveryAsync(10);
        fixture.SetTime("10:10");
        var occurrence = Assert.Single(await fixture.ClaimAsync());

        await fixture.Schedules.SetAsync(fixture.Workspace, sync, new Schedule.Every(TimeSpan.FromHours(3)), MissedRuns.RunOnce, fixture.Now, default);

        Assert.False(await fixture.Due().CompleteAsync(occurrence, fixture.Now, default));
        Assert.Equal(fixture.At("13:10"), (await fixture.StateAsync(sync)).NextDueAt);
    }

    [Fact]
    public async Task Schedules_that_do_not_fire_are_reported()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        var (late, later) = (await fixture.AddEveryAsync(20), await fixture.AddEveryAsync(10));
        await fixture.AddEveryAsync(60);

        fixture.SetTime("10:15");
        Assert.Empty(await fixture.Schedules.ListOverdueAsync(fixture.Now, 10, default));
        Assert.False((await fixture.StateAsync(later)).IsOverdue(fixture.Now));
        fixture.SetTime("10:26");

        Assert.Equal([later, late], (await fixture.Schedules.ListOverdueAsync(fixture.Now, 10, default)).Select(state => state.Id));
        Assert.Equal([later], (await fixture.Schedules.ListOverdueAsync(fixture.Now, 1, default)).Select(state => state.Id));
        Assert.True((await fixture.StateAsync(later)).IsOverdue(fixture.Now));
        await fixture.TickAsync();
        Assert.Empty(await fixture.Schedules.ListOverdueAsync(fixture.Now, 10, default));
    }

    [Fact]
    public async Task What_follows_another_is_found_by_it()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        var first = await fixture.AddEveryAsync(10);
        var second = await fixture.AddAsync(new Schedule.After(first));
        var third = await fixture.AddAsync(new Schedule.After(first));
        await fixture.AddAsync(new Schedule.After(second));
        await fixture.Schedules.SetAsync(fixture.Workspace, third, new Schedule.Manual(), MissedRuns.RunOnce, fixture.Now, default);

        Assert.Equal([(fixture.Workspace, second)], await fixture.Schedules.ListFollowersAsync(first, default));
        Assert.Empty(await fixture.Schedules.ListFollowersAsync(third, default));
        fixture.SetTime("12:00");
        Assert.Equal([first], (await fixture.ClaimAsync()).Select(occurrence => occurrence.Id));
    }
}
