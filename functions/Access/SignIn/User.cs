namespace FunctionsPlatform.Access;

/// <summary>A person who signs in with an e-mail address and a password.</summary>
public sealed record User(Guid Id, string Email, string Name, DateTimeOffset CreatedAt)
{
    // The e-mail address must not come out in a log.
    public override string ToString() => $"User {{ Id = {Id} }}";
}
