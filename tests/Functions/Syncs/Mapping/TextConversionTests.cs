using System.Globalization;
using FunctionsPlatform.Connectors;
using static FunctionsPlatform.Tests.Syncs.MappedRows;

namespace FunctionsPlatform.Tests.Syncs;

public sealed class TextConversionTests
{
    public static TheoryData<object, string> Printed => new()
    {
        { -5L, "-5" },
        { 1234.50m, "1234.50" },
        { 1e21, "1E+21" },
        { 0.1, "0.1" },
        { true, "true" },
        { new DateOnly(2024, 1, 31), "2024-01-31" },
        { new TimeOnly(23, 59, 59, 120), "23:59:59.12" },
        { new TimeSpan(-30, -15, 0), "-30:15:00" },
        { new DateTime(2024, 1, 31, 1, 2, 3), "2024-01-31T01:02:03" },
        { new DateTimeOffset(2024, 1, 31, 1, 2, 3, TimeSpan.FromHours(2)), "2024-01-30T23:02:03Z" },
        { Guid.Parse("0191d7e5-0000-7000-8000-000000000001"), "0191d7e5-0000-7000-8000-000000000001" },
        { new byte[] { 1, 2, 255 }, "AQL/" },
        { "as it is", "as it is" },
    };

    [Theory]
    [MemberData(nameof(Printed))]
    public void Values_are_printed_alike_whatever_the_machines_language(object value, string expected)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal(expected, One(ColumnKind.Text, value, Field(ColumnKind.Text)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("abcde", true)]
    [InlineData("abcdef", false)]
    [InlineData("😀😀😀😀😀", true)]
    [InlineData("😀😀😀😀😀😀", false)]
    public void Length_is_counted_in_characters_not_in_units_of_UTF_16(string text, bool fits) =>
        Assert.Equal(fits ? text : "value_too_long", One(ColumnKind.Text, text, Field(ColumnKind.Text) with { MaxLength = 5 }));

    // Not as theory data: attributes hold UTF-8, which has no halves of pairs.
    [Fact]
    public void What_cannot_be_stored_as_text_is_rejected() => Assert.All(["a\0b", "half \uD83D", "\uDE00 half", "\uD83Dx\uDE00"], text =>
    {
        Assert.Equal("value_invalid", One(ColumnKind.Text, text, Field(ColumnKind.Text)));
        Assert.Equal("value_invalid", One(ColumnKind.Text, text, Field(ColumnKind.Json)));
    });

    [Fact]
    public void Only_allowed_values_are_taken_in_whatever_form_they_come()
    {
        var word = Field(ColumnKind.Text) with { AllowedValues = ["lead", "customer"] };
        var number = Field(ColumnKind.Integer) with { AllowedValues = ["1", "2"] };

        Assert.Equal("lead", One(ColumnKind.Text, "lead", word));
        Assert.Equal("value_not_allowed", One(ColumnKind.Text, "Lead", word));
        Assert.Equal(2L, One(ColumnKind.Decimal, 2.0m, number));
        Assert.Equal("value_not_allowed", One(ColumnKind.Integer, 3L, number));
        Assert.Equal("value_invalid", One(ColumnKind.Text, "x", number));
    }

    [Theory]
    [InlineData("0191d7e5-0000-7000-8000-000000000001", true)]
    [InlineData(" {0191D7E5-0000-7000-8000-000000000001}", true)]
    [InlineData("0191d7e5000070008000000000000001", true)]
    [InlineData("0191d7e5-0000-7000-8000", false)]
    public void A_uuid_is_read_from_its_usual_forms(string text, bool isUuid) =>
        Assert.Equal(isUuid ? Guid.Parse("0191d7e5-0000-7000-8000-000000000001") : "value_invalid", One(ColumnKind.Text, text, Field(ColumnKind.Uuid)));

    [Fact]
    public void A_uuid_and_its_bytes_are_in_the_same_order()
    {
        var uuid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        var bytes = Convert.FromHexString("00112233445566778899AABBCCDDEEFF");

        Assert.Equal(bytes, One(ColumnKind.Uuid, uuid, Field(ColumnKind.Binary)));
        Assert.Equal(uuid, One(ColumnKind.Binary, bytes, Field(ColumnKind.Uuid)));
        Assert.Equal("value_invalid", One(ColumnKind.Binary, bytes[..15], Field(ColumnKind.Uuid)));
    }

    [Fact]
    public void Bytes_are_read_from_base64_and_counted()
    {
        var three = Field(ColumnKind.Binary) with { MaxLength = 3 };

        Assert.Equal(new byte[] { 1, 2, 255 }, One(ColumnKind.Text, "AQL/", three));
        Assert.Equal("value_too_long", One(ColumnKind.Binary, new byte[4], three));
        Assert.Equal("value_invalid", One(ColumnKind.Text, "AQL", three));
    }

    public static TheoryData<ColumnKind, object, object?> Json => new()
    {
        { ColumnKind.Json, """{"a": 1}""", """{"a": 1}""" },
        { ColumnKind.Json, "not json", "value_invalid" },
        { ColumnKind.Text, """ [1, {"a":"ä"}] """, """ [1, {"a":"ä"}] """ },
        { ColumnKind.Text, """{"a":1""", "value_invalid" },
        { ColumnKind.Text, "plain \"ä\"", "\"plain \\\"ä\\\"\"" },
        { ColumnKind.Text, "42", "\"42\"" },
        { ColumnKind.Integer, 42L, "42" },
        { ColumnKind.Decimal, 1.50m, "1.50" },
        { ColumnKind.Decimal, "123456789012345678901234567890.5", "123456789012345678901234567890.5" },
        { ColumnKind.Boolean, true, "true" },
        { ColumnKind.Float, double.NaN, "\"NaN\"" },
        { ColumnKind.Date, new DateOnly(2024, 1, 31), "\"2024-01-31\"" },
        { ColumnKind.Binary, new byte[] { 255 }, "\"/w==\"" },
    };

    [Theory]
    [MemberData(nameof(Json))]
    public void Values_become_JSON_of_their_own_type(ColumnKind kind, object value, object? expected) => Assert.Equal(expected, One(kind, value, Field(ColumnKind.Json)));

    public static TheoryData<string, ColumnKind, object?> FromJson => new()
    {
        { "42", ColumnKind.Integer, 42L },
        { "\"42\"", ColumnKind.Integer, 42L },
        { "1.5", ColumnKind.Integer, "value_inexact" },
        { "true", ColumnKind.Boolean, true },
        { "\"2024-01-31\"", ColumnKind.Date, new DateOnly(2024, 1, 31) },
        { "null", ColumnKind.Integer, null },
        { "{}", ColumnKind.Integer, "value_invalid" },
        { "oops", ColumnKind.Integer, "value_invalid" },
        { """{"a":1}""", ColumnKind.Text, """{"a":1}""" },
    };

    [Theory]
    [MemberData(nameof(FromJson))]
    public void JSON_becomes_what_it_holds(string json, ColumnKind kind, object? expected) => Assert.Equal(expected, One(ColumnKind.Json, json, Field(kind)));
}
