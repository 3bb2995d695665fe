using FunctionsPlatform.Connectors;
using FunctionsPlatform.Syncs.Mapping;
using static FunctionsPlatform.Tests.Syncs.MappedRows;

namespace FunctionsPlatform.Tests.Syncs;

public sealed class MapperUseTests
{
    private static readonly string[] Available = ["id", "first", "last", "odd name", "data", "unused"];

    [Theory]
    [InlineData("{{ first }} {{ last | upcase }}", "first last")]
    [InlineData("{{ row['odd name'] | append: last }}", "last odd name")]
    [InlineData("{{ row.first }}", "first")]
    [InlineData("{% for t in data.tags limit: id %}{{ t }}{% endfor %}", "id data")]
    [InlineData("{% if last contains first %}{% elsif id > 1 %}{% endif %}", "id first last")]
    [InlineData("{% assign x = first %}{{ x | default: last }}", "first last")]
    [InlineData("{{ data[last] }}", "last data")]
    [InlineData("{% case id %}{% when first %}{% endcase %}{% unless last %}{% endunless %}{% capture c %}{{ data }}{% endcapture %}", "id first last data")]
    [InlineData("{% cycle first, last %}{{ id | regex_replace: data }}", "id first last data")]
    [InlineData("{{ row[first] }}", "id first last odd name data unused")]
    [InlineData("{% for column in row %}{{ column }}{% endfor %}", "id first last odd name data unused")]
    [InlineData("{{ broken", "")]
    public void Columns_that_a_template_mentions_are_used(string template, string expected) =>
        Assert.Equal(expected, string.Join(' ', RowMapper.UsedColumns([new FieldMapping("to", MappingKind.Template) { Template = template }], Available)));

    [Fact]
    public void Columns_of_paths_are_used_and_constants_use_none() => Assert.Equal(
        ["id", "data"],
        RowMapper.UsedColumns([FieldMapping.Column("data.a[0]", "a"), FieldMapping.Column("id", "b"), FieldMapping.Column("gone", "c"), new FieldMapping("d", MappingKind.Constant)], Available));

    [Fact]
    public void The_fingerprint_changes_with_what_may_change_a_value_and_with_nothing_else()
    {
        var mapping = FieldMapping.Column("a", "field");
        var request = Request([mapping], [new("a", ColumnKind.Integer), new("b", ColumnKind.Text)], Field(ColumnKind.Text));

        Assert.Equal(Of(request), Of(request with { Now = Now.AddDays(1) }));
        Assert.Equal(Of(request), Of(request with { Source = [.. request.Source, new("c", ColumnKind.Text)] }));
        Assert.Equal(Of(request), Of(request with { Stream = request.Stream with { Fields = [Field(ColumnKind.Text) with { MaxLength = 9 }] } }));
        string[] different =
        [
            Of(request),
            Of(request with { Zone = Berlin }),
            Of(request with { Source = [new("a", ColumnKind.Decimal), new("b", ColumnKind.Text)] }),
            Of(request with { Stream = request.Stream with { Fields = [Field(ColumnKind.Json)] } }),
            Of(request with { Mappings = [FieldMapping.Column("b", "field")] }),
            Of(request with { Mappings = [mapping with { OnNull = NullHandling.UseDefault, Default = "x" }] }),
            Of(request with { Mappings = [mapping with { OnNull = NullHandling.UseDefault, Default = "y" }] }),
            Of(request with { Mappings = [new FieldMapping("field", MappingKind.Constant) { Value = "x" }] }),
            Of(request with { Mappings = [new FieldMapping("field", MappingKind.Template) { Template = "{{ a }}" }] }),
        ];
        Assert.Equal(different.Length, different.Distinct().Count());

        static string Of(MappingRequest request) => RowMapper.Create(request).Value.Fingerprint;
    }

    [Fact]
    public void Values_that_fit_as_they_are_cost_no_memory()
    {
        var kinds = new[] { ColumnKind.Integer, ColumnKind.Text, ColumnKind.Decimal, ColumnKind.Float, ColumnKind.Boolean, ColumnKind.Timestamp, ColumnKind.TimestampTz, ColumnKind.Uuid };
        object?[] row = [5L, "naïve 😀", 12.50m, 0.5, true, new DateTime(2024, 1, 31), new DateTimeOffset(2024, 1, 31, 0, 0, 0, TimeSpan.Zero), Guid.Empty];
        var request = Request(
            [.. kinds.Select(kind => FieldMapping.Column($"{kind}", $"{kind}"))],
            [.. kinds.Select(kind => new ResultColumn($"{kind}", kind))],
            [.. kinds.Select(kind => Field(kind, $"{kind}") with { Minimum = 0, Maximum = 9, MaxLength = 7, Precision = 10, Scale = 2 })]);
        var mapper = RowMapper.Create(request).Value;
        var target = new object?[row.Length];
        Assert.Null(mapper.Map(row, target));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            mapper.Map(row, target);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.All(row.Zip(target), pair => Assert.Same(pair.First, pair.Second));
    }
}
