namespace FunctionsPlatform.Access;

/// <summary>A company: it has workspaces, and people who see which.</summary>
/// <param name="Settings">A JSON object that callers keep here.</param>
public sealed record Organization(
    Guid Id, string Name, string Slug, string? AvatarUrl, string Settings, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>What to change of an organization; what is null stays.</summary>
public sealed record OrganizationChange(string? Name = null, string? Slug = null, string? AvatarUrl = null, string? Settings = null);
