using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Access;
using static FunctionsPlatform.Tests.Api.People.Crew;

namespace FunctionsPlatform.Tests.Api.People;

/// <summary>Roles, permissions and groups of a workspace.</summary>
[Collection(nameof(PeoplePlatform))]
public sealed class GovernTests(PeoplePlatform platform)
{
    private const string Nobody = "01890000-0000-7000-8000-000000000000";
    private readonly Crew _crew = platform.Crew;

    [Fact]
    public async Task The_platforms_roles_are_listed_first_and_fixed()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var path = $"/api/v1/workspaces/{workspace}/roles";

        var roles = (await BodyAsync(owner.Client.GetAsync(path))).AsArray();

        Assert.Equal(["owner", "admin", "member", "editor", "viewer"], roles.Select(role => role.At("$.name")));
        Assert.Equal(("00000000-0000-0000-0000-000000000001", "true", null), (roles[0].At("$.id"), roles[0].At("$.is_system"), roles[0].At("$.workspace_id")));
        Assert.Contains("sources.read", Names(roles[4]!["permissions"]!));
        Assert.DoesNotContain("sources.create", Names(roles[4]!["permissions"]!));
        await BodyAsync(owner.Client.GetAsync($"{path}/{roles[0].At("$.id")}"));
        await BodyAsync(owner.Client.PutAsJsonAsync($"{path}/{roles[2].At("$.id")}", new { name = "mine", permissions = Array.Empty<string>() }), HttpStatusCode.Conflict);
        await BodyAsync(owner.Client.DeleteAsync($"{path}/{roles[2].At("$.id")}"), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Every_permission_that_is_listed_can_be_given()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var listed = (await BodyAsync(owner.Client.GetAsync($"/api/v1/workspaces/{workspace}/permissions"))).AsArray();
        var names = listed.Select(permission => permission.At("$.name")!).ToArray();

        var role = await BodyAsync(owner.Client.PostAsJsonAsync($"/api/v1/workspaces/{workspace}/roles", new { name = "All", permissions = names }), HttpStatusCode.Created);

        Assert.Equal(["name", "category", "action"], listed[0]!.AsObject().Select(field => field.Key));
        Assert.Equal(names, Names(role["permissions"]!));
    }

    [Fact]
    public async Task A_role_of_ones_own_gives_its_members_what_it_says_and_nothing_else()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var path = $"/api/v1/workspaces/{workspace}";
        var role = await BodyAsync(
            owner.Client.PostAsJsonAsync($"{path}/roles", new { name = "Analyst", description = "Builds models", permissions = new[] { "sources.read", "models:create" } }),
            HttpStatusCode.Created);
        var member = await _crew.JoinAsync(workspace, Roles.Viewer);

        var changed = await BodyAsync(owner.Client.PutAsJsonAsync($"{path}/members/{member.Id}/role", new { role = "analyst" }));

        Assert.Equal(("Analyst", role.At("$.id")), (changed.At("$.role"), changed.At("$.role_id")));
        await BodyAsync(member.Client.GetAsync($"{path}/sources"));
        await BodyAsync(member.Client.GetAsync($"{path}/models"), HttpStatusCode.Forbidden);
        await BodyAsync(member.Client.PostAsJsonAsync($"{path}/models", new { }), HttpStatusCode.BadRequest);
        await BodyAsync(member.Client.PutAsJsonAsync($"{path}/models/{Nobody}", new { }), HttpStatusCode.Forbidden);
        await BodyAsync(member.Client.DeleteAsync($"{path}/models/{Nobody}"), HttpStatusCode.Forbidden);

