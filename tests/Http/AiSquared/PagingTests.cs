using System.Net;
using Fixtures;

namespace Http.Tests.AiSquared;

[Collection(nameof(RunningPlatform))]
public sealed class PagingTests(RunningPlatform platform)
{
    private static readonly SemaphoreSlim Making = new(1);
    private static SquaredApi? _made;

    [Theory]
    [InlineData("page=2&page_size=2")]
    [InlineData("page=2&per_page=2")]
    [InlineData("page[number]=2&page[size]=2")]
    [InlineData("page=2&page[size]=2")]
    public async Task Page_and_size_go_by_each_documented_name(string query)
    {
        var answer = await (await FiveSourcesAsync()).GetAsync($"connectors?{query}");

        Assert.Equal(["three", "four"], answer.List.Select(item => item.At("$.attributes.name")));
    }

    [Theory]
    [InlineData("in the middle", "page=2&page_size=2", "page=1", "page=3")]
    [InlineData("at the start", "page=1&page_size=2", null, "page=2")]
    [InlineData("at the end", "page=3&page_size=2", "page=2", null)]
    [InlineData("when none is named", "page_size=2", null, "page=2")]
    public async Task Links_lead_to_the_pages_around_and_are_null_at_the_ends(string rule, string query, string? before, string? after)
    {
        var links = (await (await FiveSourcesAsync()).GetAsync($"connectors?{query}")).Body!["links"]!;

        Assert.True(before == PageOf(links.At("$.prev")) && after == PageOf(links.At("$.next")), $"{rule}: {links.ToJsonString()}");
        Assert.Equal(("page=1", "page=3"), (PageOf(links.At("$.first")), PageOf(links.At("$.last"))));
    }

    [Fact]
    public async Task Links_are_all_there_on_a_single_page()
    {
        var links = (await (await FiveSourcesAsync()).GetAsync("connectors")).Body!["links"]!.AsObject();

        Assert.Equal(["self", "first", "prev", "next", "last"], links.Select(link => link.Key));
        Assert.Equal(("/api/v1/connectors?page=1", null, null), (links.At("$.last"), links.At("$.prev"), links.At("$.next")));
    }

    [Fact]
    public async Task Links_keep_what_else_was_asked_and_can_be_followed()
    {
        var api = await FiveSourcesAsync();
        var first = await api.GetAsync("connectors?type=source&per_page=4");

        var next = first.Body!["links"].At("$.next")!;

        Assert.StartsWith("/api/v1/connectors?type=source&per_page=4", next, StringComparison.Ordinal);
        Assert.Equal(["five"], (await api.GetAsync(next)).List.Select(item => item.At("$.attributes.name")));
    }

    [Theory]
    [InlineData("page=99")]
    [InlineData("page=2147483647&page_size=100")]
    public async Task A_page_behind_the_end_is_empty(string query)
    {
        var answer = await (await FiveSourcesAsync()).GetAsync($"connectors?{query}");

        Assert.Equal((HttpStatusCode.OK, 0), (answer.Status, answer.List.Count));
        Assert.Null(answer.Body!["links"].At("$.next"));
    }

    [Fact]
    public async Task A_size_over_a_hundred_is_a_hundred() =>
        Assert.Equal(HttpStatusCode.OK, (await (await FiveSourcesAsync()).GetAsync("connectors?page_size=5000")).Status);

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("page=two", "page")]
    [InlineData("page_size=0", "page_size")]
    [InlineData("per_page=many", "per_page")]
    public async Task A_page_or_size_that_is_none_is_400(string query, string field)
    {
        var answer = await (await FiveSourcesAsync()).GetAsync($"connectors?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotNull(answer.At($"$.errors.{field}[0]"));
    }

    [Theory]
    [InlineData("type=source", 5)]
    [InlineData("type=destination", 0)]
    [InlineData("category=data", 5)]
    [InlineData("category=ai_ml", 0)]
    public async Task Connectors_are_filtered(string query, int count) =>
        Assert.Equal(count, (await (await FiveSourcesAsync()).GetAsync($"connectors?{query}")).List.Count);

    [Fact]
    public async Task Connectors_are_not_filtered_by_a_type_that_is_none() =>
        Assert.NotNull((await (await FiveSourcesAsync()).GetAsync("connectors?type=both")).At("$.errors.type[0]"));

    [Fact]
    public async Task An_empty_list_has_links_too()
    {
        var answer = await (await FiveSourcesAsync()).GetAsync("syncs");

        Assert.Empty(answer.List);
        Assert.Equal("/api/v1/syncs?page=1", answer.Body!["links"].At("$.last"));
    }

    private static string? PageOf(string? link) => link?.Split('?', '&').SingleOrDefault(part => part.StartsWith("page=", StringComparison.Ordinal));

    private async Task<SquaredApi> FiveSourcesAsync()
    {
        await Making.WaitAsync();
        try
        {
            return _made ??= await MakeAsync();
        }
        finally
        {
            Making.Release();
        }
    }

    private async Task<SquaredApi> MakeAsync()
    {
        var api = await SquaredApi.NewWorkspaceAsync(platform);
        foreach (var name in new[] { "one", "two", "three", "four", "five" })
            await api.NewSourceAsync(name);
        return api;
    }
}
