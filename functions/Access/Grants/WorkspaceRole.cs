using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>A named set of permissions that a workspace made for its members.</summary>
/// <param name="Permissions">Of <see cref="Access.Permissions.Known"/>.</param>
public sealed record WorkspaceRole(
    Guid Id, WorkspaceId Workspace, string Name, string Description, IReadOnlySet<string> Permissions, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>The role as members and groups have it.</summary>
    public string Key => Id.ToString("D");
}

/// <summary>What a role is given as; as a whole also to change one.</summary>
public sealed record RoleDraft(string Name, string Description, IReadOnlyCollection<string> Permissions);
