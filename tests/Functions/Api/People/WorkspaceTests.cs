using System.Net;
using System.Net.Http.Json;
using Fixtures;
using FunctionsPlatform.Access;
using static FunctionsPlatform.Tests.Api.People.Crew;

namespace FunctionsPlatform.Tests.Api.People;

/// <summary><c>/api/v1/workspaces</c> as SignalSmith has it: members, invitations, settings.</summary>
[Collection(nameof(PeoplePlatform))]
public sealed class WorkspaceTests(PeoplePlatform platform)
{
    private const string Path = "/api/v1/workspaces";
    private readonly Crew _crew = platform.Crew;

    [Fact]
    public async Task A_key_lists_the_workspace_that_it_opens_and_reads_it()
    {
        var (workspace, _) = await _crew.FoundAsync();
        using var key = await _crew.KeyAsync(workspace);

        var listed = await BodyAsync(key.GetAsync(Path));
        var one = await BodyAsync(key.GetAsync($"{Path}/{workspace}"));

        Assert.Equal(listed[0]!.ToJsonString(), one.ToJsonString());
        Assert.Equal(
            ["id", "name", "slug", "avatar_url", "default_role", "settings", "organization_id", "member_count", "created_at", "updated_at"],
            one.AsObject().Select(field => field.Key));
        Assert.Equal(("Acme", "acme", "member", "1", workspace.ToString()), (one.At("$.name"), one.At("$.slug"), one.At("$.default_role"), one.At("$.member_count"), one.At("$.organization_id")));
    }

    [Fact]
    public async Task A_user_who_names_a_workspace_by_its_uuid_lists_all_of_theirs()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.Add("X-Workspace-ID", workspace.ToString());

        var listed = await BodyAsync(owner.Client.SendAsync(request));

