using FunctionsPlatform.Connectors;
using FunctionsPlatform.Syncs.Mapping;
using static FunctionsPlatform.Tests.Syncs.MappedRows;

namespace FunctionsPlatform.Tests.Syncs;

public sealed class NullTests
{
    private static readonly ResultColumn[] Source = [new("n", ColumnKind.Integer), new("j", ColumnKind.Json)];

    [Fact]
    public void A_null_is_sent_replaced_or_rejected_as_the_mapping_says()
    {
        var column = FieldMapping.Column("n", "field");

        Assert.Equal([null], Row(Request([column], Source, Field(ColumnKind.Integer)), null, null));
        Assert.Equal([0L], Row(Request([column with { OnNull = NullHandling.UseDefault, Default = 0 }], Source, Field(ColumnKind.Integer)), null, null));
        Assert.Equal([5L], Row(Request([column with { OnNull = NullHandling.UseDefault, Default = 0 }], Source, Field(ColumnKind.Integer)), 5L, null));
        Assert.Equal(["value_required"], Row(Request([column with { OnNull = NullHandling.Reject }], Source, Field(ColumnKind.Integer)), null, null));
    }

    [Fact]
    public void A_required_field_and_a_key_take_no_null()
    {
        var required = Request([FieldMapping.Column("n", "field")], Source, Field(ColumnKind.Integer) with { IsRequired = true });
        var key = Request([FieldMapping.Column("n", "field")], Source, Field(ColumnKind.Integer)) with { Key = ["field"] };

        Assert.Equal(["value_required"], Row(required, null, null));
        Assert.Equal(["value_required"], Row(key, null, null));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":[]}""")]
    [InlineData("[1]")]
    public void What_a_path_does_not_find_is_null(string json)
    {
        var mapping = FieldMapping.Column("j.a[0]", "field") with { OnNull = NullHandling.UseDefault, Default = "none" };

        Assert.Equal(["none"], Row(Request([mapping], Source, Field(ColumnKind.Text)), null, json));
    }

    [Fact]
    public void A_template_that_writes_nothing_gives_null()
    {
        var mapping = new FieldMapping("field", MappingKind.Template) { Template = " {{ n }} ", OnNull = NullHandling.Reject };

        Assert.Equal(["value_required"], Row(Request([mapping], Source, Field(ColumnKind.Text)), null, null));
        Assert.Equal([" 3 "], Row(Request([mapping], Source, Field(ColumnKind.Text)), 3L, null));
    }

    [Fact]
    public void Rows_to_delete_have_their_key_alone()
    {
        var request = Request([FieldMapping.Column("j", "other"), FieldMapping.Column("n", "id")], Source, Field(ColumnKind.Integer, "id"), Field(ColumnKind.Json, "other")) with { Key = ["id"] };
        var mapper = RowMapper.Create(request).Value;
        object?[] target = ["left over", "left over"];

        Assert.Null(mapper.MapKey([4L, "not even JSON"], target));
        Assert.Equal([null, 4L], target);
        Assert.Equal("value_required", mapper.MapKey([null, null], target)!.Code);
    }

    [Fact]
    public void A_failure_names_the_field_and_what_it_takes_and_never_the_value()
    {
        var fields = new[] { Field(ColumnKind.Integer) with { Minimum = 0, Maximum = 9 }, Field(ColumnKind.Date), Field(ColumnKind.Text) with { MaxLength = 3 }, Field(ColumnKind.Json) };
        var template = new FieldMapping("field", MappingKind.Template) { Template = "{{ n | match_regex: '^[0-9]$' }}" };
        var text = new[] { new ResultColumn("n", ColumnKind.Text) };

        Assert.All(
            [.. fields.Select(field => Request([FieldMapping.Column("n", "field")], text, field)), Request([template], text, fields[2])],
            request =>
            {
                var failure = RowMapper.Create(request).Value.Map(["{secret"], new object?[1])!;
                Assert.Equal("field", failure.Field);
                Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
            });
        Assert.Equal(
            "The field 'field' takes whole numbers from 0 to 9.", RowMapper.Create(Request([FieldMapping.Column("n", "field")], Source, fields[0])).Value.Map([10L, null], new object?[1])!.Message);
    }
}
