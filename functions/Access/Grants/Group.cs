using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>Members of a workspace who may do more than their roles say: what the group's role may, and what it is given beside.</summary>
/// <param name="Role">As members have it; null for none.</param>
/// <param name="Members">Ids of users.</param>
public sealed record Group(
    Guid Id,
    WorkspaceId Workspace,
    string Name,
    string Description,
    string? Role,
    IReadOnlySet<string> Permissions,
    IReadOnlyList<Guid> Members,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <summary>What a group is given as; as a whole also to change one.</summary>
public sealed record GroupDraft(string Name, string Description, string? Role, IReadOnlyCollection<string> Permissions, IReadOnlyCollection<Guid> Members);
