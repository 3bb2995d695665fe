using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Makes accounts. There is no sender of mail, so one can be used at once.</summary>
public sealed class SignUpEndpoints(Users users, Founding founding, ResourceIds ids, IOptions<AiSquaredOptions> options)
{
    // As many requests a minute as the product's documents allow.
    private const string Plan = "starter";

    [Function("SquaredAccounts_SignUp"), AllowAnonymous, LimitedByAddress]
    [Summary("Make an account with a workspace of its own", Details = "It can be used at once: sign in with it, and list the workspaces for the workspace's number.")]
    [Accepts<SignUpRequest>]
    [Returns<Resource<UserAttributes>>(StatusCodes.Status201Created)]
    [Fails(ErrorKind.Conflict, ErrorKind.Forbidden)]
    [Example("""
        {"name": "Ada Example", "email": "ada@example.com", "password": "Correct-horse-1", "password_confirmation": "Correct-horse-1", "company_name": "Acme"}
        """)]
    public async Task<IActionResult> SignUp(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/signup")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!options.Value.AllowSignUp)
            return request.Refuse(Closed);
        if (!(await request.ReadJsonAsync<SignUpRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        if (PasswordRule.Check(body.Password) is { } weak)
            return request.Refuse(weak);
        if (!(await users.CreateAsync(body.Email, body.Name, body.Password, cancellationToken)).Succeeded(out var user, out refusal)
            || !(await founding.WorkspaceAsync(new NewWorkspace(body.CompanyName, Plan: Plan), user.Id, cancellationToken)).Succeeded(out _, out refusal))
            return request.Refuse(refusal);
        var number = await ids.NumberOfAsync(WorkspaceId.Deployment, "user", user.Id, cancellationToken);
        return request.Created(UserAttributes.Show(user, Roles.Owner, number));
    }

    private static ApiError Closed { get; } = new(
        ErrorKind.Forbidden, "sign_up_closed", "This deployment makes no accounts by itself; ask an administrator.");
}
