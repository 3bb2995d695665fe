using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Syncs.Mapping;
using static FunctionsPlatform.Tests.Syncs.MappedRows;

namespace FunctionsPlatform.Tests.Syncs;

public sealed class MapperCreationTests
{
    private static readonly ResultColumn[] Source = [new("id", ColumnKind.Integer), new("email", ColumnKind.Text), new("since", ColumnKind.Date), new("data", ColumnKind.Json)];

    private static readonly DestinationField Id = Field(ColumnKind.Integer, "id");
    private static readonly DestinationField Email = Field(ColumnKind.Text, "email");

    [Fact]
    public void All_mistakes_are_told_at_once_each_with_its_place()
    {
        var request = Request(
            [
                FieldMapping.Column("id", "id"),
                FieldMapping.Column("emial", "email"),
                FieldMapping.Column("email", "e-mail"),
                FieldMapping.Column("email", "created"),
                FieldMapping.Column("email", "email"),
                FieldMapping.Column("since", "age"),
                new FieldMapping("score", MappingKind.Constant) { Value = "many" },
                new FieldMapping("greeting", MappingKind.Template) { Template = "Dear\n{{ email | }}" },
                new FieldMapping("note", MappingKind.Constant) { OnNull = NullHandling.UseDefault },
            ],
            Source,
            Id, Email, Field(ColumnKind.Timestamp, "created") with { IsReadOnly = true }, Field(ColumnKind.Integer, "age"), Field(ColumnKind.Integer, "score"),
            Field(ColumnKind.Text, "greeting"), Field(ColumnKind.Text, "note"), Field(ColumnKind.Text, "country") with { IsRequired = true });

        Assert.Equal(
            [
                ("$.mappings", "The field 'country' of contacts is required and not mapped."),
                ("$.mappings", "The field 'uuid' is part of the key and not mapped."),
                ("$.mappings[1].from", "The model has no column 'emial'."),
                ("$.mappings[2].to", "There is no field 'e-mail' in contacts."),
                ("$.mappings[3].to", "The field 'created' of contacts cannot be written."),
                ("$.mappings[4].to", "The field 'email' is mapped twice."),
                ("$.mappings[5].from", "The column 'since' is Date, which never becomes Integer as the field 'age' takes it."),
                ("$.mappings[6].value", "The field 'score' takes whole numbers."),
                ("$.mappings[7].template", "An identifier was expected after the '|' sign in line 2, column 11"),
                ("$.mappings[8].default", "The value that stands for null is missing."),
            ],
            Mistakes(request with { Key = ["uuid"] }).Select(mistake => (mistake.Path, mistake.Message)).Order());
    }

    [Theory]
    [InlineData("{% include 'secrets' %}", "Unknown tag 'include' in line 1, column 11")]
    [InlineData("{% ifchanged %}{{ email }}{% endifchanged %}", "Unknown tag 'ifchanged' in line 1, column 13")]
    [InlineData("{{ email | shout }}", "There is no filter 'shout'.")]
    [InlineData("{{ emial }}", "The model has no column 'emial'.")]
    [InlineData("{{ row['e-mail'] }}", "The model has no column 'e-mail'.")]
    [InlineData("{{ email | regex_replace: '(?=x)', '' }}", "The regular expression cannot be used")]
    [InlineData("{{ email | match_regex: '(' }}", "The regular expression cannot be used")]
    [InlineData("{{ email | cast: 'money' }}", "cast knows string, integer")]
    [InlineData("{{ since | to_datetime: '%Q' }}", "to_datetime does not know %Q.")]
    public void A_template_that_cannot_work_is_refused(string template, string message)
    {
        var mistakes = Mistakes(Request([new FieldMapping("email", MappingKind.Template) { Template = template }], Source, Email));

        Assert.Equal("$.mappings[0].template", Assert.Single(mistakes).Path);
        Assert.StartsWith(message, mistakes[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_comes_from_the_row_itself()
    {
        var template = Request([new FieldMapping("email", MappingKind.Template) { Template = "{{ email | downcase }}" }], Source, Email) with { Key = ["email"] };
        var constant = Request([new FieldMapping("email", MappingKind.Constant) { Value = "x" }], Source, Email) with { Key = ["email"] };
        var partly = Request([new FieldMapping("email", MappingKind.Constant) { Value = "x" }, FieldMapping.Column("id", "id")], Source, Email, Id) with { Key = ["email", "id"] };

        Assert.Equal("$.mappings[0].template", Assert.Single(Mistakes(template)).Path);
        Assert.Equal("$.mappings", Assert.Single(Mistakes(constant)).Path);
        Assert.Equal(["x", 1L], Row(partly, 1L, "a@b.c", null, null));
    }

    [Fact]
    public void Required_fields_need_no_mapping_where_rows_are_only_changed()
    {
        var request = Request([FieldMapping.Column("id", "id")], Source, Id, Email with { IsRequired = true });

        Assert.Equal("$.mappings", Assert.Single(Mistakes(request)).Path);
        Assert.True(RowMapper.Create(request with { Operations = RowOperations.Update }).Succeeded(out _, out _));
    }

    [Fact]
    public void A_stream_that_takes_other_fields_gets_them_as_they_are()
    {
        var request = Open(
            [
                FieldMapping.Column("id", "a.id"), FieldMapping.Column("data.city", "city"), new FieldMapping("fixed", MappingKind.Constant) { Value = 1.5 },
                new FieldMapping("made", MappingKind.Template) { Template = "{{ id }}" },
            ],
            Source);

        Assert.Equal(
            [new ResultColumn("a.id", ColumnKind.Integer), new("city", ColumnKind.Json), new("fixed", ColumnKind.Decimal), new("made", ColumnKind.Text)],
            RowMapper.Create(request).Value.Columns);
        Assert.Equal([7L, "\"Ulm\"", 1.5m, "7"], Row(request, 7L, null, null, """{"city":"Ulm"}"""));
        Assert.Equal("$.mappings[0].to", Assert.Single(Mistakes(Open([FieldMapping.Column("id", "lines[0].x")], Source))).Path);
    }

    [Fact]
    public void A_field_and_a_part_of_it_are_not_both_mapped()
    {
        var parts = Open([FieldMapping.Column("id", "a"), FieldMapping.Column("id", "a.b"), FieldMapping.Column("id", "c[]"), FieldMapping.Column("id", "c")], Source);
        var table = Request([FieldMapping.Column("id", "a"), FieldMapping.Column("id", "a.b")], Source, Field(ColumnKind.Integer, "a"), Field(ColumnKind.Integer, "a.b"));

        Assert.Equal(["$.mappings[1].to", "$.mappings[3].to"], Mistakes(parts).Select(mistake => mistake.Path));
        Assert.Equal([1L, 1L], Row(table, 1L, null, null, null));
    }

    [Theory]
    [InlineData("\"5\"", ColumnKind.Integer, 5L)]
    [InlineData("5", ColumnKind.Integer, 5L)]
    [InlineData("true", ColumnKind.Text, "true")]
    [InlineData("{\"a\":[1]}", ColumnKind.Json, "{\"a\":[1]}")]
    [InlineData("\"a\"", ColumnKind.Json, "\"a\"")]
    [InlineData("null", ColumnKind.Integer, null)]
    public void A_constant_is_converted_once(string json, ColumnKind kind, object? expected) =>
        Assert.Equal([expected], Row(Request([new FieldMapping("field", MappingKind.Constant) { Value = JsonNode.Parse(json) }], [], Field(kind))));
}
