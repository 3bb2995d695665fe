using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>What people belong to: a workspace, or the organization that has workspaces.</summary>
public readonly record struct Team(TeamKind Kind, Guid Id)
{
    public static Team Of(WorkspaceId workspace) => new(TeamKind.Workspace, workspace.Value);

    public static Team OfOrganization(Guid id) => new(TeamKind.Organization, id);

    /// <summary>The team as storage keys name it.</summary>
    public override string ToString() => $"{(Kind == TeamKind.Workspace ? 'w' : 'o')}-{Id:N}";

    public static Team? Parse(string text) =>
        text.Length == 34 && text[1] == '-' && Guid.TryParseExact(text[2..], "N", out var id)
            ? text[0] switch { 'w' => new(TeamKind.Workspace, id), 'o' => new(TeamKind.Organization, id), _ => null }
            : null;
}

public enum TeamKind
{
    Workspace,
    Organization,
}

/// <summary>A user in a team.</summary>
/// <param name="Role">One of <see cref="Roles"/>; in a workspace also the id of one of its own roles.</param>
public sealed record Member(Team Team, Guid UserId, string Role, DateTimeOffset JoinedAt)
{
    /// <summary>The team, where it is a workspace.</summary>
    public WorkspaceId Workspace => Team.Kind == TeamKind.Workspace ? new(Team.Id) : throw new InvalidOperationException("The team is no workspace.");
}
