using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Tests.Api;

public sealed class ApiKeyTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    [Fact]
    public async Task A_key_is_shown_once_works_and_is_revoked()
    {
        var workspace = await platform.App.NewWorkspaceAsync();
        using var owner = platform.App.ClientOf(workspace);
        using var created = await owner.PostAsJsonAsync(PathOf(workspace), new { name = "Nightly export" });
        var key = await created.JsonAsync();
        using var holder = platform.App.ClientWith(key.At("$.key")!);
        var listed = await (await holder.GetAsync(PathOf(workspace))).JsonAsync();
        using var deleted = await owner.DeleteAsync($"{PathOf(workspace)}/{key.At("$.id")}");

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.StartsWith("sk_live_", key.At("$.key"), StringComparison.Ordinal);
        Assert.StartsWith(key.At("$.key_prefix")!, key.At("$.key"), StringComparison.Ordinal);
        Assert.Contains(listed.AsArray(), item => item.At("$.id") == key.At("$.id"));
        Assert.DoesNotContain(key.At("$.key")!, listed.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("""{"status":"deleted"}""", await deleted.Content.ReadAsStringAsync());
        Assert.DoesNotContain((await (await owner.GetAsync(PathOf(workspace))).JsonAsync()).AsArray(), item => item.At("$.id") == key.At("$.id"));
    }

    [Fact]
    public async Task A_key_can_do_no_more_than_its_creator()
    {
        var workspace = await platform.App.NewWorkspaceAsync(scopes: [Permissions.KeysWrite, Permissions.WorkspaceRead]);
        using var caller = platform.App.ClientOf(workspace);

        using var more = await caller.PostAsJsonAsync(PathOf(workspace), new { name = "more", scopes = new[] { Permissions.QueriesWrite } });
        var same = await (await caller.PostAsJsonAsync(PathOf(workspace), new { name = "same" })).JsonAsync();

        Assert.Equal(HttpStatusCode.Forbidden, more.StatusCode);
        Assert.Equal([Permissions.KeysWrite, Permissions.WorkspaceRead], same["scopes"]!.AsArray().Select(scope => scope!.ToString()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name": ""}""")]
    [InlineData("""{"name": "x", "expires_at": "2001-01-01T00:00:00Z"}""")]
    [InlineData("""{"name": "x", "scopes": null, "color": "red"}""")]
    [InlineData("{")]
    public async Task A_bad_body_is_400_with_one_text(string json)
    {
        var workspace = await platform.App.NewWorkspaceAsync();
        using var owner = platform.App.ClientOf(workspace);
        using var content = new StringContent(json, null, "application/json");
        using var response = await owner.PostAsync(PathOf(workspace), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["error"], (await response.JsonAsync()).AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("01890000-0000-7000-8000-000000000000")]
    public async Task An_unknown_key_is_404(string id)
    {
        var workspace = await platform.App.NewWorkspaceAsync();
        using var owner = platform.App.ClientOf(workspace);
        using var response = await owner.DeleteAsync($"{PathOf(workspace)}/{id}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Another_workspaces_key_cannot_be_revoked()
    {
        var mine = await platform.App.NewWorkspaceAsync();
        var theirs = await platform.App.NewWorkspaceAsync();
        using var me = platform.App.ClientOf(mine);
        using var them = platform.App.ClientOf(theirs);
        var key = (await (await them.GetAsync(PathOf(theirs))).JsonAsync()).At("$[0].id");

        using var through = await me.DeleteAsync($"{PathOf(theirs)}/{key}");
        using var around = await me.DeleteAsync($"{PathOf(mine)}/{key}");

        Assert.Equal(HttpStatusCode.Forbidden, through.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, around.StatusCode);
    }

    [Fact]
    public async Task A_list_is_a_bare_array_until_pages_are_asked_for()
    {
        var workspace = await platform.App.NewWorkspaceAsync();
        using var owner = platform.App.ClientOf(workspace);
        for (var i = 0; i < 2; i++)
            (await owner.PostAsJsonAsync(PathOf(workspace), new { name = $"key {i}" })).Dispose();

        var all = await (await owner.GetAsync(PathOf(workspace))).JsonAsync();
        var second = await (await owner.GetAsync(PathOf(workspace) + "?page=2&page_size=2")).JsonAsync();
        using var bad = await owner.GetAsync(PathOf(workspace) + "?page=zero");

        Assert.Equal(3, Assert.IsType<JsonArray>(all).Count);
        Assert.Single(second["data"]!.AsArray());
        Assert.Equal("""{"page":2,"page_size":2,"total":3}""", second["pagination"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    private static string PathOf(TestWorkspace workspace) => $"/api/v1/workspaces/{workspace.Id}/api-keys";
}
