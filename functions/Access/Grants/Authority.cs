using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>Who changes a team: what they hold there bounds what they give.</summary>
/// <param name="Id">Id of the user, key or client.</param>
public sealed record Authority(string Id, string Role, IReadOnlySet<string> Held)
{
    public static Authority Of(Principal caller) => new(caller.Id, caller.Role, caller.Scopes);

    public bool IsOwner => Role == Roles.Owner;

    /// <summary>Refuses to give permissions that are not held; null when all are.</summary>
    public ApiError? Refuse(IEnumerable<string> permissions) =>
        permissions.FirstOrDefault(permission => !Permissions.Holds(Held, permission)) is { } missing ? AccessErrors.ScopeNotHeld(missing) : null;
}
