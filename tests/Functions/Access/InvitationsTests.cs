using FunctionsPlatform.Access;

namespace FunctionsPlatform.Tests.Access;

public sealed class InvitationsTests
{
    private const string Email = "ada@example.com";

    [Fact]
    public async Task An_invitation_expires_and_is_good_again_once_it_is_renewed_with_another_secret()
    {
        await using var access = await AccessHost.StartAsync(("Access:InvitationLifetime", "1.00:00:00"));
        var team = Team.Of(await access.NewWorkspaceAsync());
        var invitations = access.Get<Invitations>();
        var issued = (await invitations.AddAsync(team, Email, Roles.Viewer, "test", default)).Value;
        Assert.True((await invitations.OpenAsync(issued.Token, default)).Succeeded(out _, out _));

        access.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("invitation_expired", (await invitations.OpenAsync(issued.Token, default)).Error.Code);

        var renewed = (await invitations.RenewAsync(team, issued.Invitation.Id, default)).Value;
        Assert.Equal("invitation_not_found", (await invitations.OpenAsync(issued.Token, default)).Error.Code);
        Assert.Equal(issued.Invitation.Id, (await invitations.OpenAsync(renewed.Token, default)).Value.Id);
    }

    [Fact]
    public async Task An_invitation_is_for_one_address()
    {
        await using var access = await AccessHost.StartAsync();
        var team = Team.Of(await access.NewWorkspaceAsync());
        var issued = (await access.Get<Invitations>().AddAsync(team, Email, Roles.Viewer, "test", default)).Value;
        var eve = (await access.Get<Users>().CreateAsync("eve@example.com", "Eve", "Demo-pass-1", default)).Value;

        Assert.Equal("invitation_foreign", (await access.Get<FunctionsPlatform.Access.People>().AcceptAsync(issued.Token, eve, default)).Error.Code);
        Assert.Null(await access.Get<Rosters>().FindAsync(team, eve.Id, default));
    }
}
