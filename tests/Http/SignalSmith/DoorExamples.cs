using System.Net;
using Fixtures;
using static Http.Tests.SignalSmith.SmithDemo;

namespace Http.Tests.SignalSmith;

/// <summary>What every resource of the API has in common.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class DoorExamples(RunningPlatform platform)
{
    private readonly SmithDemo _demo = new(platform);

    public static TheoryData<string> Lists => ["/sources", "/models", "/destinations", "/syncs"];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_is_a_bare_array_or_a_page_of_it(string path)
    {
        using var whole = await _demo.GetAsync(path);
        var all = (await whole.JsonAsync()).AsArray();
        var page = await BodyAsync(_demo.GetAsync($"{path}?page=1&page_size=1"));

        Assert.Equal($"{all.Count}", whole.Headers.GetValues("X-Total-Count").Single());
        Assert.Equal(["data", "pagination"], page.AsObject().Select(member => member.Key));
        Assert.Equal(Math.Min(1, all.Count), page["data"]!.AsArray().Count);
        Assert.Equal(("1", "1", $"{all.Count}"), (page.At("$.pagination.page"), page.At("$.pagination.page_size"), page.At("$.pagination.total")));
        await ErrorAsync(_demo.GetAsync($"{path}?page=0"), HttpStatusCode.BadRequest);
        Assert.Equal("100", (await BodyAsync(_demo.GetAsync($"{path}?page_size=1000"))).At("$.pagination.page_size"));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Nobody_gets_in_without_a_key_or_with_another_ones(string path)
    {
        await ErrorAsync(_demo.SendAsync(HttpMethod.Get, path, key: null), HttpStatusCode.Unauthorized);
        await ErrorAsync(_demo.SendAsync(HttpMethod.Get, path, key: "sk_live_nobody"), HttpStatusCode.Unauthorized);
        await ErrorAsync(_demo.SendAsync(HttpMethod.Get, path, header: Nobody), HttpStatusCode.Forbidden);
        await ErrorAsync(_demo.SendAsync(HttpMethod.Get, path, header: null, workspace: Nobody), HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task The_header_may_be_left_out_since_the_path_names_the_workspace(string path) =>
        await BodyAsync(_demo.SendAsync(HttpMethod.Get, path, header: null));

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_verb_that_is_not_there_is_405_and_tells_which_are(string path)
    {
        using var response = await _demo.SendAsync(HttpMethod.Patch, $"{path}/{Nobody}", "{}");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["DELETE", "GET", "PUT"], response.Content.Headers.Allow.Where(verb => verb != "OPTIONS").Order());
        Assert.NotNull((await response.JsonAsync()).At("$.error"));
    }
}
