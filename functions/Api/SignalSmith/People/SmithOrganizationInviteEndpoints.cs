using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>The invitations of organizations under their newer name.</summary>
public sealed class SmithOrganizationInviteEndpoints(SmithOrganizationMemberEndpoints members)
{
    [Function("SmithOrganizationInvites_List"), SameAs<SmithOrganizationMemberEndpoints>(nameof(SmithOrganizationMemberEndpoints.Invitations))]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/organizations/{orgId}/invites")] HttpRequest request,
        string orgId,
        CancellationToken cancellationToken) => members.Invitations(request, orgId, cancellationToken);

    [Function("SmithOrganizationInvites_Resend"), SameAs<SmithOrganizationMemberEndpoints>(nameof(SmithOrganizationMemberEndpoints.Resend))]
    public Task<IActionResult> Resend(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/organizations/{orgId}/invites/{inviteId}/resend")] HttpRequest request,
        string orgId,
        string inviteId,
        CancellationToken cancellationToken) => members.Resend(request, orgId, inviteId, cancellationToken);

    [Function("SmithOrganizationInvites_Withdraw"), SameAs<SmithOrganizationMemberEndpoints>(nameof(SmithOrganizationMemberEndpoints.Withdraw))]
    public Task<IActionResult> Withdraw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/organizations/{orgId}/invites/{inviteId}")] HttpRequest request,
        string orgId,
        string inviteId,
        CancellationToken cancellationToken) => members.Withdraw(request, orgId, inviteId, cancellationToken);

    [Function("SmithOrganizationInvites_Accept"), SameAs<SmithOrganizationMemberEndpoints>(nameof(SmithOrganizationMemberEndpoints.Accept))]
    public Task<IActionResult> Accept(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/organizations/invites/{inviteId}/accept")] HttpRequest request,
        string inviteId,
        CancellationToken cancellationToken) => members.Accept(request, inviteId, cancellationToken);
}
