using System.Diagnostics;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Syncs.Mapping;
using static FunctionsPlatform.Tests.Syncs.MappedRows;

namespace FunctionsPlatform.Tests.Syncs;

/// <summary>A template is a stranger's program in our process: whatever it says, it ends soon and takes little.</summary>
public sealed class TemplateBoundsTests
{
    private static readonly (string, ColumnKind, object?)[] Large =
    [
        ("large", ColumnKind.Text, new string('a', 60_000)), ("json", ColumnKind.Json, "[1,2,3]"), ("bad", ColumnKind.Json, "{"), ("blanks", ColumnKind.Json, """["",""]"""),
        ("objects", ColumnKind.Json, $$"""[{"note":"{{new string('b', 50_000)}}"}]"""),
    ];

    public static TheoryData<string> Greedy => new()
    {
        "{% for i in (1..2000000000) %}x{% endfor %}",
        "{% assign r = (1..900000000) %}",
        "{% for i in (1..1000) %}{% for j in (1..1000) %}{% endfor %}{% endfor %}",
        "{% assign n = 9 | times: 100000000000000 | times: 100000000000000 %}{% for i in (1..n) %}x{% endfor %}",
        "{% assign x = 'ab' %}" + string.Concat(Enumerable.Repeat("{% assign x = x | append: x %}", 40)),
        "{% assign x = large | replace: 'a', large %}",
        "{% assign x = large | split: '' | join: large %}",
        "{% assign x = large | regex_replace: 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' %}",
        "{% assign a = large | split: 'b' %}" + string.Concat(Enumerable.Repeat("{% assign a = a | concat: a %}", 30)),
        "{% capture c %}{% for i in (1..5000) %}{{ large }}{% endfor %}{% endcapture %}",
        "{% capture c %}abcdefgh{% endcapture %}" + string.Concat(Enumerable.Repeat("{% capture c %}{{ c }}{{ c }}{% endcapture %}", 40)),
        "{{ large }}{{ large }}",
        "{{ 'now' | date: '%999999999Y' }}",
        "{{ 'now' | date: '%-0999999999d' }}",
        "{% assign x = large | base64_encode %}" + string.Concat(Enumerable.Repeat("{% assign x = x | base64_encode %}", 30)),
        "{% assign a = objects %}" + string.Concat(Enumerable.Repeat("{% assign a = a | concat: a %}", 16)) + "{{ a | json | size }}",
        "{% assign a = blanks %}" + string.Concat(Enumerable.Repeat("{% assign a = a | concat: a %}", 30)),
        "{% for i in (1..4000) %}{% assign x = large | size %}{% endfor %}",
        "{{ bad.x }}",
    };

    [Theory]
    [MemberData(nameof(Greedy))]
    public void A_greedy_template_rejects_the_row_soon_and_in_little_memory(string template)
    {
        Template("{{ large | size }}", Large);
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("template_failed", Template(template + "{{ json }}", Large));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Time_of_regular_expressions_grows_with_the_text_alone()
    {
        var watch = Stopwatch.StartNew();

        Assert.Equal("template_failed", Template("{{ large | match_regex: '^(a+)+$x' }}", Large));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    public static TheoryData<string> Deep => new()
    {
        string.Concat(Enumerable.Repeat("{% if large %}", 100_000)),
        string.Concat(Enumerable.Repeat("{% if large %}", 1_000)),
        "{{ " + string.Concat(Enumerable.Repeat("large[", 1_000)),
        "{{ " + new string('(', 1_000),
        "{{ large" + string.Concat(Enumerable.Repeat("|abs", 2_000)) + " }}",
        "{% if 1" + string.Concat(Enumerable.Repeat(" or1", 3_000)) + " %}{% endif %}",
        "{% liquid\n" + string.Concat(Enumerable.Repeat("if large\n", 1_000)) + "%}",
    };

    // Without the check each of them overflows the stack, which ends the process: this test then fails by killing its runner.
    [Theory]
    [MemberData(nameof(Deep))]
    public void A_template_that_nests_too_deep_is_refused_not_parsed(string template)
    {
        var request = Request([new FieldMapping("field", MappingKind.Template) { Template = template }], [new("large", ColumnKind.Text)], Field(ColumnKind.Text));

        OnSmallStack(() => Assert.Equal("$.mappings[0].template", Assert.Single(Mistakes(request)).Path));
        OnSmallStack(() => Assert.Empty(RowMapper.UsedColumns(request.Mappings, ["large"])));
    }

    [Fact]
    public void The_deepest_templates_that_are_taken_fit_a_small_stack() => OnSmallStack(() =>
    {
        Assert.Equal("x", Template(string.Concat(Enumerable.Repeat("{% if large %}", 150)) + "x" + string.Concat(Enumerable.Repeat("{% endif %}", 150)), Large));
        Assert.Equal("60000", Template("{{ large | size" + string.Concat(Enumerable.Repeat("|abs", 590)) + " }}", Large));
        Assert.Equal("x", Template("{% if large" + string.Concat(Enumerable.Repeat(" or large", 990)) + " %}x{% endif %}", Large));
        Assert.Equal("x", Template("x{{ " + string.Concat(Enumerable.Repeat("large[", 20)) + "0" + new string(']', 20) + " }}", Large));
    });

    private static void OnSmallStack(Action assert)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(assert), 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
