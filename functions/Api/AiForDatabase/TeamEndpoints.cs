using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Shared;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <summary>The members of a workspace, and those invited to it, in one list.</summary>
public sealed class TeamEndpoints(People people, Invitations invitations, WorkspaceRoles roles)
{
    [Function("Team_List")]
    [RequirePermission(Permissions.TeamRead)]
    [Summary("List team members", Details = "Those who are invited are among them until they accept.")]
    [QueryParameter("limit", "Members a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<TeamMemberBody>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/team/members")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        var team = Team.Of(request.Caller().Workspace);
        var list = $"members of {team}";
        string? after = null;
        if (page.Cursor is not null && !PageCursor.Decode(list, page.Cursor).Succeeded(out after, out var refusal))
            return request.Refuse(refusal);
        var all = await AllAsync(team, cancellationToken);
        var rest = after is null ? all : [.. all.SkipWhile(member => member.MemberId != after).Skip(1)];
        TeamMemberBody[] shown = [.. rest.Take(page.Limit)];
        return request.List<TeamMemberBody>(shown, rest.Count > shown.Length ? PageCursor.Encode(list, shown[^1].MemberId) : null);
    }

    [Function("Team_Invite")]
    [RequirePermission(Permissions.TeamWrite)]
    [Idempotent]
    [Summary("Invite a member", Details = "By a mail with a link. The role is owner, admin, editor, member, viewer, or one of the workspace's own; nobody gives more than they hold.")]
    [Accepts<InviteMemberRequest>]
    [Returns<TeamMemberBody>(StatusCodes.Status201Created), Fails(ErrorKind.Conflict, ErrorKind.ConnectionFailed)]
    [Example("""{"email": "new.member@company.com", "role": "editor"}""")]
    public async Task<IActionResult> Invite(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/team/members")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<InviteMemberRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var caller = request.Caller();
        if (await roles.ResolveAsync(caller.Workspace, body.Role, cancellationToken) is not { } role)
            return request.Refuse(PeopleErrors.RoleUnknown);
        return (await people.InviteAsync(Authority.Of(caller), Team.Of(caller.Workspace), body.Email, role, cancellationToken)).Succeeded(out var invited, out refusal)
            ? request.Created(await ShowAsync(invited, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("Team_ChangeRole")]
    [RequirePermission(Permissions.TeamWrite)]
    [Summary("Update a member's role", Details = "Of an invited one too. The last owner stays owner.")]
    [Accepts<ChangeMemberRequest>, Example("""{"role": "admin"}""")]
    [Returns<TeamMemberBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> ChangeRole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "v1/team/members/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<ChangeMemberRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var caller = request.Caller();
        if (await roles.ResolveAsync(caller.Workspace, body.Role, cancellationToken) is not { } role)
            return request.Refuse(PeopleErrors.RoleUnknown);
        var (team, key) = (Team.Of(caller.Workspace), TeamMemberBody.PublicId.Read(id));
        if (await invitations.FindAsync(team, key, cancellationToken) is { } invitation)
        {
            return (await people.ChangeRoleAsync(Authority.Of(caller), invitation, role, cancellationToken)).Succeeded(out var invited, out refusal)
                ? request.Ok(await ShowAsync(invited, cancellationToken))
                : request.Refuse(refusal);
        }

        if (!(await people.ChangeRoleAsync(Authority.Of(caller), team, key, role, cancellationToken)).Succeeded(out _, out refusal))
            return request.Refuse(refusal);
        return await people.FindAsync(team, key, cancellationToken) is { } person
            ? request.Ok(TeamMemberBody.Of(person, await roles.NameOfAsync(caller.Workspace, person.Member.Role, cancellationToken)))
            : request.Refuse(PeopleErrors.MemberNotFound);
    }

    [Function("Team_Remove")]
    [RequirePermission(Permissions.TeamRead)]
    [Summary("Remove a member", Details = "Or withdraw an invitation. Members may remove themselves; all else needs `team:write`. The last owner stays.")]
    [Returns<RemovedMember>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/team/members/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var caller = request.Caller();
        var (team, key) = (Team.Of(caller.Workspace), TeamMemberBody.PublicId.Read(id));
        if (TeamRules.RefuseRemoval(caller, key) is { } refusal)
            return request.Refuse(refusal);
        if ((await invitations.RemoveAsync(team, key, cancellationToken)).Succeeded(out _, out _))
            return request.Ok(new RemovedMember(id));
        return (await people.RemoveAsync(Authority.Of(caller), team, key, cancellationToken)).Succeeded(out _, out var kept)
            ? request.Ok(new RemovedMember(id))
            : request.Refuse(kept);
    }

    private async Task<IReadOnlyList<TeamMemberBody>> AllAsync(Team team, CancellationToken cancellationToken)
    {
        var workspace = new WorkspaceId(team.Id);
        var members = await people.ListAsync(team, cancellationToken);
        var invited = await invitations.ListAsync(team, cancellationToken);
        return
        [
            .. await Task.WhenAll(members.Select(async person => TeamMemberBody.Of(person, await roles.NameOfAsync(workspace, person.Member.Role, cancellationToken)))),
            .. await Task.WhenAll(invited.Select(invitation => ShowAsync(invitation, cancellationToken))),
        ];
    }

    private async Task<TeamMemberBody> ShowAsync(Invitation invitation, CancellationToken cancellationToken) =>
        TeamMemberBody.Of(invitation, await roles.NameOfAsync(new WorkspaceId(invitation.Team.Id), invitation.Role, cancellationToken));
}
