using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.Administration;

/// <summary>What nobody may hand out: more than they have themselves, and plans, which are the deployment's to give.</summary>
internal static class AdministrationRules
{
    public static ApiError? RefuseRole(Principal caller, string role, IReadOnlyCollection<string>? scopes = null) =>
        role == Roles.Owner && caller.Role != Roles.Owner ? PeopleErrors.OwnerOnly : Authority.Of(caller).Refuse(Roles.Scopes(role, scopes));

    public static ApiError? RefusePlan(Principal caller, string? plan) => plan is null || caller.Can(Permissions.WorkspacesCreate)
        ? null
        : new ApiError(ErrorKind.Forbidden, "plan_not_settable", "Only the deployment's own key sets plans; leave 'plan' away.");
}
