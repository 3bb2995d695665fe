using System.ComponentModel.DataAnnotations;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.AiForDatabase;

public sealed record InviteMemberRequest(
    [property: StringLength(254, MinimumLength = 3)] string Email, [property: StringLength(100, MinimumLength = 1)] string Role)
{
    // The e-mail address must not come out in a log.
    public override string ToString() => nameof(InviteMemberRequest);
}

public sealed record ChangeMemberRequest([property: StringLength(100, MinimumLength = 1)] string Role);

/// <param name="Status">active, or invited until the invitation is accepted.</param>
public sealed record TeamMemberBody(string MemberId, string Email, string Role, string Status, DateTimeOffset? JoinedAt)
{
    public static readonly PublicId PublicId = new("member", "mem_");

    public static TeamMemberBody Of(Person person, string role) =>
        new(PublicId.Format(person.User.Id), person.User.Email, role, "active", person.Member.JoinedAt);

    public static TeamMemberBody Of(Invitation invitation, string role) => new(PublicId.Format(invitation.Id), invitation.Email, role, "invited", null);

    // The e-mail address must not come out in a log.
    public override string ToString() => $"TeamMemberBody {{ MemberId = {MemberId} }}";
}

public sealed record RemovedMember(string MemberId, bool Deleted = true);
