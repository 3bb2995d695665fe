using System.Net;
using System.Net.Http.Json;
using Fixtures;
using FunctionsPlatform.Access;
using static FunctionsPlatform.Tests.Api.People.Crew;

namespace FunctionsPlatform.Tests.Api.People;

/// <summary><c>/v1/team/members</c>, and the same under the base address of self-hosted instances.</summary>
[Collection(nameof(PeoplePlatform))]
public sealed class TeamTests(PeoplePlatform platform)
{
    private readonly Crew _crew = platform.Crew;

    [Theory]
    [InlineData("/v1/team/members")]
    [InlineData("/api/v1/team/members")]
    public async Task Somebody_is_invited_accepts_signs_in_and_is_a_member(string path)
    {
        var (_, owner) = await _crew.FoundAsync();
        var email = NewEmail();

        var invited = await BodyAsync(owner.Client.PostAsJsonAsync(path, new { email, role = "editor" }), HttpStatusCode.Created);
        var waiting = await BodyAsync(owner.Client.GetAsync(path));
        using var accepted = await _crew.AcceptAsync(_crew.InvitationOf(email));
        var members = await BodyAsync(owner.Client.GetAsync(path));
        using var signedIn = await _crew.LogInAsync(email);

        Assert.Equal((email, "editor", "invited"), (invited.At("$.data.email"), invited.At("$.data.role"), invited.At("$.data.status")));
        Assert.StartsWith("mem_", invited.At("$.data.member_id"), StringComparison.Ordinal);
        Assert.Equal(["active", "invited"], waiting["data"]!.AsArray().Select(member => member.At("$.status")));
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal(["active", "active"], members["data"]!.AsArray().Select(member => member.At("$.status")));
        Assert.Equal(["member_id", "email", "role", "status", "joined_at"], members["data"]![1]!.AsObject().Select(field => field.Key));
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    [Fact]
    public async Task An_invitation_is_accepted_once_and_only_with_its_secret()
    {
        var (_, owner) = await _crew.FoundAsync();
        var email = NewEmail();
        await BodyAsync(owner.Client.PostAsJsonAsync("/v1/team/members", new { email, role = "viewer" }), HttpStatusCode.Created);
        var token = _crew.InvitationOf(email);

        await BodyAsync(_crew.AcceptAsync(token[..^1] + (token[^1] == 'x' ? 'y' : 'x')), HttpStatusCode.NotFound);
        await BodyAsync(_crew.AcceptAsync("nonsense"), HttpStatusCode.NotFound);
        await BodyAsync(_crew.AcceptAsync(token, password: "short"), HttpStatusCode.UnprocessableEntity);
        await BodyAsync(_crew.AcceptAsync(token));
        await BodyAsync(_crew.AcceptAsync(token), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_has_an_account_accepts_with_its_password()
    {
        var (_, owner) = await _crew.FoundAsync();
        var (_, other) = await _crew.FoundAsync("Elsewhere");
        await BodyAsync(owner.Client.PostAsJsonAsync("/v1/team/members", new { email = other.Email, role = "viewer" }), HttpStatusCode.Created);
        var token = _crew.InvitationOf(other.Email);

        await BodyAsync(_crew.AcceptAsync(token, "Another-password-1"), HttpStatusCode.Unauthorized);
        var joined = await BodyAsync(_crew.AcceptAsync(token));

        Assert.Equal(("2", other.Id.ToString()), (joined.At("$.data.workspaces"), joined.At("$.data.user_id")));
    }

    [Theory]
    [InlineData("nobody", "editor")]
    [InlineData("a@example.com", "emperor")]
    [InlineData("", "editor")]
    public async Task What_is_no_address_or_no_role_is_422(string email, string role)
    {
        var (_, owner) = await _crew.FoundAsync();

        var refused = await BodyAsync(owner.Client.PostAsJsonAsync("/v1/team/members", new { email, role }), HttpStatusCode.UnprocessableEntity);

        Assert.Equal("validation_error", refused.At("$.error.code"));
    }

    [Fact]
    public async Task Nobody_is_invited_twice_or_while_a_member()
    {
        var (_, owner) = await _crew.FoundAsync();
        var email = NewEmail();
        await BodyAsync(owner.Client.PostAsJsonAsync("/v1/team/members", new { email, role = "viewer" }), HttpStatusCode.Created);

        var again = await BodyAsync(owner.Client.PostAsJsonAsync("/v1/team/members", new { email = email.ToUpperInvariant(), role = "viewer" }), HttpStatusCode.UnprocessableEntity);
        var member = await BodyAsync(owner.Client.PostAsJsonAsync("/v1/team/members", new { email = owner.Email, role = "viewer" }), HttpStatusCode.UnprocessableEntity);

        Assert.Equal(("invitation_exists", "member_exists"), (again.At("$.error.details.reason"), member.At("$.error.details.reason")));
    }

    [Fact]
    public async Task An_invitation_is_withdrawn_and_opens_nothing_any_more()
    {
        var (_, owner) = await _crew.FoundAsync();
        var email = NewEmail();
        var invited = await BodyAsync(owner.Client.PostAsJsonAsync("/v1/team/members", new { email, role = "viewer" }), HttpStatusCode.Created);

        var changed = await BodyAsync(owner.Client.PatchAsJsonAsync($"/v1/team/members/{invited.At("$.data.member_id")}", new { role = "admin" }));
        await BodyAsync(owner.Client.DeleteAsync($"/v1/team/members/{invited.At("$.data.member_id")}"));

        Assert.Equal("admin", changed.At("$.data.role"));
        await BodyAsync(_crew.AcceptAsync(_crew.InvitationOf(email)), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_change_of_role_holds_for_tokens_that_are_out_already()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var member = await _crew.JoinAsync(workspace, Roles.Viewer);

        await BodyAsync(member.Client.PostAsJsonAsync("/v1/team/members", new { email = NewEmail(), role = "viewer" }), HttpStatusCode.Forbidden);
        await BodyAsync(owner.Client.PatchAsJsonAsync($"/v1/team/members/mem_{member.Id:N}", new { role = "admin" }));
        await BodyAsync(member.Client.PostAsJsonAsync("/v1/team/members", new { email = NewEmail(), role = "viewer" }), HttpStatusCode.Created);
        await BodyAsync(owner.Client.DeleteAsync($"/v1/team/members/mem_{member.Id:N}"));
        await BodyAsync(member.Client.GetAsync("/v1/team/members"), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_last_owner_cannot_leave_be_removed_or_lose_the_role()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        await _crew.JoinAsync(workspace, Roles.Admin);

        foreach (var sent in new[]
        {
            owner.Client.DeleteAsync($"/v1/team/members/mem_{owner.Id:N}"),
            owner.Client.PatchAsJsonAsync($"/v1/team/members/mem_{owner.Id:N}", new { role = "viewer" }),
        })
        {
            var refused = await BodyAsync(sent, HttpStatusCode.UnprocessableEntity);
            Assert.Equal("last_owner", refused.At("$.error.details.reason"));
        }
    }

    [Fact]
    public async Task Of_two_owners_who_leave_at_once_one_stays()
    {
        for (var round = 0; round < 5; round++)
        {
            var (workspace, first) = await _crew.FoundAsync();
            var second = await _crew.JoinAsync(workspace, Roles.Owner);

            var left = await Task.WhenAll(new[] { first, second }.Select(owner => owner.Client.DeleteAsync($"/v1/team/members/mem_{owner.Id:N}")));

            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], left.Select(response => response.StatusCode).Order());
        }
    }

    [Fact]
    public async Task Members_leave_by_themselves()
    {
        var (workspace, _) = await _crew.FoundAsync();
        var viewer = await _crew.JoinAsync(workspace, Roles.Viewer);
        var other = await _crew.JoinAsync(workspace, Roles.Viewer);

        await BodyAsync(viewer.Client.DeleteAsync($"/v1/team/members/mem_{other.Id:N}"), HttpStatusCode.Forbidden);
        await BodyAsync(viewer.Client.DeleteAsync($"/v1/team/members/mem_{viewer.Id:N}"));
    }

    [Fact]
    public async Task Nobody_gives_more_than_they_hold()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        var admin = await _crew.JoinAsync(workspace, Roles.Admin);
        var editor = await _crew.JoinAsync(workspace, Roles.Editor);

        foreach (var (who, sent) in new (string, Task<HttpResponseMessage>)[]
        {
            ("an editor invites", editor.Client.PostAsJsonAsync("/v1/team/members", new { email = NewEmail(), role = "viewer" })),
            ("an editor makes themselves admin", editor.Client.PatchAsJsonAsync($"/v1/team/members/mem_{editor.Id:N}", new { role = "admin" })),
            ("an admin makes themselves owner", admin.Client.PatchAsJsonAsync($"/v1/team/members/mem_{admin.Id:N}", new { role = "owner" })),
            ("an admin invites an owner", admin.Client.PostAsJsonAsync("/v1/team/members", new { email = NewEmail(), role = "owner" })),
            ("an admin demotes the owner", admin.Client.PatchAsJsonAsync($"/v1/team/members/mem_{owner.Id:N}", new { role = "viewer" })),
            ("an admin removes the owner", admin.Client.DeleteAsync($"/v1/team/members/mem_{owner.Id:N}")),
        })
        {
            using var response = await sent;
            Assert.True(response.StatusCode == HttpStatusCode.Forbidden, $"{who}: {response.StatusCode}");
        }

        await BodyAsync(admin.Client.PatchAsJsonAsync($"/v1/team/members/mem_{editor.Id:N}", new { role = "admin" }));
    }

    [Fact]
    public async Task A_key_for_people_alone_gives_no_more_than_that()
    {
        var workspace = await platform.App.NewWorkspaceAsync(scopes: [Permissions.TeamRead, Permissions.TeamWrite]);
        using var key = platform.App.ClientOf(workspace);

        await BodyAsync(key.PostAsJsonAsync("/v1/team/members", new { email = NewEmail(), role = "viewer" }), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Pages_hold_every_member_once()
    {
        var (workspace, owner) = await _crew.FoundAsync();
        for (var i = 0; i < 2; i++)
            await _crew.JoinAsync(workspace, Roles.Viewer);
        await BodyAsync(owner.Client.PostAsJsonAsync("/v1/team/members", new { email = NewEmail(), role = "viewer" }), HttpStatusCode.Created);

        var first = await BodyAsync(owner.Client.GetAsync("/v1/team/members?limit=3"));
        var second = await BodyAsync(owner.Client.GetAsync($"/v1/team/members?limit=3&cursor={first.At("$.next_cursor")}"));

        Assert.Equal((3, 1), (first["data"]!.AsArray().Count, second["data"]!.AsArray().Count));
        Assert.Null(second["next_cursor"]);
        Assert.Equal(4, first["data"]!.AsArray().Concat(second["data"]!.AsArray()).Select(member => member.At("$.member_id")).Distinct().Count());
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task A_member_of_another_workspace_is_one_that_is_not_there(string method)
    {
        var (_, owner) = await _crew.FoundAsync();
        var (_, stranger) = await _crew.FoundAsync();
        foreach (var id in new[] { $"mem_{stranger.Id:N}", "mem_01890000000070008000000000000000", "nonsense" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/v1/team/members/{id}") { Content = JsonContent.Create(new { role = "viewer" }) };
            var refused = await BodyAsync(owner.Client.SendAsync(request), HttpStatusCode.NotFound);
            Assert.Equal("member_not_found", refused.At("$.error.details.reason"));
        }
    }
}
