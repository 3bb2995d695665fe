using System.ComponentModel.DataAnnotations;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Api.Administration;

/// <param name="Prefix">What the key begins with.</param>
/// <param name="Role">The caller's when left out.</param>
/// <param name="Scopes">Permissions of the role that the key shall have; all of them when left out.</param>
/// <param name="Plan">The plan whose limits apply; the workspace's when left out.</param>
public sealed record CreateKeyRequest(
    [property: StringLength(200, MinimumLength = 1)] string Name,
    [property: RegularExpression("^[A-Za-z0-9_-]{1,20}$", ErrorMessage = "has 1 to 20 letters, digits, hyphens or underscores")] string Prefix,
    string? Role = null,
    IReadOnlyList<string>? Scopes = null,
    string? Plan = null,
    DateTimeOffset? ExpiresAt = null);

/// <param name="Key">The key: shown here and never again.</param>
public sealed record CreatedKeyBody(Guid Id, string Name, string Key, string Role, IEnumerable<string> Scopes, DateTimeOffset? ExpiresAt)
{
    public static CreatedKeyBody Of(IssuedApiKey issued) => new(
        issued.Key.Id, issued.Key.Name, issued.Secret, issued.Key.Role, issued.Key.Scopes.Order(StringComparer.Ordinal), issued.Key.ExpiresAt);

    public override string ToString() => $"CreatedKeyBody {{ Id = {Id} }}";
}

public sealed record CreateClientRequest(
    [property: StringLength(200, MinimumLength = 1)] string Name, string Role = Roles.Editor, string? Plan = null);

/// <param name="ClientSecret">The secret: shown here and never again.</param>
public sealed record CreatedClientBody(string ClientId, string ClientSecret, string Name, string Role)
{
    public static CreatedClientBody Of(IssuedClient issued) =>
        new(issued.Client.ClientId, issued.Secret, issued.Client.Name, issued.Client.Role);

    public override string ToString() => $"CreatedClientBody {{ ClientId = {ClientId} }}";
}
