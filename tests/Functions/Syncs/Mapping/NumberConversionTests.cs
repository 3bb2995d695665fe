using FunctionsPlatform.Connectors;
using static FunctionsPlatform.Tests.Syncs.MappedRows;

namespace FunctionsPlatform.Tests.Syncs;

public sealed class NumberConversionTests
{
    [Theory]
    [InlineData(32767L, 32767L)]
    [InlineData(-32768L, -32768L)]
    [InlineData(32768L, "value_out_of_range")]
    [InlineData(-32769L, "value_out_of_range")]
    [InlineData(12.0, 12L)]
    [InlineData(12.5, "value_inexact")]
    [InlineData(1e300, "value_out_of_range")]
    [InlineData(double.NaN, "value_invalid")]
    [InlineData(true, 1L)]
    [InlineData("12", 12L)]
    [InlineData(" +12.00 ", 12L)]
    [InlineData("1.2e1", 12L)]
    [InlineData("12.5", "value_inexact")]
    [InlineData("99999", "value_out_of_range")]
    [InlineData("1e400", "value_out_of_range")]
    [InlineData("1,234", "value_invalid")]
    [InlineData("", "value_invalid")]
    [InlineData("twelve", "value_invalid")]
    [InlineData("١٢", "value_invalid")]
    public void A_whole_number_has_to_be_whole_and_within_the_range(object value, object expected) =>
        Assert.Equal(expected, One(ColumnKind.Text, value, Field(ColumnKind.Integer) with { Minimum = -32768, Maximum = 32767 }));

    [Fact]
    public void A_whole_number_too_large_for_64_bits_stays_exact()
    {
        const decimal Largest = 18446744073709551615m;
        var unsigned = Field(ColumnKind.Integer) with { Minimum = 0, Maximum = Largest };

        Assert.Equal(Largest, One(ColumnKind.Integer, Largest, unsigned));
        Assert.Equal(Largest, One(ColumnKind.Text, "18446744073709551615", unsigned));
        Assert.Equal("value_out_of_range", One(ColumnKind.Integer, Largest + 1, unsigned));
        Assert.Equal("value_out_of_range", One(ColumnKind.Integer, -1L, unsigned));
        Assert.Equal(long.MaxValue, One(ColumnKind.Decimal, (decimal)long.MaxValue, unsigned));
        Assert.Equal(9223372036854775808m, One(ColumnKind.Float, 9223372036854775808.0, unsigned));
    }

    public static TheoryData<object, object> Decimals => new()
    {
        { 123.45m, 123.45m },
        { 123.4500m, 123.4500m },
        { 123.456m, "value_inexact" },
        { 999.99m, 999.99m },
        { 1000m, "value_out_of_range" },
        { -1000m, "value_out_of_range" },
        { 7L, 7m },
        { 1000L, "value_out_of_range" },
        { 0.1, 0.1m },
        { 0.125, "value_inexact" },
        { "123.4500", 123.45m },
        { "0.001", "value_inexact" },
        { "1e2", 100m },
        { "1e-3", "value_inexact" },
        { "NaN", "value_invalid" },
        { false, 0m },
    };

    [Theory]
    [MemberData(nameof(Decimals))]
    public void A_decimal_is_never_rounded(object value, object expected) =>
        Assert.Equal(expected, One(ColumnKind.Decimal, value, Field(ColumnKind.Decimal) with { Precision = 5, Scale = 2 }));

    [Fact]
    public void A_decimal_of_more_digits_than_a_CLR_decimal_holds_stays_exact()
    {
        var long38 = new string('9', 36) + ".25";

        Assert.Equal(long38, One(ColumnKind.Decimal, long38, Field(ColumnKind.Decimal)));
        Assert.Equal(long38, One(ColumnKind.Text, long38, Field(ColumnKind.Decimal) with { Precision = 38, Scale = 2 }));
        Assert.Equal("value_out_of_range", One(ColumnKind.Decimal, long38, Field(ColumnKind.Decimal) with { Precision = 37, Scale = 2 }));
        Assert.Equal("value_inexact", One(ColumnKind.Decimal, long38, Field(ColumnKind.Decimal) with { Precision = 38, Scale = 1 }));
        Assert.Equal("1" + new string('0', 40), One(ColumnKind.Text, "1e40", Field(ColumnKind.Decimal)));
    }

    [Fact]
    public void A_decimal_without_limits_takes_what_is_no_number() =>
        Assert.Equal("NaN", One(ColumnKind.Decimal, "NaN", Field(ColumnKind.Decimal)));

    [Fact]
    public void A_scale_below_zero_takes_thousands_only()
    {
        var thousands = Field(ColumnKind.Decimal) with { Precision = 2, Scale = -3 };

        Assert.Equal(99000m, One(ColumnKind.Decimal, 99000m, thousands));
        Assert.Equal("value_inexact", One(ColumnKind.Decimal, 1500.5m, thousands));
        Assert.Equal("value_out_of_range", One(ColumnKind.Decimal, 100000m, thousands));
    }

    public static TheoryData<object, object> Floats => new()
    {
        { 0.5, 0.5 },
        { double.NaN, double.NaN },
        { 9007199254740992L, 9007199254740992.0 },
        { 9007199254740993L, "value_inexact" },
        { long.MaxValue, "value_inexact" },
        { long.MinValue, -9223372036854775808.0 },
        { 0.1m, 0.1 },
        { 123456789012345.6m, 123456789012345.6 },
        { 0.12345678901234567890m, "value_inexact" },
        { "1.5e3", 1500.0 },
        { "-Infinity", double.NegativeInfinity },
        { "1e400", "value_out_of_range" },
        { "0x10", "value_invalid" },
        { true, 1.0 },
    };

    [Theory]
    [MemberData(nameof(Floats))]
    public void A_floating_point_number_prints_as_the_number_that_came(object value, object expected) =>
        Assert.Equal(expected, One(ColumnKind.Text, value, Field(ColumnKind.Float)));

    [Theory]
    [InlineData(0L, false)]
    [InlineData(1L, true)]
    [InlineData(2L, "value_invalid")]
    [InlineData(1.0, true)]
    [InlineData("Yes", true)]
    [InlineData(" f ", false)]
    [InlineData("TRUE", true)]
    [InlineData("0", false)]
    [InlineData("on", "value_invalid")]
    [InlineData("", "value_invalid")]
    public void A_boolean_is_read_from_the_words_for_it(object value, object expected) => Assert.Equal(expected, One(ColumnKind.Text, value, Field(ColumnKind.Boolean)));
}
