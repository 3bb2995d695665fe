using System.Net;
using System.Net.Http.Json;
using Fixtures;
using FunctionsPlatform.Access;
using static FunctionsPlatform.Tests.Api.People.Crew;

namespace FunctionsPlatform.Tests.Api.People;

/// <summary><c>/api/v1/organizations</c>.</summary>
[Collection(nameof(PeoplePlatform))]
public sealed class OrganizationTests(PeoplePlatform platform)
{
    private const string Path = "/api/v1/organizations";
    private readonly Crew _crew = platform.Crew;

    [Fact]
    public async Task One_is_created_read_changed_and_deleted()
    {
        var (_, owner) = await _crew.FoundAsync();
        var slug = $"acme-{NewEmail()[..12]}";

        var made = await BodyAsync(owner.Client.PostAsJsonAsync(Path, new { name = "Acme Europe", slug, settings = new { color = "blue" } }), HttpStatusCode.Created);
        var one = $"{Path}/{made.At("$.id")}";
        var changed = await BodyAsync(owner.Client.PutAsJsonAsync(one, new { name = "Acme World" }));
        var listed = await BodyAsync(owner.Client.GetAsync(Path));
        var deleted = await BodyAsync(owner.Client.DeleteAsync(one));

        Assert.Equal(
            ["id", "name", "slug", "avatar_url", "settings", "created_by", "workspace_count", "member_count", "created_at", "updated_at"],
            made.AsObject().Select(field => field.Key));
        Assert.Equal((slug, "blue", "1", "0", owner.Id.ToString()), (made.At("$.slug"), made.At("$.settings.color"), made.At("$.member_count"), made.At("$.workspace_count"), made.At("$.created_by")));
        Assert.Equal(("Acme World", slug, "blue"), (changed.At("$.name"), changed.At("$.slug"), changed.At("$.settings.color")));
        Assert.Equal(2, listed.AsArray().Count);
        Assert.Equal("""{"status":"deleted"}""", deleted.ToJsonString());
        await BodyAsync(owner.Client.GetAsync(one), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_slug_belongs_to_one_and_is_free_again_when_it_is_given_up()
    {
        var (_, owner) = await _crew.FoundAsync();
        var slug = $"acme-{NewEmail()[..12]}";
        var first = await BodyAsync(owner.Client.PostAsJsonAsync(Path, new { name = "First", slug }), HttpStatusCode.Created);

        await BodyAsync(owner.Client.PostAsJsonAsync(Path, new { name = "Second", slug }), HttpStatusCode.Conflict);
        await BodyAsync(owner.Client.PutAsJsonAsync($"{Path}/{first.At("$.id")}", new { slug = slug + "-2" }));
        await BodyAsync(owner.Client.PostAsJsonAsync(Path, new { name = "Second", slug }), HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{"name": ""}""")]
    [InlineData("""{"name": "x", "slug": "Not A Slug"}""")]
    [InlineData("""{"name": "x", "avatar_url": "javascript:alert(1)"}""")]
    [InlineData("""{"name": "x", "settings": []}""")]
    [InlineData("{}")]
    public async Task A_bad_body_is_400(string json)
    {
        var (_, owner) = await _crew.FoundAsync();
        using var content = new StringContent(json, null, "application/json");

        await BodyAsync(owner.Client.PostAsync(Path, content), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Its_workspaces_are_made_in_it_and_it_stays_while_it_has_any()
    {
        var (_, owner) = await _crew.FoundAsync();
        var made = await BodyAsync(owner.Client.PostAsJsonAsync(Path, new { name = "Holding" }), HttpStatusCode.Created);
        var one = $"{Path}/{made.At("$.id")}";

        var workspace = await BodyAsync(owner.Client.PostAsJsonAsync($"{one}/workspaces", new { name = "Staging" }), HttpStatusCode.Created);
        var listed = await BodyAsync(owner.Client.GetAsync($"{one}/workspaces"));
        var refused = await BodyAsync(owner.Client.DeleteAsync(one), HttpStatusCode.Conflict);
        var entered = await BodyAsync(owner.Client.GetAsync($"/api/v1/workspaces/{workspace.At("$.id")}/members"));

        Assert.Equal((made.At("$.id"), "Staging"), (workspace.At("$.organization_id"), listed.At("$[0].name")));
        Assert.Contains("has workspaces", refused.At("$.error"), StringComparison.Ordinal);
        Assert.Equal(owner.Email, entered.At("$[0].email"));
    }

    [Theory]
    [InlineData("members", "invitations")]
    [InlineData("members/invite", "invites")]
    [InlineData("invitations", "invitations")]
    public async Task Somebody_is_invited_and_accepts_signed_in(string invite, string invitations)
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var (_, guest) = await _crew.FoundAsync("Elsewhere");
        var one = $"{Path}/{workspace}";

        var sent = await BodyAsync(owner.Client.PostAsJsonAsync($"{one}/{invite}", new { email = guest.Email, role = "admin" }), HttpStatusCode.Created);
        var open = await BodyAsync(owner.Client.GetAsync($"{one}/{invitations}"));
        var accept = $"{Path}/{invitations}/{sent.At("$.id")}/accept";
        await BodyAsync(owner.Client.PostAsJsonAsync(accept, new { token = _crew.InvitationOf(guest.Email) }), HttpStatusCode.Forbidden);
        await BodyAsync(guest.Client.PostAsJsonAsync(accept, new { token = "nonsense" }), HttpStatusCode.NotFound);
        var joined = await BodyAsync(guest.Client.PostAsJsonAsync(accept, new { token = _crew.InvitationOf(guest.Email) }));
        var members = await BodyAsync(guest.Client.GetAsync($"{one}/members"));

        Assert.Equal(("pending", "admin"), (open.At("$[0].status"), open.At("$[0].role")));
        Assert.Equal(("organization", workspace.ToString()), (joined.At("$.joined"), joined.At("$.id")));
        Assert.Equal(["owner", "admin"], members.AsArray().Select(member => member.At("$.role")));
    }

    [Fact]
    public async Task An_invitation_is_sent_again_with_another_secret_and_withdrawn()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var email = NewEmail();
        var sent = await BodyAsync(owner.Client.PostAsJsonAsync($"{Path}/{workspace}/invitations", new { email }), HttpStatusCode.Created);
        var first = _crew.InvitationOf(email);

        await BodyAsync(owner.Client.PostAsync($"{Path}/{workspace}/invitations/{sent.At("$.id")}/resend", null));
        await BodyAsync(_crew.AcceptAsync(first), HttpStatusCode.NotFound);
        await BodyAsync(owner.Client.DeleteAsync($"{Path}/{workspace}/invites/{sent.At("$.id")}"));
        await BodyAsync(_crew.AcceptAsync(_crew.InvitationOf(email)), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Members_manage_nothing_and_administrators_make_no_owner()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var member = await _crew.JoinAsync(workspace, Roles.Owner);
        var one = $"{Path}/{workspace}";

        foreach (var sent in new[]
        {
            member.Client.PutAsJsonAsync(one, new { name = "Mine" }),
            member.Client.DeleteAsync(one),
            member.Client.PostAsJsonAsync($"{one}/workspaces", new { name = "Mine" }),
            member.Client.PostAsJsonAsync($"{one}/members", new { email = NewEmail() }),
            member.Client.GetAsync($"{one}/invitations"),
            member.Client.PutAsJsonAsync($"{one}/members/{member.Id}", new { role = "admin" }),
            member.Client.DeleteAsync($"{one}/members/{owner.Id}"),
        })
            await BodyAsync(sent, HttpStatusCode.Forbidden);

        await BodyAsync(owner.Client.PutAsJsonAsync($"{one}/members/{member.Id}/role", new { role = "admin" }));
        await BodyAsync(member.Client.PutAsJsonAsync($"{one}/members/{member.Id}", new { role = "owner" }), HttpStatusCode.Forbidden);
        await BodyAsync(member.Client.DeleteAsync($"{one}/members/{owner.Id}"), HttpStatusCode.Forbidden);
        await BodyAsync(member.Client.DeleteAsync(one), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Who_leaves_it_leaves_its_workspaces_and_the_last_owner_of_any_of_them_stays()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var member = await _crew.JoinAsync(workspace, Roles.Viewer);

        await BodyAsync(owner.Client.DeleteAsync($"{Path}/{workspace}/members/{owner.Id}"), HttpStatusCode.Conflict);
        await BodyAsync(member.Client.DeleteAsync($"{Path}/{workspace}/members/{member.Id}"));

        var left = await BodyAsync(owner.Client.GetAsync($"/api/v1/workspaces/{workspace}/members"));
        Assert.Equal([owner.Id.ToString()], left.AsArray().Select(other => other.At("$.account_id")));
    }

    [Fact]
    public async Task One_of_others_is_one_that_is_not_there()
    {
        var (_, owner) = await _crew.FoundAsync();
        var (theirs, _) = await _crew.FoundAsync();
        foreach (var id in new[] { theirs.ToString(), "01890000-0000-7000-8000-000000000000", "nonsense" })
        {
            foreach (var path in new[] { "", "/workspaces", "/members", "/invitations" })
            {
                var refused = await BodyAsync(owner.Client.GetAsync($"{Path}/{id}{path}"), HttpStatusCode.NotFound);
                Assert.Equal("There is no such organization.", refused.At("$.error"));
            }
        }
    }

    [Fact]
    public async Task A_key_sees_the_organization_of_its_workspace_and_nobody_in_it()
    {
        var (workspace, _) = await _crew.FoundAsync();
        await _crew.FoundAsync();
        using var key = await _crew.KeyAsync(workspace);

        var listed = await BodyAsync(key.GetAsync(Path));
        await BodyAsync(key.GetAsync($"{Path}/{workspace}"));
        await BodyAsync(key.GetAsync($"{Path}/{workspace}/members"), HttpStatusCode.Forbidden);
        await BodyAsync(key.PutAsJsonAsync($"{Path}/{workspace}", new { name = "Mine" }), HttpStatusCode.Forbidden);

        Assert.Equal([workspace.ToString()], listed.AsArray().Select(organization => organization.At("$.id")));
    }
}
