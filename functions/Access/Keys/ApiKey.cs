using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>An API key, without the secret: that is shown once and kept as a hash.</summary>
/// <param name="Display">Beginning of the key, enough to recognise it by.</param>
/// <param name="Plan">The plan whose limits apply; null for the workspace's own.</param>
/// <param name="LastUsedAt">Exact to the hour.</param>
/// <param name="RotatedAt">When its text was last replaced.</param>
/// <param name="FormerUntil">Until when the text before is good too.</param>
public sealed record ApiKey(
    Guid Id,
    WorkspaceId Workspace,
    string Name,
    string Display,
    string Role,
    IReadOnlySet<string> Scopes,
    string? Plan,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RotatedAt = null,
    DateTimeOffset? FormerUntil = null);

/// <summary>What a new API key is made of.</summary>
/// <param name="Prefix">What its text begins with, such as <c>sk_live_</c>.</param>
/// <param name="Scopes">The permissions of the role that it shall have; null for all of them, those included that the role gets later.</param>
public sealed record NewApiKey(
    WorkspaceId Workspace,
    string Name,
    string Prefix,
    string Role = Roles.Owner,
    IReadOnlyCollection<string>? Scopes = null,
    string? Plan = null,
    DateTimeOffset? ExpiresAt = null);

/// <summary>A key just made, and its text, which cannot be had again.</summary>
public sealed record IssuedApiKey(ApiKey Key, string Secret)
{
    public override string ToString() => $"IssuedApiKey {{ Key = {Key} }}";
}
