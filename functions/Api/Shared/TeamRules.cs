using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.Shared;

internal static class TeamRules
{
    /// <summary>Members may leave; to remove another needs the permission.</summary>
    public static ApiError? RefuseRemoval(Principal caller, Guid userId) =>
        caller.Can(Permissions.PartOf(Permissions.TeamWrite, "delete")) || caller.Id == userId.ToString("D")
            ? null
            : AccessErrors.PermissionMissing(Permissions.TeamWrite);
}
