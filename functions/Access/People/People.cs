using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>A member with the user that they are.</summary>
public sealed record Person(Member Member, User User);

/// <summary>The members of teams, and those invited to them.</summary>
public sealed class People(
    Rosters rosters, Invitations invitations, InvitationMail mail, Users users, Grants grants, Groups groups, Workspaces workspaces, Organizations organizations)
{
    public async Task<IReadOnlyList<Person>> ListAsync(Team team, CancellationToken cancellationToken)
    {
        var members = await rosters.ListAsync(team, cancellationToken);
        var people = await Task.WhenAll(members.Select(member => PersonAsync(member, cancellationToken)));
        return [.. people.OfType<Person>()];
    }

    public async Task<Person?> FindAsync(Team team, Guid userId, CancellationToken cancellationToken) =>
        await rosters.FindAsync(team, userId, cancellationToken) is { } member ? await PersonAsync(member, cancellationToken) : null;

    /// <summary>Asks somebody to join, by a mail.</summary>
    public async Task<Result<Invitation>> InviteAsync(Authority inviter, Team team, string email, string role, CancellationToken cancellationToken)
    {
        if (!Users.Address(email).Succeeded(out var address, out var refusal))
            return refusal;
        if (await grants.RefuseRoleAsync(inviter, team, role, cancellationToken) is { } tooMuch)
            return tooMuch;
        if (await users.FindByEmailAsync(address, cancellationToken) is { } user && await rosters.FindAsync(team, user.Id, cancellationToken) is not null)
            return PeopleErrors.MemberExists;
        if (!(await invitations.AddAsync(team, address, role, inviter.Id, cancellationToken)).Succeeded(out var issued, out refusal))
            return refusal;
        if (await SendAsync(issued, cancellationToken) is not { } notSent)
            return issued.Invitation;
        await invitations.RemoveAsync(team, issued.Invitation.Id, cancellationToken);
        return notSent;
    }

    /// <summary>Mails an invitation anew, with another secret and a new time.</summary>
    public async Task<Result<Invitation>> ResendAsync(Authority sender, Team team, Guid id, CancellationToken cancellationToken)
    {
        if (await invitations.FindAsync(team, id, cancellationToken) is not { } invitation)
            return PeopleErrors.InvitationNotFound;
        if (await grants.RefuseRoleAsync(sender, team, invitation.Role, cancellationToken) is { } tooMuch)
            return tooMuch;
        if (!(await invitations.RenewAsync(team, id, cancellationToken)).Succeeded(out var issued, out var refusal))
            return refusal;
        return await SendAsync(issued, cancellationToken) is { } notSent ? notSent : issued.Invitation;
    }

    /// <summary>Takes up an invitation for a user who is signed in.</summary>
    public async Task<Result<Member>> AcceptAsync(string token, User user, CancellationToken cancellationToken)
    {
        if (!(await invitations.OpenAsync(token, cancellationToken)).Succeeded(out var invitation, out var refusal))
            return refusal;
        if (!invitation.Email.Equals(user.Email, StringComparison.OrdinalIgnoreCase))
            return PeopleErrors.InvitationForeign;
        var joined = await JoinAsync(invitation.Team, user.Id, invitation.Role, cancellationToken);
        if (joined.Succeeded(out _, out var notJoined) || notJoined.Kind == ErrorKind.Conflict)
            await invitations.RemoveAsync(invitation.Team, invitation.Id, cancellationToken);
        return joined;
    }

    /// <summary>Takes up an invitation for somebody who has no account yet, or whose password shows that it is theirs.</summary>
    public async Task<Result<Member>> AcceptAsync(string token, string name, string password, CancellationToken cancellationToken)
    {
        if (!(await invitations.OpenAsync(token, cancellationToken)).Succeeded(out var invitation, out var refusal))
            return refusal;
        var account = await users.FindByEmailAsync(invitation.Email, cancellationToken) is null
            ? await users.CreateAsync(invitation.Email, name, password, cancellationToken)
            : await users.SignInAsync(invitation.Email, password, cancellationToken);
        return account.Succeeded(out var user, out refusal) ? await AcceptAsync(token, user, cancellationToken) : refusal;
    }

    public async Task<Result<Member>> ChangeRoleAsync(Authority changer, Team team, Guid userId, string role, CancellationToken cancellationToken)
    {
        if (await rosters.FindAsync(team, userId, cancellationToken) is not { } member)
            return PeopleErrors.MemberNotFound;
        var refusal = await grants.RefuseChangeAsync(changer, member, cancellationToken) ?? await grants.RefuseRoleAsync(changer, team, role, cancellationToken);
        return refusal is null ? await rosters.ChangeRoleAsync(team, userId, role, cancellationToken) : refusal;
    }

    public async Task<Result<Invitation>> ChangeRoleAsync(Authority changer, Invitation invitation, string role, CancellationToken cancellationToken)
    {
        var refusal = await grants.RefuseRoleAsync(changer, invitation.Team, invitation.Role, cancellationToken)
            ?? await grants.RefuseRoleAsync(changer, invitation.Team, role, cancellationToken);
        return refusal is null ? await invitations.ChangeRoleAsync(invitation.Team, invitation.Id, role, cancellationToken) : refusal;
    }

    /// <summary>Takes a member out: one who holds no more than the remover, or the remover themselves. Out of an organization, out of its workspaces too.</summary>
    public async Task<Result<Member>> RemoveAsync(Authority remover, Team team, Guid userId, CancellationToken cancellationToken)
    {
        if (await rosters.FindAsync(team, userId, cancellationToken) is not { } member)
            return PeopleErrors.MemberNotFound;
        var leaves = remover.Id == userId.ToString("D");
        if (!leaves && await grants.RefuseChangeAsync(remover, member, cancellationToken) is { } refusal)
            return refusal;
        return team.Kind == TeamKind.Workspace
            ? await RemoveFromWorkspaceAsync(new WorkspaceId(team.Id), userId, cancellationToken)
            : await RemoveFromOrganizationAsync(team, userId, cancellationToken);
    }

    private async Task<Result<Member>> RemoveFromOrganizationAsync(Team organization, Guid userId, CancellationToken cancellationToken)
    {
        var inside = await organizations.WorkspacesOfAsync(organization.Id, cancellationToken);
        foreach (var team in inside.Select(Team.Of).Append(organization))
        {
            if (await rosters.IsLastOwnerAsync(team, userId, cancellationToken))
                return PeopleErrors.LastOwner;
        }

        foreach (var workspace in inside)
        {
            if (!(await RemoveFromWorkspaceAsync(workspace, userId, cancellationToken)).Succeeded(out _, out var kept) && kept.Kind != ErrorKind.NotFound)
                return kept;
        }

        return await rosters.RemoveAsync(organization, userId, cancellationToken);
    }

    private async Task<Result<Member>> RemoveFromWorkspaceAsync(WorkspaceId workspace, Guid userId, CancellationToken cancellationToken)
    {
        var removed = await rosters.RemoveAsync(Team.Of(workspace), userId, cancellationToken);
        if (removed.Succeeded(out _, out _))
            await groups.ForgetAsync(workspace, userId, cancellationToken);
        return removed;
    }

    // Who is in a workspace is in its organization; of one that has nobody yet, an owner of the workspace becomes owner.
    private async Task<Result<Member>> JoinAsync(Team team, Guid userId, string role, CancellationToken cancellationToken)
    {
        if (team.Kind == TeamKind.Workspace && await workspaces.GetAsync(new WorkspaceId(team.Id), cancellationToken) is { } workspace)
        {
            var organization = Team.OfOrganization(workspace.Organization);
            var isFirst = role == Roles.Owner && (await rosters.ListAsync(organization, cancellationToken)).Count == 0;
            await rosters.AddAsync(organization, userId, isFirst ? Roles.Owner : Roles.Member, cancellationToken);
        }

        return await rosters.AddAsync(team, userId, role, cancellationToken);
    }

    private async Task<ApiError?> SendAsync(IssuedInvitation issued, CancellationToken cancellationToken) =>
        await mail.SendAsync(issued, await NameOfAsync(issued.Invitation.Team, cancellationToken) ?? "a team", cancellationToken);

    private async Task<string?> NameOfAsync(Team team, CancellationToken cancellationToken) => team.Kind == TeamKind.Workspace
        ? (await workspaces.GetAsync(new WorkspaceId(team.Id), cancellationToken))?.Name
        : (await organizations.GetAsync(team.Id, cancellationToken))?.Name;

    private async Task<Person?> PersonAsync(Member member, CancellationToken cancellationToken) =>
        await users.FindAsync(member.UserId, cancellationToken) is { } user ? new Person(member, user) : null;
}
