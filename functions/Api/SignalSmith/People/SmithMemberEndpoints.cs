using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Shared;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>The members of a workspace, and those invited to it.</summary>
public sealed class SmithMemberEndpoints(SmithTeams teams, Workspaces workspaces, People people, Grants grants)
{
    [Function("SmithMembers_List")]
    [RequirePermission(Permissions.TeamRead)]
    [Summary("List the members of a workspace")]
    [PageNumber, PageSize("Members")]
    [Returns<SmithMemberBody>(StatusCodes.Status200OK, IsList = true)]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/members")] HttpRequest request, CancellationToken cancellationToken) =>
        teams.MembersAsync(request, TeamOf(request), cancellationToken);

    [Function("SmithMembers_Permissions")]
    [RequirePermission(Permissions.TeamRead)]
    [Summary("What a member may do", Details = "What their role may, and what their groups may.")]
    [Returns<EffectivePermissionsBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Effective(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/members/{accountId}/permissions")] HttpRequest request,
        string accountId,
        CancellationToken cancellationToken) =>
        await people.FindAsync(TeamOf(request), SmithIds.Read(accountId), cancellationToken) is { } person
            ? request.Ok(new EffectivePermissionsBody(person.User.Id, SmithPermissions.Show(await grants.OfMemberAsync(person.Member, cancellationToken))))
            : request.Refuse(PeopleErrors.MemberNotFound);

    [Function("SmithMembers_Invite")]
    [RequirePermission(Permissions.TeamWrite)]
    [Idempotent]
    [Summary("Invite somebody to a workspace", Details = "By a mail with a link. Nobody gives a role that may do more than they may.")]
    [Accepts<InviteRequest>, Example("""{"email": "new.member@company.com", "role": "member"}""")]
    [Returns<InviteBody>(StatusCodes.Status201Created), Fails(ErrorKind.Conflict, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> Invite(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/members/invite")] HttpRequest request,
        CancellationToken cancellationToken) =>
        await workspaces.GetAsync(request.Caller().Workspace, cancellationToken) is { } workspace
            ? await teams.InviteAsync(request, Authority.Of(request.Caller()), TeamOf(request), workspace.DefaultRole, cancellationToken)
            : request.Refuse(AccessErrors.WorkspaceNotFound);

    [Function("SmithMembers_ChangeRole")]
    [RequirePermission(Permissions.TeamWrite)]
    [Summary("Change a member's role", Details = "The last owner stays owner.")]
    [Accepts<ChangeRoleRequest>, Example("""{"role": "admin"}""")]
    [Returns<SmithMemberBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public Task<IActionResult> ChangeRole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/workspaces/{workspaceId}/members/{accountId}/role")] HttpRequest request,
        string accountId,
        CancellationToken cancellationToken) =>
        teams.ChangeRoleAsync(request, Authority.Of(request.Caller()), TeamOf(request), accountId, cancellationToken);

    [Function("SmithMembers_Remove")]
    [RequirePermission(Permissions.TeamRead)]
    [Summary("Remove a member", Details = "Members may remove themselves; to remove another needs the permission. The last owner stays.")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/members/{accountId}")] HttpRequest request,
        string accountId,
        CancellationToken cancellationToken) =>
        TeamRules.RefuseRemoval(request.Caller(), SmithIds.Read(accountId)) is { } refusal
            ? request.Refuse(refusal)
            : await teams.RemoveAsync(request, Authority.Of(request.Caller()), TeamOf(request), accountId, cancellationToken);

    [Function("SmithInvites_List")]
    [RequirePermission(Permissions.TeamRead)]
    [Summary("List the open invitations to a workspace")]
    [PageNumber, PageSize("Invitations")]
    [Returns<InviteBody>(StatusCodes.Status200OK, IsList = true)]
    public Task<IActionResult> Invites(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/invites")] HttpRequest request, CancellationToken cancellationToken) =>
        teams.InvitesAsync(request, TeamOf(request), cancellationToken);

    [Function("SmithInvites_Resend")]
    [RequirePermission(Permissions.TeamWrite)]
    [Summary("Send an invitation again", Details = "With a new link, which replaces the one before, and a new time.")]
    [Returns<InviteBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.ConnectionFailed)]
    public Task<IActionResult> Resend(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/invites/{inviteId}/resend")] HttpRequest request,
        string inviteId,
        CancellationToken cancellationToken) =>
        teams.ResendAsync(request, Authority.Of(request.Caller()), TeamOf(request), inviteId, cancellationToken);

    [Function("SmithInvites_Withdraw")]
    [RequirePermission(Permissions.TeamWrite)]
    [Summary("Withdraw an invitation")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public Task<IActionResult> Withdraw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workspaces/{workspaceId}/invites/{inviteId}")] HttpRequest request,
        string inviteId,
        CancellationToken cancellationToken) =>
        teams.WithdrawAsync(request, TeamOf(request), inviteId, cancellationToken);

    [Function("SmithInvites_Accept")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Accept an invitation to a workspace", Details = "For users who are signed in; others accept at `/platform/v1/invitations/accept`.")]
    [Accepts<AcceptInviteRequest>, Example("""{"token": "inv_w-0193_0193_secret"}""")]
    [Returns<JoinedTeamBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState, ErrorKind.Conflict)]
    public Task<IActionResult> Accept(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/invites/{inviteId}/accept")] HttpRequest request,
        string inviteId,
        CancellationToken cancellationToken) => teams.AcceptAsync(request, inviteId, cancellationToken);

    private static Team TeamOf(HttpRequest request) => Team.Of(request.Caller().Workspace);
}