        await BodyAsync(owner.Client.PutAsJsonAsync($"{path}/roles/{role.At("$.id")}", new { name = "Analyst", permissions = new[] { "models.read" } }));
        await BodyAsync(member.Client.GetAsync($"{path}/models"));
        await BodyAsync(member.Client.GetAsync($"{path}/sources"), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_role_that_somebody_has_is_not_deleted()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var path = $"/api/v1/workspaces/{workspace}";
        var role = await BodyAsync(owner.Client.PostAsJsonAsync($"{path}/roles", new { name = "Reader", permissions = new[] { "models.read" } }), HttpStatusCode.Created);
        var member = await _crew.JoinAsync(workspace, role.At("$.id")!);

        await BodyAsync(owner.Client.DeleteAsync($"{path}/roles/{role.At("$.id")}"), HttpStatusCode.Conflict);
        await BodyAsync(owner.Client.PutAsJsonAsync($"{path}/members/{member.Id}/role", new { role = "viewer" }));
        await BodyAsync(owner.Client.DeleteAsync($"{path}/roles/{role.At("$.id")}"));
        await BodyAsync(owner.Client.GetAsync($"{path}/roles/{role.At("$.id")}"), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"name": "x", "permissions": ["sources.fly"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"name": "x", "permissions": ["nonsense"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"permissions": []}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"name": "Admin", "permissions": []}""", HttpStatusCode.Conflict)]
    [InlineData("""{"name": "Taken", "permissions": []}""", HttpStatusCode.Conflict)]
    public async Task A_bad_role_is_refused(string json, HttpStatusCode expected)
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var path = $"/api/v1/workspaces/{workspace}/roles";
        await BodyAsync(owner.Client.PostAsJsonAsync(path, new { name = "taken" }), HttpStatusCode.Created);
        using var content = new StringContent(json, null, "application/json");

        await BodyAsync(owner.Client.PostAsync(path, content), expected);
    }

    [Fact]
    public async Task Nobody_gains_by_roles_or_groups_what_they_do_not_hold()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var path = $"/api/v1/workspaces/{workspace}";
        string[] held = ["members.read", "members.create", "members.update", "members.delete", "models.read"];
        var role = await BodyAsync(owner.Client.PostAsJsonAsync($"{path}/roles", new { name = "People", permissions = held }), HttpStatusCode.Created);
        var strong = await BodyAsync(owner.Client.PostAsJsonAsync($"{path}/groups", new { name = "Strong", role = "admin" }), HttpStatusCode.Created);
        var manager = await _crew.JoinAsync(workspace, role.At("$.id")!);
        var viewer = await _crew.JoinAsync(workspace, Roles.Viewer);

        foreach (var (what, sent) in new (string, Task<HttpResponseMessage>)[]
        {
            ("their own role", manager.Client.PutAsJsonAsync($"{path}/roles/{role.At("$.id")}", new { name = "People", permissions = held.Append("sources.delete") })),
            ("a new role", manager.Client.PostAsJsonAsync($"{path}/roles", new { name = "More", permissions = new[] { "sources.read" } })),
            ("a preset", manager.Client.PutAsJsonAsync($"{path}/members/{manager.Id}/role", new { role = "viewer" })),
            ("an invitation", manager.Client.PostAsJsonAsync($"{path}/members/invite", new { email = NewEmail(), role = "viewer" })),
            ("a new group", manager.Client.PostAsJsonAsync($"{path}/groups", new { name = "Mine", permissions = new[] { "sources.read" }, members = new[] { manager.Id } })),
            ("a group's role", manager.Client.PostAsJsonAsync($"{path}/groups", new { name = "Mine", role = "viewer", members = new[] { manager.Id } })),
            ("a strong group", manager.Client.PostAsJsonAsync($"{path}/groups/{strong.At("$.id")}/members", new { account_id = manager.Id })),
            ("a strong group as a whole", manager.Client.PutAsJsonAsync($"{path}/groups/{strong.At("$.id")}", new { name = "Strong", members = new[] { manager.Id } })),
            ("those who hold more", manager.Client.DeleteAsync($"{path}/members/{viewer.Id}")),
            ("a group's end", manager.Client.DeleteAsync($"{path}/groups/{strong.At("$.id")}")),
        })
        {
            using var response = await sent;
            Assert.True(response.StatusCode == HttpStatusCode.Forbidden, $"{what}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }

        await BodyAsync(manager.Client.PostAsJsonAsync($"{path}/roles", new { name = "Less", permissions = new[] { "models.read" } }), HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_group_adds_to_what_its_members_may()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var path = $"/api/v1/workspaces/{workspace}";
        var member = await _crew.JoinAsync(workspace, Roles.Viewer);
        await BodyAsync(member.Client.PostAsJsonAsync($"{path}/models", new { }), HttpStatusCode.Forbidden);

        var group = await BodyAsync(
            owner.Client.PostAsJsonAsync($"{path}/groups", new { name = "Modellers", permissions = new[] { "models.write" }, members = new[] { member.Id } }),
            HttpStatusCode.Created);
        await BodyAsync(member.Client.PostAsJsonAsync($"{path}/models", new { }), HttpStatusCode.BadRequest);
        var effective = await BodyAsync(owner.Client.GetAsync($"{path}/members/{member.Id}/permissions"));
        await BodyAsync(owner.Client.DeleteAsync($"{path}/groups/{group.At("$.id")}/members/{member.Id}"));
        await BodyAsync(member.Client.PostAsJsonAsync($"{path}/models", new { }), HttpStatusCode.Forbidden);
        await BodyAsync(owner.Client.PostAsJsonAsync($"{path}/groups/{group.At("$.id")}/members", new { account_id = member.Id }));
        await BodyAsync(member.Client.PostAsJsonAsync($"{path}/models", new { }), HttpStatusCode.BadRequest);

        Assert.Contains("models.create", Names(effective["permissions"]!));
        Assert.DoesNotContain("models.delete", Names(effective["permissions"]!));
        Assert.Equal(
            ["id", "workspace_id", "name", "description", "role", "role_id", "permissions", "members", "created_at", "updated_at"], group.AsObject().Select(field => field.Key));
    }

    [Fact]
    public async Task Who_is_removed_is_in_no_group_when_they_come_back()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var path = $"/api/v1/workspaces/{workspace}";
        var member = await _crew.JoinAsync(workspace, Roles.Viewer);
        var group = await BodyAsync(owner.Client.PostAsJsonAsync($"{path}/groups", new { name = "All", role = "admin", members = new[] { member.Id } }), HttpStatusCode.Created);

        await BodyAsync(owner.Client.DeleteAsync($"{path}/members/{member.Id}"));

        Assert.Empty((await BodyAsync(owner.Client.GetAsync($"{path}/groups/{group.At("$.id")}")))["members"]!.AsArray());
    }

    [Fact]
    public async Task A_group_is_of_members_and_makes_no_owner()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var (_, stranger) = await _crew.FoundAsync();
        var path = $"/api/v1/workspaces/{workspace}/groups";

        await BodyAsync(owner.Client.PostAsJsonAsync(path, new { name = "x", members = new[] { stranger.Id } }), HttpStatusCode.UnprocessableEntity);
        await BodyAsync(owner.Client.PostAsJsonAsync(path, new { name = "x", role = "owner" }), HttpStatusCode.BadRequest);
        await BodyAsync(owner.Client.PostAsJsonAsync(path, new { name = "x", role = "nobody" }), HttpStatusCode.UnprocessableEntity);
        await BodyAsync(owner.Client.PostAsJsonAsync(path, new { name = "x" }), HttpStatusCode.Created);
        await BodyAsync(owner.Client.PostAsJsonAsync(path, new { name = "X" }), HttpStatusCode.Conflict);
    }

    private static IEnumerable<string> Names(JsonNode permissions) => permissions.AsArray().Select(name => name!.ToString());
}
