using System.Diagnostics;
using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Tests.Connectors.Http;

public sealed class LiquidTemplateTests
{
    [Theory]
    [InlineData("Hello {{ row.name }}!", "Hello Zoë!")]
    [InlineData("{{ row['first name'] | upcase }}", "ZOË")]
    [InlineData("{% if row.age > 41 %}old{% else %}young{% endif %}", "old")]
    [InlineData("{{ row.amount | plus: 0.01 }}", "10.51")]
    [InlineData("{% for tag in row.tags %}{{ tag }};{% endfor %}", "a;b;")]
    [InlineData("{% assign row = row.name | upcase %}{{ row }}", "ZOË")]
    [InlineData("{{ row.nothing }}{{ row.missing.deeper }}", "")]
    [InlineData("{{ row.tags | json }}", """["a","b"]""")]
    [InlineData("{{ '2026-03-04T05:06:07Z' | date: '%Y/%m/%d' }}", "2026/03/04")]
    [InlineData("{{ row.name | append: '\\n' }}", "Zoë\\n")]
    [InlineData("{{ 27 | spreadsheet_column }}{{ 702 | spreadsheet_column }}{{ 703 | spreadsheet_column }}", "AAZZAAA")]
    public void A_template_prints_values(string template, string printed) => Assert.Equal(printed, Render(template));

    [Fact]
    public void A_value_cannot_leave_its_place_in_an_address() =>
        Assert.Equal("/people/a%2F..%2Fb%3Fx%3D1%26y%20%2B", Render("/people/{{ row.evil }}", LiquidEncoding.Url));

    [Fact]
    public void A_value_cannot_leave_its_string_in_json()
    {
        var json = JsonDocument.Parse(Render("""{"text": "{{ row.quoted }}", "whole": {{ row.quoted | json }}}""", LiquidEncoding.Json)).RootElement;

        Assert.Equal("\"},\n\\", json.GetProperty("text").GetString());
        Assert.Equal("\"},\n\\", json.GetProperty("whole").GetString());
    }

