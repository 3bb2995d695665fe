using System.Globalization;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Syncs.Mapping;
using static FunctionsPlatform.Tests.Syncs.MappedRows;

namespace FunctionsPlatform.Tests.Syncs;

public sealed class TemplateTests
{
    private static readonly (string, ColumnKind, object?)[] Contact =
    [
        ("first", ColumnKind.Text, "Ada"), ("odd name", ColumnKind.Text, "odd"), ("amount", ColumnKind.Decimal, 12.50m), ("big", ColumnKind.Decimal, "123456789012345678901234567890"),
        ("since", ColumnKind.TimestampTz, new DateTimeOffset(2024, 1, 31, 23, 30, 0, TimeSpan.Zero)), ("vip", ColumnKind.Boolean, true), ("none", ColumnKind.Text, null),
        ("data", ColumnKind.Json, """{"city":"Ulm","tags":["a","b"],"n":1.5}"""), ("ratio", ColumnKind.Float, 0.25), ("phone", ColumnKind.Text, "+49 (731) 12-34"),
        ("day", ColumnKind.Text, "31/01/2024 7:05 pm"), ("yes", ColumnKind.Text, "Yes"), ("row", ColumnKind.Text, "a column called row"),
    ];

    [Theory]
    [InlineData("Dear {{ first }}!", "Dear Ada!")]
    [InlineData("{{ row[\"odd name\"] }} {{ row.first }}", "odd Ada")]
    [InlineData("{{ row.row }}", "a column called row")]
    [InlineData("{{ amount }} {{ amount | times: 2 }} {{ ratio }}", "12.5 25.0 0.25")]
    [InlineData("{{ big }}", "123456789012345678901234567890")]
    [InlineData("{{ since }}", "2024-01-31T23:30:00Z")]
    [InlineData("{{ since | date: '%d.%m.%Y' }}", "31.01.2024")]
    [InlineData("{{ current_timestamp }} {{ 'now' | date: '%F' }}", "2024-05-06T07:08:09Z 2024-05-06")]
    [InlineData("{% if vip %}yes{% else %}no{% endif %}", "yes")]
    [InlineData("{{ none | default: 'nobody' }}", "nobody")]
    [InlineData("{{ data.city }} {{ data.tags[1] }} {{ data.n }} {{ data.missing.deeper }}", "Ulm b 1.5 ")]
    [InlineData("{% for tag in data.tags %}{{ forloop.index }}{{ tag }}{% endfor %}", "1a2b")]
    [InlineData("{% assign name = first | upcase %}{% capture c %}<{{ name }}>{% endcapture %}{{ c }}", "<ADA>")]
    [InlineData("{% assign first = first | upcase %}{{ first }}", "ADA")]
    [InlineData("{% for tag in data.tags %}{% if seen %},{% endif %}{{ tag }}{% assign seen = true %}{% endfor %}", "a,b")]
    [InlineData("{% tablerow tag in data.tags %}{{ tag }}{% endtablerow %}", "<tr class=\"row1\">\n<td class=\"col1\">a</td><td class=\"col2\">b</td></tr>\n")]
    [InlineData("{{ data | json }}", """{"city":"Ulm","tags":["a","b"],"n":1.5}""")]
    [InlineData("{{ phone | regex_replace: '[^0-9+]', '' }}", "+497311234")]
    [InlineData("{{ first | regex_replace: '(a)d', '\\1-$1', 'i' }}", "A-Aa")]
    [InlineData("{{ phone | regex_replace: \"\\D\", '' | regex_replace: '^\\d{2}', '+' }}", "+7311234")]
    [InlineData("\\ {{ '}} \\' }}{% raw %}{{ '\\d' }}{% endraw %}{{ \"'\\n\" }}", "\\ }} \\{{ '\\d' }}'\\n")]
    [InlineData("{{ first | match_regex: '^a', 'i' }}", "Ada")]
    [InlineData("{{ first | match_regex: '^a' }}", "template_failed")]
    [InlineData("{{ day | to_datetime: '%d/%m/%Y %I:%M %p' }}", "2024-01-31T19:05:00")]
    [InlineData("{{ '20240131' | to_datetime: '%Y%m%d' }}", "2024-01-31T00:00:00")]
    [InlineData("{{ '2024-01-31 10:00 +0200' | to_datetime: '%F %R %z' }}", "2024-01-31T08:00:00Z")]
    [InlineData("{{ first | to_datetime: '%Y' }}", "template_failed")]
    [InlineData("{{ '0012.50' | cast: 'number' | plus: 1 }}", "13.5")]
    [InlineData("{{ yes | cast: 'boolean' }}", "true")]
    [InlineData("{{ '2024-01-31T00:00:00' | cast: 'date' }}", "2024-01-31")]
    [InlineData("{{ amount | cast: 'integer' }}", "template_failed")]
    [InlineData("{{ none | cast: 'integer' }}|", "|")]
    [InlineData("{{ 79228162514264337593543950335 | plus: 1 }}", "template_failed")]
    [InlineData("{{ 1 | divided_by: 0 }}", "template_failed")]
    [InlineData("{{ '<ä>' }}", "<ä>")]
    public void Templates_write_what_the_row_holds(string template, string expected) => Assert.Equal(expected, Template(template, Contact));

    [Fact]
    public void What_a_template_writes_is_converted_like_text()
    {
        Assert.Equal(25L, TemplateTo(Field(ColumnKind.Integer), "{{ amount | times: 2 }}", Contact));
        Assert.Equal("value_invalid", TemplateTo(Field(ColumnKind.Integer), "{{ first }}", Contact));
        Assert.Equal(new DateOnly(2024, 1, 31), TemplateTo(Field(ColumnKind.Date), "{{ since | date: '%Y-%m-%d' }}", Contact));
        Assert.Equal("""{"a":"Ada"}""", TemplateTo(Field(ColumnKind.Json), """{"a":{{ first | json }}}""", Contact));
    }

    [Fact]
    public void Dates_are_in_the_zone_and_numbers_in_no_language()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            var mapping = new FieldMapping("field", MappingKind.Template) { Template = "{{ at | date: '%d %b %H:%M' }} {{ at }} {{ 1234.5 }} {{ current_timestamp }}" };
            var request = Request([mapping], [new("at", ColumnKind.TimestampTz)], Field(ColumnKind.Text)) with { Zone = Berlin };

            Assert.Equal(["01 Feb 00:30 2024-02-01T00:30:00+01:00 1234.5 2024-05-06T09:08:09+02:00"], Row(request, new DateTimeOffset(2024, 1, 31, 23, 30, 0, TimeSpan.Zero)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Templates_of_one_row_do_not_see_each_others_variables()
    {
        var request = Request(
            [
                new FieldMapping("a", MappingKind.Template) { Template = "{% assign first = 'changed' %}{% increment n %}{{ first }}" },
                new FieldMapping("b", MappingKind.Template) { Template = "{{ first }}{% increment n %}" },
            ],
            [new("first", ColumnKind.Text)], Field(ColumnKind.Text, "a"), Field(ColumnKind.Text, "b"));

        Assert.Equal(["0changed", "Ada0"], Row(request, "Ada"));
        Assert.Equal(["0changed", "Ada0"], Row(request, "Ada"));
    }
}
