using System.Net;
using Fixtures;
using static FunctionsPlatform.Tests.Api.SignalSmith.SmithWorkspace;

namespace FunctionsPlatform.Tests.Api.SignalSmith;

/// <summary>What holds of every list and every id of the API.</summary>
[Collection(nameof(SmithPlatform))]
public sealed class ListTests(SmithPlatform platform)
{
    [Fact]
    public async Task A_list_is_a_bare_array_in_the_order_of_creation_with_its_total_in_a_header()
    {
        var workspace = await platform.NewWorkspaceAsync();
        foreach (var name in new[] { "C", "A", "B" })
            await workspace.NewDestinationAsync(name);

        using var response = await workspace.GetAsync("/destinations");

        Assert.Equal(["C", "A", "B"], (await response.JsonAsync()).AsArray().Select(item => item.At("$.name")));
        Assert.Equal("3", response.Headers.GetValues("X-Total-Count").Single());
    }

    [Theory]
    [InlineData("page=1", new[] { "0", "1", "2" }, """{"page":1,"page_size":20,"total":3}""")]
    [InlineData("page_size=2", new[] { "0", "1" }, """{"page":1,"page_size":2,"total":3}""")]
    [InlineData("page=2&page_size=2", new[] { "2" }, """{"page":2,"page_size":2,"total":3}""")]
    [InlineData("page=9", new string[0], """{"page":9,"page_size":20,"total":3}""")]
    [InlineData("page_size=500", new[] { "0", "1", "2" }, """{"page":1,"page_size":100,"total":3}""")]
    public async Task A_page_is_data_with_its_place(string query, string[] names, string place)
    {
        var workspace = await platform.NewWorkspaceAsync();
        foreach (var name in new[] { "0", "1", "2" })
            await workspace.NewDestinationAsync(name);

        var page = await BodyAsync(workspace.GetAsync($"/destinations?{query}"));

        Assert.Equal(["data", "pagination"], page.AsObject().Select(member => member.Key));
        Assert.Equal(names, page["data"]!.AsArray().Select(item => item.At("$.name")!));
        Assert.Equal(place, page["pagination"]!.ToJsonString());
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=first")]
    [InlineData("page_size=0")]
    [InlineData("page_size=-5")]
    public async Task A_page_that_cannot_be_is_400(string query)
    {
        var workspace = await platform.NewWorkspaceAsync();

        foreach (var list in new[] { "sources", "models", "destinations", "syncs" })
            await ErrorAsync(workspace.GetAsync($"/{list}?{query}"), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Nothing_of_another_tenant_is_there()
    {
        var owner = await platform.NewWorkspaceAsync();
        var source = await owner.NewSourceAsync();
        var model = await owner.NewModelAsync(source);
        var destination = await owner.NewDestinationAsync();
        var sync = await owner.NewSyncAsync(model, destination, "Sync");
        var run = (await BodyAsync(owner.PostAsync($"/syncs/{sync}/trigger"), HttpStatusCode.Created)).At("$.id");
        var stranger = await platform.NewWorkspaceAsync();

        foreach (var path in new[] { $"/sources/{source}", $"/models/{model}", $"/destinations/{destination}", $"/syncs/{sync}" })
        {
            await ErrorAsync(stranger.GetAsync(path), HttpStatusCode.NotFound);
            await ErrorAsync(stranger.PutAsync(path, new { name = "Mine" }), HttpStatusCode.NotFound);
            await ErrorAsync(stranger.DeleteAsync(path), HttpStatusCode.NotFound);
        }
        foreach (var path in new[]
        {
            $"/sources/{source}/schemas", $"/sources/{source}/schemas/main/tables", $"/sources/{source}/schemas/main/tables/users/columns", $"/models/{model}/audiences",
            $"/destinations/{destination}/fields", $"/destinations/{destination}/permissions", $"/syncs/{sync}/runs", $"/syncs/{sync}/runs/{run}",
            $"/syncs/{sync}/runs/{run}/rows",
        })
            await ErrorAsync(stranger.GetAsync(path), HttpStatusCode.NotFound);
        foreach (var path in new[]
        {
            $"/sources/{source}/test", $"/models/{model}/refresh-suggestions", $"/destinations/{destination}/test", $"/syncs/{sync}/trigger", $"/syncs/{sync}/dry-run",
            $"/syncs/{sync}/pause", $"/syncs/{sync}/resume", $"/syncs/{sync}/cancel", $"/syncs/{sync}/reset", $"/syncs/{sync}/runs/{run}/cancel", $"/syncs/{sync}/runs/{run}/retry",
        })
            await ErrorAsync(stranger.PostAsync(path), HttpStatusCode.NotFound);
        foreach (var list in new[] { "sources", "models", "destinations", "syncs" })
            Assert.Empty((await BodyAsync(stranger.GetAsync($"/{list}"))).AsArray());
    }

    [Fact]
    public async Task A_key_opens_its_own_workspace_alone_and_path_and_header_agree()
    {
        var one = await platform.NewWorkspaceAsync();
        var other = await platform.NewWorkspaceAsync();

        await ErrorAsync((one with { Id = other.Id }).GetAsync("/syncs"), HttpStatusCode.Forbidden);
        using var request = one.Request(HttpMethod.Get, "/syncs");
        request.Headers.Remove("X-Workspace-ID");
        request.Headers.Add("X-Workspace-ID", other.Id.ToString());
        await ErrorAsync(platform.App.Client.SendAsync(request), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_creation_repeated_with_its_key_is_one()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var ids = new HashSet<string?>();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var request = workspace.Request(HttpMethod.Post, "/sources", new { name = "Once", source_type = "sqlite", config = new { database = "shop.db" } });
            request.Headers.Add("Idempotency-Key", "once");
            ids.Add((await BodyAsync(platform.App.Client.SendAsync(request), HttpStatusCode.Created)).At("$.id"));
        }

        Assert.Single(ids);
    }
}
