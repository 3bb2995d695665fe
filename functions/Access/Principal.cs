using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>Who is calling, whatever kind of credential said so.</summary>
/// <param name="Id">Stable id of the key, client or user: what rate limits count and audits name.</param>
/// <param name="Workspace">The workspace that the credential opens.</param>
/// <param name="Role">The role that the credential was given: one of <see cref="Roles"/>, or the id of one of the workspace's own.</param>
/// <param name="Scopes">Permissions (<see cref="Permissions"/>) that the credential grants.</param>
/// <param name="Plan">Name of the plan whose limits apply.</param>
/// <param name="Kind">Form of the credential.</param>
public sealed record Principal(
    string Id,
    WorkspaceId Workspace,
    string Role,
    IReadOnlySet<string> Scopes,
    string Plan,
    CredentialKind Kind)
{
    public bool Can(string permission) => Permissions.Holds(Scopes, permission);
}

public enum CredentialKind
{
    ApiKey,
    ClientToken,
    UserToken,
    OpenId,

    /// <summary>The key that a deployment starts with, before there is any workspace.</summary>
    Bootstrap,
}
