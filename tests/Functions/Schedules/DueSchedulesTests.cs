using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Tests.Schedules;

public sealed class DueSchedulesTests
{
    [Fact]
    public async Task A_schedule_is_due_at_its_times_and_at_no_other()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        var sync = await fixture.AddEveryAsync(90);

        for (var minute = 0; minute < 300; minute++)
        {
            fixture.Clock.Advance(TimeSpan.FromMinutes(1));
            await fixture.TickAsync();
        }

        Assert.Equal([fixture.At("11:30"), fixture.At("13:00"), fixture.At("14:30")], fixture.Runs.Values.Order());
        var state = await fixture.StateAsync(sync);
        Assert.Equal((fixture.At("16:00"), fixture.At("14:30"), 0), (state.NextDueAt, state.LastStartedAt, state.MissedCount));
    }

    [Fact]
    public async Task Missed_runs_are_made_up_for_by_one()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        var sync = await fixture.AddEveryAsync(10);
        fixture.SetTime("10:45");

        var occurrence = Assert.Single(await fixture.TickAsync());

        Assert.Equal((fixture.At("10:10"), 3), (occurrence.DueAt, occurrence.MissedCount));
        var state = await fixture.StateAsync(sync);
        Assert.Equal((fixture.At("10:50"), 3), (state.NextDueAt, state.MissedCount));
    }

    [Theory]
    [InlineData("10:10:59", "10:10", "10:20", 0)]
    [InlineData("10:11:01", null, "10:20", 1)]
    [InlineData("10:45:00", null, "10:50", 4)]
    [InlineData("10:40:30", "10:40", "10:50", 3)]
    public async Task Missed_runs_are_recorded_and_skipped_where_the_policy_says_so(string now, string? runs, string next, long missed)
    {
        var fixture = await ScheduleFixture.OpenAsync();
        var sync = await fixture.AddEveryAsync(10, MissedRuns.Skip);
        fixture.SetTime(now);

        var claimed = await fixture.TickAsync();

        Assert.Equal(runs is null ? [] : [fixture.At(runs)], claimed.Select(occurrence => occurrence.DueAt));
        var state = await fixture.StateAsync(sync);
        Assert.Equal((fixture.At(next), missed), (state.NextDueAt, state.MissedCount));
        Assert.Equal(runs is null ? null : fixture.Now, state.LastStartedAt);
    }

    [Theory]
    [InlineData(MissedRuns.RunOnce)]
    [InlineData(MissedRuns.Skip)]
    public async Task A_crash_between_claiming_and_starting_loses_no_run(MissedRuns missed)
    {
        var fixture = await ScheduleFixture.OpenAsync();
        await fixture.AddEveryAsync(10, missed);
        fixture.SetTime("10:10:30");
        var lost = Assert.Single(await fixture.ClaimAsync());

        fixture.SetTime("10:12:29");
        Assert.Empty(await fixture.TickAsync());
        fixture.SetTime("10:12:30");
        var again = Assert.Single(await fixture.TickAsync());

        Assert.Equal((lost.RunId, fixture.At("10:10")), (again.RunId, again.DueAt));
        Assert.False(await fixture.Due().CompleteAsync(lost, fixture.Now, default));
    }

    [Fact]
    public async Task A_crash_after_missed_runs_were_recorded_loses_no_run()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        var sync = await fixture.AddEveryAsync(10, MissedRuns.Skip);
        fixture.SetTime("10:40:30");
        var lost = Assert.Single(await fixture.ClaimAsync());
        fixture.SetTime("10:43");

        var again = Assert.Single(await fixture.TickAsync());

        Assert.Equal((lost.RunId, fixture.At("10:40")), (again.RunId, again.DueAt));
        Assert.Equal(3, (await fixture.StateAsync(sync)).MissedCount);
    }

    [Fact]
    public async Task A_crash_between_starting_and_completing_starts_nothing_twice()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        await fixture.AddEveryAsync(10);
        fixture.SetTime("10:10");
        fixture.Start(Assert.Single(await fixture.ClaimAsync()));

        fixture.SetTime("10:21");
        await fixture.TickAsync();
        fixture.SetTime("10:30");
        await fixture.TickAsync();

        Assert.Equal([fixture.At("10:10"), fixture.At("10:30")], fixture.Runs.Values);
    }

    [Fact]
    public async Task A_claim_that_another_has_taken_over_completes_nothing()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        var sync = await fixture.AddEveryAsync(10);
        fixture.SetTime("10:10");
        var slow = Assert.Single(await fixture.ClaimAsync());
        fixture.SetTime("10:13");
        var other = Assert.Single(await fixture.ClaimAsync());

        Assert.False(await fixture.Due().CompleteAsync(slow, fixture.Now, default));
        Assert.True(await fixture.Due().CompleteAsync(other, fixture.Now, default));

        Assert.Equal(fixture.At("10:20"), (await fixture.StateAsync(sync)).NextDueAt);
    }

    [Fact]
    public async Task Completing_twice_moves_a_schedule_once()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        var sync = await fixture.AddEveryAsync(10);
        fixture.SetTime("10:10");
        var occurrence = Assert.Single(await fixture.ClaimAsync());

        Assert.True(await fixture.Due().CompleteAsync(occurrence, fixture.Now, default));
        Assert.False(await fixture.Due().CompleteAsync(occurrence, fixture.Now, default));

        Assert.Equal(fixture.At("10:20"), (await fixture.StateAsync(sync)).NextDueAt);
    }

    [Fact]
    public async Task Of_instances_that_claim_at_the_same_moment_one_gets_each_run()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        for (var i = 0; i < 10; i++)
            await fixture.AddEveryAsync(10, i % 2 == 0 ? MissedRuns.RunOnce : MissedRuns.Skip);

        foreach (var time in new[] { "10:10:30", "10:20:05", "10:50:40" })
        {
            fixture.SetTime(time);
            var claims = (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => fixture.ClaimAsync()))).SelectMany(claimed => claimed).ToList();

            Assert.Equal(10, claims.Select(claim => claim.Id).Distinct().Count());
            Assert.Equal(10, claims.Count);
            Assert.All(await Task.WhenAll(claims.Select(claim => fixture.Due().CompleteAsync(claim, fixture.Now, default))), Assert.True);
        }
    }

    [Fact]
    public async Task Five_hundred_schedules_due_at_once_are_each_started_once()
    {
        var fixture = await ScheduleFixture.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => fixture.AddAsync(new Schedule.Cron("0 11 * * *", "UTC"))));
        fixture.SetTime("11:00:20");

        await Task.WhenAll(WorkAsync(), WorkAsync());

        Assert.Equal(500, fixture.Runs.Count);
        Assert.Empty(await fixture.ClaimAsync());
        Assert.Empty(await fixture.Schedules.ListOverdueAsync(fixture.Now.AddHours(23), 10, default));

        async Task WorkAsync()
        {
            while (await fixture.ClaimAsync(max: 100) is { Count: > 0 } claimed)
            {
                foreach (var occurrence in claimed)
                {
                    lock (fixture.Runs)
                        fixture.Runs.Add(occurrence.RunId, occurrence.DueAt);
                }

                Assert.All(await Task.WhenAll(claimed.Select(occurrence => fixture.Due().CompleteAsync(occurrence, fixture.Now, default))), Assert.True);
            }
        }
    }

    [Fact]
    public void Run_ids_are_version_7_of_the_time_that_the_run_was_due()
    {
        var sync = Guid.Parse("0191d7e5-0000-7000-8000-000000000001");
        var at = DateTimeOffset.Parse("2024-01-31T10:00:00Z");
        Guid Id(Guid id, DateTimeOffset time) => new ScheduledOccurrence(new WorkspaceId(Guid.Empty), id, time, 0, time, "").RunId;

        Assert.Equal(7, Id(sync, at).Version);
        Assert.Equal($"{at.ToUnixTimeMilliseconds():x12}", Id(sync, at).ToString("N")[..12]);
        Assert.Equal(Id(sync, at), Id(sync, at.ToOffset(TimeSpan.FromHours(2))));
        Assert.Equal(3, new[] { Id(sync, at), Id(sync, at.AddTicks(1)), Id(Guid.Empty, at) }.Distinct().Count());
    }
}
