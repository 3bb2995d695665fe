using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

public static class PeopleErrors
{
    public static ApiError MemberNotFound { get; } = new(ErrorKind.NotFound, "member_not_found", "There is no such member here.");

    /// <summary>For requests that refer to one in their body.</summary>
    public static ApiError MemberUnknown { get; } = new(
        ErrorKind.Invalid, "member_unknown", "There is no member of that id in this workspace; only members can be in a group.");

    /// <summary>For requests that refer to one in their body.</summary>
    public static ApiError RoleUnknown { get; } = new(
        ErrorKind.Invalid, "role_unknown", "There is no role of that name or id in this workspace; list the roles to see which there are.");

    public static ApiError MemberExists { get; } = new(ErrorKind.Conflict, "member_exists", "Somebody of this e-mail address is a member already.");

    public static ApiError LastOwner { get; } = new(
        ErrorKind.NotAllowedInState, "last_owner", "This is the last owner; make another member owner first.");

    /// <summary>Whoever holds more is not changed or removed by those who hold less.</summary>
    public static ApiError HoldsMore { get; } = new(
        ErrorKind.Forbidden, "member_holds_more", "This member may do more than you and can only be changed by somebody who may do as much.");

    public static ApiError OwnerOnly { get; } = new(ErrorKind.Forbidden, "owner_required", "Only an owner makes others owner, or changes an owner.");

    public static ApiError InvitationNotFound { get; } = new(
        ErrorKind.NotFound, "invitation_not_found", "There is no such invitation; it may have been accepted or withdrawn.");

    public static ApiError InvitationExpired { get; } = new(
        ErrorKind.NotAllowedInState, "invitation_expired", "The invitation has expired; ask for it to be sent again.");

    public static ApiError InvitationExists { get; } = new(
        ErrorKind.Conflict, "invitation_exists", "This e-mail address is invited already; send the invitation again, or withdraw it.");

    public static ApiError InvitationForeign { get; } = new(
        ErrorKind.Forbidden, "invitation_foreign", "The invitation is for another e-mail address than the one you are signed in with.");

    public static ApiError OrganizationNotFound { get; } = new(ErrorKind.NotFound, "organization_not_found", "There is no such organization.");

    public static ApiError OrganizationNotEmpty { get; } = new(
        ErrorKind.NotAllowedInState, "organization_not_empty", "The organization has workspaces; only one without any is deleted.");

    public static ApiError SlugTaken { get; } = new(ErrorKind.Conflict, "slug_taken", "There is an organization of this slug already.");

    public static ApiError UserRequired { get; } = new(
        ErrorKind.Forbidden, "user_token_required", "This is for people: sign in with an e-mail address and a password.");

    public static ApiError RoleNotFound { get; } = new(ErrorKind.NotFound, "role_not_found", "There is no such role in this workspace.");

    public static ApiError RoleExists { get; } = new(ErrorKind.Conflict, "role_exists", "There is a role of this name already.");

    public static ApiError RoleFixed { get; } = new(ErrorKind.NotAllowedInState, "role_fixed", "The roles of the platform cannot be changed; make one of your own.");

    public static ApiError RoleUsed { get; } = new(
        ErrorKind.NotAllowedInState, "role_used", "Members, invitations or groups have this role; give them another first.");

    public static ApiError GroupNotFound { get; } = new(ErrorKind.NotFound, "group_not_found", "There is no such group in this workspace.");

    public static ApiError GroupExists { get; } = new(ErrorKind.Conflict, "group_exists", "There is a group of this name already.");
}
