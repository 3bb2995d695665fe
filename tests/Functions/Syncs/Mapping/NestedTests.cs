using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Syncs.Mapping;
using static FunctionsPlatform.Tests.Syncs.MappedRows;

namespace FunctionsPlatform.Tests.Syncs;

public sealed class NestedTests
{
    private static readonly ResultColumn Data = new("data", ColumnKind.Json);

    [Theory]
    [InlineData("data.address.city", "Ulm")]
    [InlineData("data.tags[1]", "b")]
    [InlineData("data[\"odd.name\"]", "odd")]
    [InlineData("data.lines[0].sku", "S1")]
    [InlineData("data.tags", """["a", "b"]""")]
    public void A_path_leads_into_JSON(string from, string expected)
    {
        const string Json = """{"address":{"city":"Ulm"},"tags":["a", "b"],"odd.name":"odd","lines":[{"sku":"S1"}]}""";

        Assert.Equal([expected], Row(Request([FieldMapping.Column(from, "field")], [Data], Field(ColumnKind.Text)), Json));
        Assert.Equal([expected], Row(Request([FieldMapping.Column(from, "field")], [new ResultColumn("data", ColumnKind.Text)], Field(ColumnKind.Text)), Json));
    }

    [Fact]
    public void A_column_whose_name_has_dots_wins_over_the_path()
    {
        var columns = new[] { Data, new ResultColumn("data.a", ColumnKind.Text), new ResultColumn("data.a.b", ColumnKind.Json) };
        object?[] row = ["""{"a":{"b":{"c":1}}}""", "by name", """{"c":2}"""];

        Assert.Equal(["by name"], Row(Request([FieldMapping.Column("data.a", "field")], columns, Field(ColumnKind.Text)), row));
        Assert.Equal([2L], Row(Request([FieldMapping.Column("data.a.b.c", "field")], columns, Field(ColumnKind.Integer)), row));
    }

    [Theory]
    [InlineData("data..a")]
    [InlineData("data[x]")]
    [InlineData("data[99999999999]")]
    [InlineData("n.a")]
    [InlineData(".a")]
    public void What_is_no_path_into_JSON_is_refused(string from) =>
        Assert.Equal("$.mappings[0].from", Assert.Single(Mistakes(Request([FieldMapping.Column(from, "field")], [Data, new("n", ColumnKind.Integer)], Field(ColumnKind.Text)))).Path);

    [Fact]
    public void Dots_make_objects_and_every_value_has_its_own_JSON_type()
    {
        var columns = new ResultColumn[]
        {
            new("id", ColumnKind.Integer), new("p.email", ColumnKind.Text), new("p.score", ColumnKind.Decimal), new("p.since", ColumnKind.TimestampTz), new("p.on", ColumnKind.Boolean),
            new("p.raw", ColumnKind.Json), new("p.none", ColumnKind.Text), new("p.ratio", ColumnKind.Float), new("a..b", ColumnKind.Text),
        };

        var json = NestedValues.ToJson(columns, [1L, "a@b.c", 1.50m, new DateTimeOffset(2024, 1, 31, 1, 0, 0, TimeSpan.FromHours(1)), true, """{"x":[1]}""", null, double.PositiveInfinity, "name"]);

        AssertJson("""{"id":1,"p":{"email":"a@b.c","score":1.50,"since":"2024-01-31T00:00:00Z","on":true,"raw":{"x":[1]},"none":null,"ratio":"Infinity"},"a..b":"name"}""", json);
    }

    [Fact]
    public void Arrays_side_by_side_make_objects_and_a_single_value_is_in_every_one()
    {
        var request = Open(
            [
                FieldMapping.Column("skus", "lines[].sku"), FieldMapping.Column("quantities", "lines[].qty"),
                new FieldMapping("lines[].price.currency", MappingKind.Constant) { Value = "EUR" }, FieldMapping.Column("tag", "tags[]"), FieldMapping.Column("none", "empty[]"),
            ],
            new("skus", ColumnKind.Json), new("quantities", ColumnKind.Text), new("tag", ColumnKind.Text), new("none", ColumnKind.Json));

        AssertJson(
            """{"lines":[{"sku":"A","qty":1,"price":{"currency":"EUR"}},{"sku":"B","price":{"currency":"EUR"}}],"tags":["vip"],"empty":null}""",
            Nested(request, """["A","B"]""", "[1]", "vip", null));
    }

    [Fact]
    public void Arrays_in_arrays_follow_the_path()
    {
        var request = Open([FieldMapping.Column("j", "orders[].lines[].sku"), FieldMapping.Column("ids", "orders[].id")], new("j", ColumnKind.Json), new("ids", ColumnKind.Json));

        AssertJson("""{"orders":[{"lines":[{"sku":"A"},{"sku":"B"}],"id":1},{"lines":[{"sku":"C"}],"id":2}]}""", Nested(request, """[["A","B"],"C"]""", "[1,2]"));
        AssertJson("""{"orders":[]}""", Nested(request, "[]", null));
    }

    [Fact]
    public void Elements_are_converted_and_checked_one_by_one()
    {
        var numbers = Field(ColumnKind.Integer, "n[]") with { Maximum = 9 };
        var words = Field(ColumnKind.Text, "n[]") with { AllowedValues = ["a", "b"] };

        Assert.Equal(["[1,2,null]"], Row(Request([FieldMapping.Column("data", "n[]")], [Data], numbers), """["1", 2.0, null]"""));
        Assert.Equal(["value_out_of_range"], Row(Request([FieldMapping.Column("data", "n[]")], [Data], numbers), "[1, 10]"));
        Assert.Equal(["value_not_allowed"], Row(Request([FieldMapping.Column("data", "n[]")], [Data], words), """["a","c"]"""));
        Assert.Equal(["""["{\"x\":1}"]"""], Row(Request([FieldMapping.Column("data", "n[]")], [Data], Field(ColumnKind.Text, "n[]")), """[{"x":1}]"""));
        Assert.Equal(["value_invalid"], Row(Request([FieldMapping.Column("data", "n[]")], [Data], numbers), "[1"));
        Assert.Equal(["\"2024-01-31\""], Row(Request([FieldMapping.Column("d", "n[]")], [new("d", ColumnKind.Date)], Field(ColumnKind.Date, "n[]")), new DateOnly(2024, 1, 31)));
        Assert.Equal([ColumnKind.Json], RowMapper.Create(Request([FieldMapping.Column("data", "n[]")], [Data], numbers)).Value.Columns.Select(column => column.Kind));
    }

    [Fact]
    public void An_array_out_of_a_path_is_one_too()
    {
        var request = Request([FieldMapping.Column("data.tags", "tags[]")], [Data], Field(ColumnKind.Text, "tags[]"));

        AssertJson("""{"tags":["a","1"]}""", Nested(request, """{"tags":["a",1]}"""));
    }

    private static void AssertJson(string expected, JsonObject actual) => Assert.Equal(expected, actual.ToJsonString());
}
