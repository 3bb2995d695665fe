using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

public sealed class UserEndpoints(Users users, ResourceIds ids)
{
    [Function("SquaredUsers_Me")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("Who is signed in")]
    [Returns<Resource<UserAttributes>>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Me(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/users/me")] HttpRequest request, CancellationToken cancellationToken)
    {
        var caller = request.Caller();
        if (caller.Kind != CredentialKind.UserToken || await users.FindAsync(Guid.Parse(caller.Id), cancellationToken) is not { } user)
            return request.Refuse(new ApiError(ErrorKind.NotFound, "user_not_found", "This credential is not a user's."));
        var number = await ids.NumberOfAsync(WorkspaceId.Deployment, "user", user.Id, cancellationToken);
        return request.Ok(UserAttributes.Show(user, caller.Role, number));
    }

    [Function("SquaredEnterprise_Roles")]
    [RequirePermission(Permissions.WorkspaceRead)]
    [Summary("List the roles that members of a workspace can have")]
    [Returns<Resource<RoleAttributes>>(StatusCodes.Status200OK, IsList = true)]
    public static IActionResult ListRoles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "enterprise/api/v1/roles")] HttpRequest request) => request.List(SquaredRoles.All);
}
