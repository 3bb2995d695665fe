namespace FunctionsPlatform.Access;

/// <summary>Asks somebody to join a team. Whoever has the secret that was mailed to them may accept it.</summary>
/// <param name="InvitedBy">Id of the user, key or client that invited.</param>
public sealed record Invitation(
    Guid Id, Team Team, string Email, string Role, string InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    // The e-mail address must not come out in a log.
    public override string ToString() => $"Invitation {{ Id = {Id} }}";
}

/// <summary>An invitation with the text that accepts it, which is mailed and cannot be had again.</summary>
public sealed record IssuedInvitation(Invitation Invitation, string Token)
{
    public override string ToString() => Invitation.ToString();
}
