using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>What workspaces and organizations have in common here: members and invitations.</summary>
public sealed class SmithTeams(People people, Invitations invitations, WorkspaceRoles roles, Users users, TimeProvider clock)
{
    public async Task<IActionResult> MembersAsync(HttpRequest request, Team team, CancellationToken cancellationToken)
    {
        var members = await people.ListAsync(team, cancellationToken);
        return request.ListOrPage(await Task.WhenAll(members.Select(person => ShowAsync(person, cancellationToken))));
    }

    public async Task<IActionResult> InvitesAsync(HttpRequest request, Team team, CancellationToken cancellationToken)
    {
        var open = await invitations.ListAsync(team, cancellationToken);
        return request.ListOrPage(await Task.WhenAll(open.Select(invitation => ShowAsync(invitation, cancellationToken))));
    }

    /// <param name="defaultRole">The role where the request has none.</param>
    public async Task<IActionResult> InviteAsync(HttpRequest request, Authority inviter, Team team, string defaultRole, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<InviteRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        if (await ResolveAsync(team, body.Role ?? defaultRole, cancellationToken) is not { } role)
            return request.Refuse(PeopleErrors.RoleUnknown);
        return (await people.InviteAsync(inviter, team, body.Email, role, cancellationToken)).Succeeded(out var invited, out refusal)
            ? request.Created(await ShowAsync(invited, cancellationToken))
            : request.Refuse(refusal);
    }

    public async Task<IActionResult> ResendAsync(HttpRequest request, Authority sender, Team team, string inviteId, CancellationToken cancellationToken) =>
        (await people.ResendAsync(sender, team, SmithIds.Read(inviteId), cancellationToken)).Succeeded(out var sent, out var refusal)
            ? request.Ok(await ShowAsync(sent, cancellationToken))
            : request.Refuse(refusal);

    public async Task<IActionResult> WithdrawAsync(HttpRequest request, Team team, string inviteId, CancellationToken cancellationToken) =>
        request.DeletedOrRefuse(await invitations.RemoveAsync(team, SmithIds.Read(inviteId), cancellationToken));

    /// <summary>For users who are signed in. The token of the mail shows that the address is theirs.</summary>
    public async Task<IActionResult> AcceptAsync(HttpRequest request, string inviteId, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<AcceptInviteRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var caller = request.Caller();
        if (caller.Kind != CredentialKind.UserToken || await users.FindAsync(Guid.Parse(caller.Id), cancellationToken) is not { } user)
            return request.Refuse(PeopleErrors.UserRequired);
        if (!(await invitations.OpenAsync(body.Token, cancellationToken)).Succeeded(out var invitation, out refusal))
            return request.Refuse(refusal);
        if (invitation.Id != SmithIds.Read(inviteId))
            return request.Refuse(PeopleErrors.InvitationNotFound);
        return (await people.AcceptAsync(body.Token, user, cancellationToken)).Succeeded(out var member, out refusal)
            ? request.Ok(new JoinedTeamBody(member.UserId, member.Team.Kind, member.Team.Id, await NameOfAsync(member.Team, member.Role, cancellationToken)))
            : request.Refuse(refusal);
    }

    public async Task<IActionResult> ChangeRoleAsync(HttpRequest request, Authority changer, Team team, string accountId, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<ChangeRoleRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        if (await ResolveAsync(team, body.Role, cancellationToken) is not { } role)
            return request.Refuse(PeopleErrors.RoleUnknown);
        var id = SmithIds.Read(accountId);
        if (!(await people.ChangeRoleAsync(changer, team, id, role, cancellationToken)).Succeeded(out _, out refusal))
            return request.Refuse(refusal);
        return await people.FindAsync(team, id, cancellationToken) is { } person
            ? request.Ok(await ShowAsync(person, cancellationToken))
            : request.Refuse(PeopleErrors.MemberNotFound);
    }

    public async Task<IActionResult> RemoveAsync(HttpRequest request, Authority remover, Team team, string accountId, CancellationToken cancellationToken) =>
        request.DeletedOrRefuse(await people.RemoveAsync(remover, team, SmithIds.Read(accountId), cancellationToken));

    // Organizations have three of the platform's roles and none of their own.
    private async Task<string?> ResolveAsync(Team team, string text, CancellationToken cancellationToken)
    {
        var role = SmithRoleIds.Read(text);
        return team.Kind == TeamKind.Workspace
            ? await roles.ResolveAsync(new WorkspaceId(team.Id), role, cancellationToken)
            : new[] { Roles.Owner, Roles.Admin, Roles.Member }.FirstOrDefault(known => known.Equals(role, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<SmithMemberBody> ShowAsync(Person person, CancellationToken cancellationToken) =>
        SmithMemberBody.Of(person, await NameOfAsync(person.Member.Team, person.Member.Role, cancellationToken));

    private async Task<InviteBody> ShowAsync(Invitation invitation, CancellationToken cancellationToken) =>
        InviteBody.Of(invitation, await NameOfAsync(invitation.Team, invitation.Role, cancellationToken), clock.GetUtcNow());

    private async Task<string> NameOfAsync(Team team, string role, CancellationToken cancellationToken) =>
        team.Kind == TeamKind.Workspace ? await roles.NameOfAsync(new WorkspaceId(team.Id), role, cancellationToken) : role;
}