    [Theory]
    [InlineData("{{ row.name", "expected")]
    [InlineData("{% if row.name %}", "endif")]
    [InlineData("{{ row.name | shout }}", "no filter 'shout'")]
    [InlineData("{% include 'secrets' %}", "include")]
    [InlineData("{% render 'secrets' %}", "render")]
    [InlineData("{% capture a %}{% endcapture %}", "capture")]
    [InlineData("{% for i in (1..100000000) %}{% endfor %}", "range")]
    [InlineData("{% assign r = (1..row.age) %}", "range")]
    [InlineData("{{ 1 | format_number: 'D999999999' }}", "format_number")]
    [InlineData("{{ row.name | raw }}", "raw")]
    [InlineData("\n{% if row.name %}{{ row. }}{% endif %}", "line 2, column")]
    public void What_is_no_template_of_the_sandbox_is_told_when_it_is_written(string template, string problem)
    {
        Assert.False(LiquidTemplate.TryParse(template, out _, out var error));
        Assert.Contains(problem, error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_template_is_bounded_in_length() => Assert.False(LiquidTemplate.TryParse(new string('x', LiquidTemplate.MaxLength + 1), out _, out _));

    [Theory]
    [InlineData("{% if row %}", 2_500)]
    [InlineData("{{ row[", 4_000)]
    [InlineData("{{ row | abs | abs | abs }}", 1_000)]
    [InlineData("{{ 1 and1 or1 }}", 1_000)]
    public void A_template_that_nests_too_deep_is_refused_not_parsed(string part, int times) =>
        Assert.False(LiquidTemplate.TryParse(string.Concat(Enumerable.Repeat(part, times)), out _, out _));

    [Fact]
    public void What_is_told_of_a_template_that_fails_holds_no_value()
    {
        var failure = Assert.Throws<LiquidException>(() => Render("{{ row.evil | base64_decode }}"));

        Assert.Contains("base64_decode", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a/../b", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% assign a = 'xxxxxxxxxx' %}{% for i in (1..1000) %}{% assign a = a | append: a %}{% endfor %}{{ a }}")]
    [InlineData("{% assign a = 'xxxxxxxxxx' %}{% for i in (1..1000) %}{% assign a = a | replace: 'x', a %}{% endfor %}")]
    [InlineData("{% assign a = 'x,x' | split: ',' %}{% for i in (1..1000) %}{% assign a = a | concat: a %}{% endfor %}")]
    [InlineData("{% for i in (1..1000) %}{% for j in (1..1000) %}{% for k in (1..1000) %}{% assign a = k %}{% endfor %}{% endfor %}{% endfor %}")]
    [InlineData("{% for i in (1..1000) %}{% for j in (1..1000) %}0123456789012345678901234567890123456789{% endfor %}{% endfor %}")]
    [InlineData("{% assign a = 'xxxxxxxxxx' %}{% for i in (1..15) %}{% assign a = a | append: a %}{% endfor %}{% for i in (1..1000) %}{% assign b = a | upcase %}{% endfor %}")]
    [InlineData("{% assign a = row.tags %}{% for i in (1..1000) %}{% assign a = a | concat: a %}{% endfor %}{{ a | json }}")]
    [InlineData("{{ '2026-01-01' | date: '%500000000d' }}")]
    [InlineData("{{ 1 | divided_by: 0 }}")]
    [InlineData("{{ 79228162514264337593543950335 | times: 10 }}")]
    public void A_template_that_grows_runs_on_or_fails_ends_soon(string template)
    {
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<LiquidException>(() => Render(template));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 256 * 1024 * 1024);
    }

    [Fact]
    public void A_template_reads_nothing_but_what_it_is_given()
    {
        Assert.Equal("||", Render("{{ row.GetType }}|{{ environment.PATH }}|{{ row.name.Length }}"));
        Assert.Equal(
            [new LiquidVariable("row", "name"), new LiquidVariable("rows", null), new LiquidVariable("config", "secret")],
            LiquidTemplate.Parse("{{ row.name.first }}{% for one in rows %}{{ one.x }}{% endfor %}{{ config['secret'] }}{% assign own = 1 %}{{ own }}").Variables);
    }

    [Theory]
    [InlineData("{% if row.a > row.b and c.d %}{% elsif e.f %}{% else %}{{ g.h }}{% endif %}", "row.a row.b c.d e.f g.h")]
    [InlineData("{% unless a.b contains c.d %}{% endunless %}{% case e.f %}{% when g.h %}{{ i.j }}{% endcase %}", "a.b c.d e.f g.h i.j")]
    [InlineData("{% for x in a.b limit: c.d offset: e.f %}{{ x.y }}{% else %}{{ g.h }}{% endfor %}", "a.b c.d e.f g.h")]
    [InlineData("{% assign x = a.b | append: c.d | slice: e.f, g.h %}{% echo i.j %}{% cycle k.l, 'm' %}", "a.b c.d e.f g.h i.j k.l")]
    [InlineData("{{ a.b[c.d] }}{{ a.e.f | where: 'x', g.h }}", "a.b c.d a.e g.h")]
    public void What_a_template_reads_is_known_wherever_it_stands(string template, string read) => Assert.Equal(
        read.Split(' ').Order(StringComparer.Ordinal), LiquidTemplate.Parse(template).Variables.Select(variable => $"{variable.Root}.{variable.Member}").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("{% if row.a | shout %}{% endif %}")]
    [InlineData("{% for x in a.b | shout %}{% endfor %}")]
    [InlineData("{% echo a | shout %}")]
    [InlineData("{% assign x = 1 | plus: 2 | shout %}")]
    public void A_filter_that_is_none_is_told_wherever_it_stands(string template) => Assert.False(LiquidTemplate.TryParse(template, out _, out _));

    private static string Render(string template, LiquidEncoding encoding = LiquidEncoding.None) => LiquidTemplate.Parse(template).Render(
        [KeyValuePair.Create("row", JsonSerializer.SerializeToElement(new Dictionary<string, object?>
        {
            ["name"] = "Zoë",
            ["first name"] = "Zoë",
            ["age"] = 42,
            ["amount"] = 10.50m,
            ["tags"] = new[] { "a", "b" },
            ["nothing"] = null,
            ["evil"] = "a/../b?x=1&y +",
            ["quoted"] = "\"},\n\\",
        }))],
        encoding);
}
