using System.ComponentModel.DataAnnotations;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Api.SignalSmith;

/// <param name="Permissions">Such as <c>sources.read</c>; <c>sources.write</c> is create and update.</param>
public sealed record RoleRequest(
    [property: StringLength(100, MinimumLength = 1)] string Name,
    [property: StringLength(1000)] string Description = "",
    IReadOnlyList<string>? Permissions = null);

/// <param name="WorkspaceId">Null for the platform's roles.</param>
public sealed record RoleBody(
    Guid Id,
    Guid? WorkspaceId,
    string Name,
    string Description,
    bool IsSystem,
    IReadOnlyList<string> Permissions,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? UpdatedAt)
{
    internal static RoleBody Of(WorkspaceRole role) => new(
        role.Id, role.Workspace.Value, role.Name, role.Description, false, SmithPermissions.Show(role.Permissions), role.CreatedAt, role.UpdatedAt);

    internal static RoleBody Of(string role) => new(
        SmithRoleIds.Of(role), null, role, Describe(role), true, SmithPermissions.Show(Roles.PermissionsOf(role)), null, null);

    private static string Describe(string role) => role switch
    {
        Roles.Owner => "May do everything, and make others owner.",
        Roles.Admin => "May do everything but make others owner.",
        Roles.Member => "May work with everything, and not change the workspace or its people.",
        Roles.Editor => "As a member, without changing connections and webhooks.",
        _ => "May look at everything and change nothing.",
    };
}

/// <param name="Role">A role's name or id; none when left out.</param>
/// <param name="Permissions">Beside those of the role.</param>
/// <param name="Members">Account ids.</param>
public sealed record GroupRequest(
    [property: StringLength(100, MinimumLength = 1)] string Name,
    [property: StringLength(1000)] string Description = "",
    [property: StringLength(100, MinimumLength = 1)] string? Role = null,
    IReadOnlyList<string>? Permissions = null,
    IReadOnlyList<Guid>? Members = null);

public sealed record GroupBody(
    Guid Id,
    Guid WorkspaceId,
    string Name,
    string Description,
    string? Role,
    Guid? RoleId,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<Guid> Members,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static GroupBody Of(Group group, string? role) => new(
        group.Id, group.Workspace.Value, group.Name, group.Description, role, group.Role is null ? null : SmithRoleIds.Of(group.Role),
        SmithPermissions.Show(group.Permissions), group.Members, group.CreatedAt, group.UpdatedAt);
}

public sealed record GroupMemberRequest(Guid AccountId);
