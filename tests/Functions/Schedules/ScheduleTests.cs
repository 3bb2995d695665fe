using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Tests.Schedules;

public sealed class ScheduleTests
{
    private static readonly DateTimeOffset Anchor = DateTimeOffset.Parse("2024-03-30T22:15:30Z");

    [Property(MaxTest = 300)]
    public Property Occurrences_of_an_interval_are_the_start_and_whole_intervals_after_it() => Prop.ForAll(
        Gen.Choose(60, 366 * 24 * 3600).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), Gen.Choose(0, 1_000).ToArbitrary(), (interval, start, skipped) =>
        {
            var schedule = new Schedule.Every(TimeSpan.FromSeconds(interval));
            var anchor = DateTimeOffset.UnixEpoch.AddSeconds(start);
            var from = anchor.AddSeconds((long)interval * skipped);
            var times = new List<DateTimeOffset?> { schedule.NextAfter(from, anchor) };
            for (var n = 0; n < 5; n++)
                times.Add(schedule.NextAfter(times[^1]!.Value, anchor));

            var expected = Enumerable.Range(skipped + 1, 6).Select(n => (DateTimeOffset?)anchor.AddSeconds((long)interval * n));
            return times.SequenceEqual(expected)
                && schedule.NextAfter(from.AddTicks(-1), anchor) == from
                && schedule.CountBetween(from, times[^1]!.Value, anchor) == 6;
        });

    [Fact]
    public void Ninety_minutes_are_ninety_minutes_over_midnight_and_into_summer_time()
    {
        var schedule = new Schedule.Every(TimeSpan.FromMinutes(90));

        Assert.Equal(
            ["22:15:30", "23:45:30", "01:15:30", "02:45:30", "04:15:30"],
            Times(schedule, Anchor.AddTicks(-1), 5).Select(time => $"{time:HH:mm:ss}"));
    }

    // Expressions, from when, and what Cronos promises for the nights in which clocks change.
    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2024-03-30T12:00Z", "2024-03-31T03:00+02:00 2024-04-01T02:30+02:00")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2024-10-26T12:00Z", "2024-10-27T02:30+02:00 2024-10-28T02:30+01:00")]
    [InlineData("*/30 * * * *", "Europe/Berlin", "2024-10-26T23:50Z", "2024-10-27T02:00+02:00 2024-10-27T02:30+02:00 2024-10-27T02:00+01:00 2024-10-27T02:30+01:00 2024-10-27T03:00+01:00")]
    [InlineData("0 */2 * * *", "America/New_York", "2024-03-10T04:30Z", "2024-03-10T00:00-05:00 2024-03-10T03:00-04:00 2024-03-10T04:00-04:00")]
    [InlineData("15 1 * * *", "America/New_York", "2024-11-02T12:00Z", "2024-11-03T01:15-04:00 2024-11-04T01:15-05:00")]
    [InlineData("0 9 * * MON-FRI", "America/New_York", "2024-07-05T12:00Z", "2024-07-05T09:00-04:00 2024-07-08T09:00-04:00")]
    [InlineData("0 0 13 * FRI", "UTC", "2024-01-01T00:00Z", "2024-09-13T00:00Z 2024-12-13T00:00Z")]
    public void Cron_is_due_by_the_clocks_of_its_zone(string expression, string zone, string from, string expected) => Assert.Equal(
        expected.Split(' ').Select(DateTimeOffset.Parse), Times(new Schedule.Cron(expression, zone), DateTimeOffset.Parse(from), expected.Split(' ').Length));

    [Theory]
    [InlineData("", "UTC", "$.cron_expression")]
    [InlineData("every day", "UTC", "$.cron_expression")]
    [InlineData("0 0 * * * *", "UTC", "$.cron_expression")]
    [InlineData("@every_second", "UTC", "$.cron_expression")]
    [InlineData("H * * * *", "UTC", "$.cron_expression")]
    [InlineData("0 0 30 2 *", "UTC", "$.cron_expression")]
    [InlineData("0 0 31 4,6,9,11 *", "UTC", "$.cron_expression")]
    [InlineData("0 0 * * *", "Europe/Ulm", "$.time_zone")]
    [InlineData("0 0 * * *", "", "$.time_zone")]
    [InlineData("60 * * * *", "../UTC", "$.cron_expression $.time_zone")]
    public void Cron_that_cannot_be_kept_is_refused(string expression, string zone, string places)
    {
        var error = new Schedule.Cron(expression, zone).Check()!;

        Assert.Equal("schedule_invalid", error.Code);
        Assert.Equal(places, string.Join(' ', error.Fields!.Select(field => field.Path)));
    }

    [Fact]
    public void What_is_no_cron_is_told_apart_from_what_is_never_due()
    {
        Assert.Equal("invalid cron expression format", new Schedule.Cron("* * *", "UTC").Check()!.Fields![0].Message);
        Assert.Contains("never due", new Schedule.Cron("0 0 30 2 *", "UTC").Check()!.Fields![0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@hourly")]
    [InlineData("0 0 29 2 *")]
    [InlineData("5-55/10 8-18 L * ?")]
    public void Cron_that_is_seldom_due_is_taken(string expression) => Assert.Null(new Schedule.Cron(expression, "Asia/Kolkata").Check());

    [Theory]
    [InlineData("00:00:59", false)]
    [InlineData("00:01:00", true)]
    [InlineData("01:30:00", true)]
    [InlineData("366.00:00:00", true)]
    [InlineData("366.00:00:01", false)]
    [InlineData("-01:00:00", false)]
    public void An_interval_is_from_a_minute_to_366_days(string interval, bool isTaken) =>
        Assert.Equal(isTaken, new Schedule.Every(TimeSpan.Parse(interval)).Check() is null);

    [Fact]
    public void What_is_manual_or_follows_another_is_never_due_by_the_clock()
    {
        Assert.Null(new Schedule.Manual().NextAfter(Anchor, Anchor));
        Assert.Null(new Schedule.After(Guid.Empty).NextAfter(Anchor, Anchor));
    }

    private static List<DateTimeOffset> Times(Schedule schedule, DateTimeOffset from, int count)
    {
        var times = new List<DateTimeOffset>();
        for (var time = from; times.Count < count; times.Add(time))
            time = schedule.NextAfter(time, Anchor)!.Value;
        return times;
    }
}
