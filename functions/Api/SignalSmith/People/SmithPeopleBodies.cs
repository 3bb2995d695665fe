using System.ComponentModel.DataAnnotations;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Api.SignalSmith;

/// <param name="Role">A role's name or id; without it the workspace's default.</param>
public sealed record InviteRequest(
    [property: StringLength(254, MinimumLength = 3)] string Email, [property: StringLength(100, MinimumLength = 1)] string? Role = null)
{
    // The e-mail address must not come out in a log.
    public override string ToString() => nameof(InviteRequest);
}

/// <param name="Role">A role's name or id.</param>
public sealed record ChangeRoleRequest([property: StringLength(100, MinimumLength = 1)] string Role);

/// <param name="Token">From the mail.</param>
public sealed record AcceptInviteRequest([property: StringLength(200, MinimumLength = 1)] string Token)
{
    public override string ToString() => nameof(AcceptInviteRequest);
}

/// <param name="AccountId">The user.</param>
/// <param name="RoleId">Id of the role; the platform's roles have fixed ones.</param>
public sealed record SmithMemberBody(Guid AccountId, string Email, string Name, string Role, Guid RoleId, DateTimeOffset JoinedAt)
{
    internal static SmithMemberBody Of(Person person, string role) => new(
        person.User.Id, person.User.Email, person.User.Name, role, SmithRoleIds.Of(person.Member.Role), person.Member.JoinedAt);

    // The e-mail address must not come out in a log.
    public override string ToString() => $"SmithMemberBody {{ AccountId = {AccountId} }}";
}

/// <param name="Status">pending or expired.</param>
/// <param name="InvitedBy">The user, key or client.</param>
public sealed record InviteBody(
    Guid Id, string Email, string Role, Guid RoleId, string Status, string InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    internal static InviteBody Of(Invitation invitation, string role, DateTimeOffset now) => new(
        invitation.Id, invitation.Email, role, SmithRoleIds.Of(invitation.Role), invitation.ExpiresAt <= now ? "expired" : "pending", invitation.InvitedBy,
        invitation.CreatedAt, invitation.ExpiresAt);

    // The e-mail address must not come out in a log.
    public override string ToString() => $"InviteBody {{ Id = {Id} }}";
}

/// <summary>What somebody joined: a workspace or an organization.</summary>
public sealed record JoinedTeamBody(Guid AccountId, TeamKind Joined, Guid Id, string Role);
