using FunctionsPlatform.Connectors;
using static FunctionsPlatform.Tests.Syncs.MappedRows;

namespace FunctionsPlatform.Tests.Syncs;

public sealed class TimeConversionTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly TimeZoneInfo Apia = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia");

    [Theory]
    [InlineData("2024-01-31T12:00:00Z", "2024-01-31T12:00:00Z")]
    [InlineData("2024-01-31 12:00:00+02", "2024-01-31T10:00:00Z")]
    [InlineData("2024-01-31T12:00 +0530", "2024-01-31T06:30:00Z")]
    [InlineData(" 2024-01-31T12:00:00.123456700000-11:00 ", "2024-01-31T23:00:00.1234567Z")]
    [InlineData("2024-01-31", "2024-01-31T00:00:00Z")]
    [InlineData("2024-01-31T12:00:00.12345678Z", null)]
    [InlineData("2024-02-30", null)]
    [InlineData("2024-1-31", null)]
    [InlineData("31.01.2024", null)]
    [InlineData("infinity", null)]
    [InlineData("0000-00-00 00:00:00", null)]
    [InlineData("0001-01-01T00:00:00+02:00", null)]
    public void An_instant_is_read_from_ISO_8601(string text, string? expected) => Assert.Equal(
        expected is null ? "value_invalid" : DateTimeOffset.Parse(expected), One(ColumnKind.Text, text, Field(ColumnKind.TimestampTz)));

    [Theory]
    [InlineData("Europe/Berlin", "2024-07-01T12:00:00", "2024-07-01T10:00:00Z")]
    [InlineData("Europe/Berlin", "2024-03-31T02:30:00", "2024-03-31T01:30:00Z")] // skipped: becomes 03:30
    [InlineData("Europe/Berlin", "2024-03-31T03:00:00", "2024-03-31T01:00:00Z")]
    [InlineData("Europe/Berlin", "2024-10-27T02:30:00", "2024-10-27T00:30:00Z")] // twice: the first
    [InlineData("Europe/Berlin", "2024-10-27T03:00:00", "2024-10-27T02:00:00Z")]
    [InlineData("America/New_York", "2024-03-10T02:15:00", "2024-03-10T07:15:00Z")]
    [InlineData("America/New_York", "2024-11-03T01:15:00", "2024-11-03T05:15:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00Z")] // a day that Samoa left out
    public void A_timestamp_without_a_zone_is_what_clocks_showed(string zone, string wall, string instant) => Assert.Equal(
        DateTimeOffset.Parse(instant), One(ColumnKind.Timestamp, DateTime.Parse(wall), Field(ColumnKind.TimestampTz), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void An_instant_becomes_what_clocks_showed_then()
    {
        Assert.Equal(new DateTime(2024, 10, 27, 2, 30, 0), One(ColumnKind.TimestampTz, DateTimeOffset.Parse("2024-10-27T00:30:00Z"), Field(ColumnKind.Timestamp), Berlin));
        Assert.Equal(new DateTime(2024, 10, 27, 2, 30, 0), One(ColumnKind.TimestampTz, DateTimeOffset.Parse("2024-10-27T01:30:00Z"), Field(ColumnKind.Timestamp), Berlin));
        Assert.Equal("2024-10-27T02:30:00+01:00", One(ColumnKind.TimestampTz, DateTimeOffset.Parse("2024-10-27T01:30:00Z"), Field(ColumnKind.Text), Berlin));
        Assert.Equal(new DateTime(2024, 7, 1, 14, 0, 0), One(ColumnKind.Text, "2024-07-01T12:00:00Z", Field(ColumnKind.Timestamp), Berlin));
    }

    [Fact]
    public void An_instant_of_another_offset_is_the_same_instant_in_UTC()
    {
        var mapped = (DateTimeOffset)One(ColumnKind.TimestampTz, DateTimeOffset.Parse("2024-07-01T12:00:00+05:00"), Field(ColumnKind.TimestampTz))!;

        Assert.True(mapped.EqualsExact(DateTimeOffset.Parse("2024-07-01T07:00:00Z")));
    }

    [Fact]
    public void A_timestamp_becomes_a_date_at_midnight_only()
    {
        var date = Field(ColumnKind.Date);

        Assert.Equal(new DateOnly(2024, 1, 31), One(ColumnKind.Timestamp, new DateTime(2024, 1, 31), date));
        Assert.Equal("value_inexact", One(ColumnKind.Timestamp, new DateTime(2024, 1, 31, 0, 0, 1), date));
        Assert.Equal(new DateOnly(2024, 7, 1), One(ColumnKind.TimestampTz, DateTimeOffset.Parse("2024-06-30T22:00:00Z"), date, Berlin));
        Assert.Equal("value_inexact", One(ColumnKind.TimestampTz, DateTimeOffset.Parse("2024-06-30T22:00:00Z"), date, NewYork));
        Assert.Equal(new DateOnly(2024, 1, 31), One(ColumnKind.Text, "2024-01-31 00:00:00", date));
        Assert.Equal("value_invalid", One(ColumnKind.Date, "infinity", date));
    }

    [Fact]
    public void A_date_becomes_midnight_in_the_zone()
    {
        var day = new DateOnly(2024, 7, 1);

        Assert.Equal(new DateTime(2024, 7, 1), One(ColumnKind.Date, day, Field(ColumnKind.Timestamp), Berlin));
        Assert.Equal(DateTimeOffset.Parse("2024-06-30T22:00:00Z"), One(ColumnKind.Date, day, Field(ColumnKind.TimestampTz), Berlin));
    }

    [Fact]
    public void Years_at_the_ends_of_time_are_rejected_not_wrapped()
    {
        Assert.Equal("value_invalid", One(ColumnKind.Date, DateOnly.MinValue, Field(ColumnKind.TimestampTz), Berlin));
        Assert.Equal("value_invalid", One(ColumnKind.Timestamp, DateTime.MaxValue, Field(ColumnKind.TimestampTz), NewYork));
        Assert.Equal("value_invalid", One(ColumnKind.TimestampTz, DateTimeOffset.MaxValue, Field(ColumnKind.Timestamp), Apia));
    }

    [Theory]
    [InlineData("23:59:59.5", "23:59:59.5")]
    [InlineData("07:30", "07:30:00")]
    [InlineData("25:00:00", "25:00:00")]
    [InlineData("-838:59:59", "-838:59:59")]
    [InlineData("839:00:00", "value_invalid")]
    [InlineData("7:30pm", "value_invalid")]
    public void A_time_is_read_from_text_and_may_exceed_a_day(string text, string expected)
    {
        var time = One(ColumnKind.Text, text, Field(ColumnKind.Time));

        Assert.Equal(expected, time is string code ? code : One(ColumnKind.Time, time, Field(ColumnKind.Text)));
    }
}