        Assert.Equal([workspace.ToString()], listed.AsArray().Select(one => one.At("$.id")));
    }

    [Theory]
    [InlineData("GET", HttpStatusCode.NotFound)]
    [InlineData("DELETE", HttpStatusCode.NotFound)]
    public async Task One_of_others_is_one_that_is_not_there(string method, HttpStatusCode expected)
    {
        var (workspace, _) = await _crew.FoundAsync();
        var (theirs, _) = await _crew.FoundAsync();
        using var key = await _crew.KeyAsync(workspace);
        foreach (var id in new[] { theirs.ToString(), "01890000-0000-7000-8000-000000000000" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"{Path}/{id}");
            Assert.Equal("There is no such workspace.", (await BodyAsync(key.SendAsync(request), expected)).At("$.error"));
        }
    }

    [Fact]
    public async Task Deleting_one_is_refused_clearly()
    {
        var (workspace, owner) = await _crew.FoundAsync();

        Assert.Contains("cannot be deleted", (await BodyAsync(owner.Client.DeleteAsync($"{Path}/{workspace}"), HttpStatusCode.Conflict)).At("$.error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_change_one_by_one()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var path = $"{Path}/{workspace}/settings";

        await BodyAsync(owner.Client.PutAsJsonAsync(path, new { settings = new { theme = "dark" }, default_role = "viewer" }));
        await BodyAsync(owner.Client.PutAsJsonAsync(path, new { name = "Production", avatar_url = "https://example.com/a.png" }));
        var settings = await BodyAsync(owner.Client.GetAsync(path));

        Assert.Equal(
            ("Production", "https://example.com/a.png", "viewer", "dark"),
            (settings.At("$.name"), settings.At("$.avatar_url"), settings.At("$.default_role"), settings.At("$.settings.theme")));
        await BodyAsync(owner.Client.PutAsJsonAsync(path, new { default_role = "owner" }), HttpStatusCode.UnprocessableEntity);
        await BodyAsync(owner.Client.PutAsJsonAsync(path, new { time_zone = "Mars/Olympus" }), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Somebody_is_invited_with_the_default_role_accepts_and_is_changed_and_removed()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var (_, guest) = await _crew.FoundAsync("Elsewhere");
        var path = $"{Path}/{workspace}";

        var sent = await BodyAsync(owner.Client.PostAsJsonAsync($"{path}/members/invite", new { email = guest.Email }), HttpStatusCode.Created);
        var open = await BodyAsync(owner.Client.GetAsync($"{path}/invites"));
        await BodyAsync(guest.Client.PostAsJsonAsync($"{Path}/invites/{sent.At("$.id")}/accept", new { token = _crew.InvitationOf(guest.Email) }));
        var members = await BodyAsync(guest.Client.GetAsync($"{path}/members"));
        var changed = await BodyAsync(owner.Client.PutAsJsonAsync($"{path}/members/{guest.Id}/role", new { role = "admin" }));
        await BodyAsync(owner.Client.DeleteAsync($"{path}/members/{guest.Id}"));
        await BodyAsync(guest.Client.GetAsync($"{path}/members"), HttpStatusCode.Forbidden);

        Assert.Equal(("member", "pending"), (open.At("$[0].role"), open.At("$[0].status")));
        Assert.Equal(["account_id", "email", "name", "role", "role_id", "joined_at"], members[0]!.AsObject().Select(field => field.Key));
        Assert.Equal(("admin", "00000000-0000-0000-0000-000000000002"), (changed.At("$.role"), changed.At("$.role_id")));
        Assert.Empty((await BodyAsync(owner.Client.GetAsync($"{path}/invites"))).AsArray());
    }

    [Fact]
    public async Task The_last_owner_stays_here_too()
    {
        var (workspace, owner) = await _crew.FoundAsync();

        await BodyAsync(owner.Client.DeleteAsync($"{Path}/{workspace}/members/{owner.Id}"), HttpStatusCode.Conflict);
        await BodyAsync(owner.Client.PutAsJsonAsync($"{Path}/{workspace}/members/{owner.Id}/role", new { role = "viewer" }), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_key_is_rotated_by_those_who_hold_as_much()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var path = $"{Path}/{workspace}/api-keys";
        var made = await BodyAsync(owner.Client.PostAsJsonAsync(path, new { name = "Export", scopes = new[] { "syncs:read", "keys:write" } }), HttpStatusCode.Created);
        var strong = await BodyAsync(owner.Client.PostAsJsonAsync(path, new { name = "Strong" }), HttpStatusCode.Created);
        using var holder = platform.App.ClientWith(made.At("$.key")!);

        await BodyAsync(holder.PostAsync($"{path}/{strong.At("$.id")}/rotate", null), HttpStatusCode.Forbidden);
        var rotated = await BodyAsync(holder.PostAsJsonAsync($"{path}/{made.At("$.id")}/rotate", new { overlap_hours = 0 }));
        using var refused = await holder.GetAsync($"/api/v1/workspaces/{workspace}/syncs");
        using var again = platform.App.ClientWith(rotated.At("$.key")!);
        await BodyAsync(again.GetAsync($"/api/v1/workspaces/{workspace}/syncs"));
        var listed = await BodyAsync(owner.Client.GetAsync(path));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.StartsWith(rotated.At("$.key_prefix")!, rotated.At("$.key"), StringComparison.Ordinal);
        var shown = listed.AsArray().Single(key => key.At("$.id") == made.At("$.id"))!;
        Assert.NotNull(shown.At("$.rotated_at"));
        Assert.NotNull(shown.At("$.last_used_at"));
        await BodyAsync(owner.Client.PostAsJsonAsync($"{path}/{made.At("$.id")}/rotate", new { overlap_hours = 10_000 }), HttpStatusCode.BadRequest);
        await BodyAsync(owner.Client.PostAsync($"{path}/01890000-0000-7000-8000-000000000000/rotate", null), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_administrator_gets_no_owners_key_by_making_or_rotating_one()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var admin = await _crew.JoinAsync(workspace, Roles.Admin);
        var path = $"{Path}/{workspace}/api-keys";
        var owners = await BodyAsync(owner.Client.PostAsJsonAsync(path, new { name = "Owner's" }), HttpStatusCode.Created);

        await BodyAsync(admin.Client.PostAsync($"{path}/{owners.At("$.id")}/rotate", null), HttpStatusCode.Forbidden);
        var made = await BodyAsync(admin.Client.PostAsJsonAsync(path, new { name = "Admin's" }), HttpStatusCode.Created);
        using var key = platform.App.ClientWith(made.At("$.key")!);
        await BodyAsync(key.PutAsJsonAsync($"{Path}/{workspace}/members/{admin.Id}/role", new { role = "owner" }), HttpStatusCode.Forbidden);
    }
}
