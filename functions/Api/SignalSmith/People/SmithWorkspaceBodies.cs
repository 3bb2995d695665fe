using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Api.SignalSmith;

/// <param name="DefaultRole">The role of those who are invited without one.</param>
/// <param name="Settings">What callers keep here.</param>
public sealed partial record SmithWorkspaceBody(
    Guid Id,
    string Name,
    string Slug,
    string AvatarUrl,
    string DefaultRole,
    JsonNode? Settings,
    Guid OrganizationId,
    int MemberCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static SmithWorkspaceBody Of(Workspace workspace, string defaultRole, int members) => new(
        workspace.Id.Value, workspace.Name, SlugOf(workspace.Name), workspace.AvatarUrl ?? "", defaultRole, JsonNode.Parse(workspace.Settings),
        workspace.Organization, members, workspace.CreatedAt, workspace.UpdatedAt);

    private static string SlugOf(string name) => NotWord().Replace(name.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotWord();
}

/// <summary>What is left out stays as it is; <c>settings</c> are replaced as a whole.</summary>
/// <param name="DefaultRole">A role's name or id; not owner.</param>
public sealed record SmithSettingsRequest(
    [property: StringLength(200, MinimumLength = 1)] string? Name = null,
    string? AvatarUrl = null,
    [property: StringLength(100, MinimumLength = 1)] string? DefaultRole = null,
    JsonObject? Settings = null,
    string? TimeZone = null);

public sealed record SmithSettingsBody(Guid WorkspaceId, string Name, string AvatarUrl, string DefaultRole, string TimeZone, JsonNode? Settings, DateTimeOffset UpdatedAt)
{
    internal static SmithSettingsBody Of(Workspace workspace, string defaultRole) => new(
        workspace.Id.Value, workspace.Name, workspace.AvatarUrl ?? "", defaultRole, workspace.TimeZone, JsonNode.Parse(workspace.Settings), workspace.UpdatedAt);
}

/// <param name="Slug">Made of the name when left out.</param>
public sealed record CreateOrganizationRequest(
    [property: StringLength(200, MinimumLength = 1)] string Name,
    [property: StringLength(100, MinimumLength = 1)] string? Slug = null,
    string? AvatarUrl = null,
    JsonObject? Settings = null);

/// <summary>What is left out stays as it is; <c>settings</c> are replaced as a whole.</summary>
public sealed record UpdateOrganizationRequest(
    [property: StringLength(200, MinimumLength = 1)] string? Name = null,
    [property: StringLength(100, MinimumLength = 1)] string? Slug = null,
    string? AvatarUrl = null,
    JsonObject? Settings = null);

public sealed record OrganizationBody(
    Guid Id,
    string Name,
    string Slug,
    string AvatarUrl,
    JsonNode? Settings,
    string? CreatedBy,
    int WorkspaceCount,
    int MemberCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static OrganizationBody Of(Organization organization, int workspaces, int members) => new(
        organization.Id, organization.Name, organization.Slug, organization.AvatarUrl ?? "", JsonNode.Parse(organization.Settings), organization.CreatedBy,
        workspaces, members, organization.CreatedAt, organization.UpdatedAt);
}

public sealed record CreateOrganizationWorkspaceRequest(
    [property: StringLength(200, MinimumLength = 1)] string Name, string TimeZone = "UTC", string? AvatarUrl = null);
