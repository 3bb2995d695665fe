using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Tests.Translation.Embedded;

public sealed class RelativeDateTests
{
    [Theory]
    [InlineData("today", "order_date >= '2024-01-10' AND order_date < '2024-01-11'")]
    [InlineData("yesterday", "order_date >= '2024-01-09' AND order_date < '2024-01-10'")]
    [InlineData("this week", "order_date >= '2024-01-08' AND order_date < '2024-01-15'")]
    [InlineData("last week", "order_date >= '2024-01-01' AND order_date < '2024-01-08'")]
    [InlineData("this month", "order_date >= '2024-01-01' AND order_date < '2024-02-01'")]
    [InlineData("last month", "order_date >= '2023-12-01' AND order_date < '2024-01-01'")]
    [InlineData("last quarter", "order_date >= '2023-10-01' AND order_date < '2024-01-01'")]
    [InlineData("this year", "order_date >= '2024-01-01' AND order_date < '2025-01-01'")]
    [InlineData("in the last 7 days", "order_date >= '2024-01-04' AND order_date < '2024-01-11'")]
    [InlineData("in the past 2 weeks", "order_date >= '2023-12-28' AND order_date < '2024-01-11'")]
    [InlineData("in 2023", "order_date >= '2023-01-01' AND order_date < '2024-01-01'")]
    [InlineData("in March 2023", "order_date >= '2023-03-01' AND order_date < '2023-04-01'")]
    [InlineData("on March 5, 2023", "order_date >= '2023-03-05' AND order_date < '2023-03-06'")]
    [InlineData("since March 2023", "order_date >= '2023-03-01'")]
    [InlineData("before 2023-06-15", "order_date < '2023-06-15'")]
    [InlineData("after 2023-06-15", "order_date >= '2023-06-16'")]
    [InlineData("between 2023-01-01 and 2023-03-31", "order_date >= '2023-01-01' AND order_date < '2023-04-01'")]
    public async Task Periods_are_literal_ranges(string period, string condition) =>
        Assert.Equal($"SELECT COUNT(*) AS count FROM orders WHERE {condition}", await Ask.SqlAsync($"How many orders {period}?"));

    [Theory]
    [InlineData("2024-01-07T23:30:00+00:00", "2024-01-01")] // still Sunday in UTC
    [InlineData("2024-01-08T01:30:00+02:00", "2024-01-08")] // the same instant, Monday two hours east
    [InlineData("2024-01-08T00:00:00+00:00", "2024-01-08")]
    [InlineData("2024-01-14T23:59:59-08:00", "2024-01-08")]
    [InlineData("2023-01-01T12:00:00+00:00", "2022-12-26")] // the week of a new year's Sunday
    public async Task Weeks_start_on_the_local_monday(string now, string monday) =>
        Assert.Equal(
            $"SELECT COUNT(*) AS count FROM users WHERE created_at >= '{monday}'",
            await Ask.SqlAsync("How many users signed up this week?", now: DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("in the last 3000 years", "order_date >= '1753-01-01' AND order_date < '2024-01-11'")]
    [InlineData("in the last 9999 quarters", "order_date >= '1753-01-01' AND order_date < '2024-01-11'")]
    [InlineData("in the last 99999999 months", "order_date >= '1753-01-01' AND order_date < '2024-01-11'")]
    [InlineData("in the last 99999999999999999999 days", "order_date >= '1753-01-01' AND order_date < '2024-01-11'")]
    [InlineData("in the last 99999999999999999999999999999999999 hours", "order_date >= '1753-01-01' AND order_date < '2024-01-10 12:00:00'")]
    [InlineData("in the last 20000 days", "order_date >= '1969-04-09' AND order_date < '2024-01-11'")]
    public async Task Periods_that_reach_too_far_back_begin_with_the_first_day_of_every_dialect(string period, string condition) =>
        Assert.Equal($"SELECT COUNT(*) AS count FROM orders WHERE {condition}", await Ask.SqlAsync($"How many orders {period}?"));

    [Theory]
    [InlineData("this week", "created_at >= '2024-01-08' AND created_at < '2024-01-15'")]
    [InlineData("in the last 7 days", "created_at >= '2024-01-04' AND created_at < '2024-01-11'")]
    public async Task Looking_back_a_period_that_reaches_now_ends(string period, string condition)
    {
        var request = new TranslationRequest($"How many users signed up {period}?", Shop.Catalog, SqlDialect.Sqlite, Ask.Now, LooksBack: true);

        Assert.True((await Ask.TranslateAsync(request)).Succeeded(out var translated, out _));

        Assert.Equal($"SELECT COUNT(*) AS count FROM users WHERE {condition}", translated.Sql);
    }

    [Fact]
    public async Task A_leap_day_ends_a_month() =>
        Assert.Equal(
            "SELECT COUNT(*) AS count FROM orders WHERE order_date >= '2024-02-01' AND order_date < '2024-03-01'",
            await Ask.SqlAsync("How many orders last month?", now: new DateTimeOffset(2024, 3, 31, 0, 0, 0, TimeSpan.Zero)));
}
