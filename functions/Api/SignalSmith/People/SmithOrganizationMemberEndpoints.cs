using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>The members of an organization and those invited to it. Its roles are owner, admin and member.</summary>
public sealed class SmithOrganizationMemberEndpoints(SmithTeams teams, SmithOrganizations known)
{
    [Function("SmithOrganizationMembers_List")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("List the members of an organization")]
    [PageNumber, PageSize("Members")]
    [Returns<SmithMemberBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/organizations/{orgId}/members")] HttpRequest request,
        string orgId,
        CancellationToken cancellationToken)
    {
        if (!(await known.SeeAsync(request.Caller(), orgId, cancellationToken)).Succeeded(out var seen, out var refusal))
            return request.Refuse(refusal);
        return request.Caller().Kind == CredentialKind.UserToken
            ? await teams.MembersAsync(request, seen.Team, cancellationToken)
            : request.Refuse(PeopleErrors.UserRequired);
    }

    [Function("SmithOrganizationMembers_Add")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Idempotent]
    [Summary("Invite somebody to an organization", Details = "For its owners and administrators. By a mail with a link.")]
    [Accepts<InviteRequest>, Example("""{"email": "new.member@company.com", "role": "member"}""")]
    [Returns<InviteBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> Add(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/organizations/{orgId}/members")] HttpRequest request,
        string orgId,
        CancellationToken cancellationToken) =>
        (await known.ManageAsync(request.Caller(), orgId, cancellationToken)).Succeeded(out var managed, out var refusal)
            ? await teams.InviteAsync(request, managed.Authority, managed.Team, Roles.Member, cancellationToken)
            : request.Refuse(refusal);

    [Function("SmithOrganizationMembers_Invite"), SameAs<SmithOrganizationMemberEndpoints>(nameof(Add))]
    public Task<IActionResult> Invite(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/organizations/{orgId}/members/invite")] HttpRequest request,
        string orgId,
        CancellationToken cancellationToken) => Add(request, orgId, cancellationToken);

    [Function("SmithOrganizationInvitations_Create"), SameAs<SmithOrganizationMemberEndpoints>(nameof(Add))]
    public Task<IActionResult> CreateInvitation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/organizations/{orgId}/invitations")] HttpRequest request,
        string orgId,
        CancellationToken cancellationToken) => Add(request, orgId, cancellationToken);

    [Function("SmithOrganizationMembers_Update")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Change a member's role in an organization", Details = "For its owners and administrators. The last owner stays owner.")]
    [Accepts<ChangeRoleRequest>, Example("""{"role": "admin"}""")]
    [Returns<SmithMemberBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/organizations/{orgId}/members/{accountId}")] HttpRequest request,
        string orgId,
        string accountId,
        CancellationToken cancellationToken) =>
        (await known.ManageAsync(request.Caller(), orgId, cancellationToken)).Succeeded(out var managed, out var refusal)
            ? await teams.ChangeRoleAsync(request, managed.Authority, managed.Team, accountId, cancellationToken)
            : request.Refuse(refusal);

    [Function("SmithOrganizationMembers_UpdateRole"), SameAs<SmithOrganizationMemberEndpoints>(nameof(Update))]
    public Task<IActionResult> UpdateRole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/organizations/{orgId}/members/{accountId}/role")] HttpRequest request,
        string orgId,
        string accountId,
        CancellationToken cancellationToken) => Update(request, orgId, accountId, cancellationToken);

    [Function("SmithOrganizationMembers_Remove")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Remove a member from an organization", Details = "And from all its workspaces. Members may remove themselves. The last owner of any of them stays.")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/organizations/{orgId}/members/{accountId}")] HttpRequest request,
        string orgId,
        string accountId,
        CancellationToken cancellationToken)
    {
        var leaves = request.Caller().Id.Equals(accountId, StringComparison.OrdinalIgnoreCase);
        var allowed = leaves
            ? await known.SeeAsync(request.Caller(), orgId, cancellationToken)
            : await known.ManageAsync(request.Caller(), orgId, cancellationToken);
        return allowed.Succeeded(out var seen, out var refusal)
            ? await teams.RemoveAsync(request, seen.Authority, seen.Team, accountId, cancellationToken)
            : request.Refuse(refusal);
    }

    [Function("SmithOrganizationInvitations_List")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("List the open invitations to an organization", Details = "For its owners and administrators.")]
    [PageNumber, PageSize("Invitations")]
    [Returns<InviteBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Invitations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/organizations/{orgId}/invitations")] HttpRequest request,
        string orgId,
        CancellationToken cancellationToken) =>
        (await known.ManageAsync(request.Caller(), orgId, cancellationToken)).Succeeded(out var managed, out var refusal)
            ? await teams.InvitesAsync(request, managed.Team, cancellationToken)
            : request.Refuse(refusal);

    [Function("SmithOrganizationInvitations_Resend")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Send an invitation to an organization again", Details = "With a new link, which replaces the one before, and a new time.")]
    [Returns<InviteBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> Resend(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/organizations/{orgId}/invitations/{inviteId}/resend")] HttpRequest request,
        string orgId,
        string inviteId,
        CancellationToken cancellationToken) =>
        (await known.ManageAsync(request.Caller(), orgId, cancellationToken)).Succeeded(out var managed, out var refusal)
            ? await teams.ResendAsync(request, managed.Authority, managed.Team, inviteId, cancellationToken)
            : request.Refuse(refusal);

    [Function("SmithOrganizationInvitations_Withdraw")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Withdraw an invitation to an organization")]
    [Returns<DeletedBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Withdraw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/organizations/{orgId}/invitations/{inviteId}")] HttpRequest request,
        string orgId,
        string inviteId,
        CancellationToken cancellationToken) =>
        (await known.ManageAsync(request.Caller(), orgId, cancellationToken)).Succeeded(out var managed, out var refusal)
            ? await teams.WithdrawAsync(request, managed.Team, inviteId, cancellationToken)
            : request.Refuse(refusal);

    [Function("SmithOrganizationInvitations_Accept")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Accept an invitation to an organization", Details = "For users who are signed in; others accept at `/platform/v1/invitations/accept`.")]
    [Accepts<AcceptInviteRequest>, Example("""{"token": "inv_o-0193_0193_secret"}""")]
    [Returns<JoinedTeamBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState, ErrorKind.Conflict)]
    public Task<IActionResult> Accept(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/organizations/invitations/{inviteId}/accept")] HttpRequest request,
        string inviteId,
        CancellationToken cancellationToken) => teams.AcceptAsync(request, inviteId, cancellationToken);
}
