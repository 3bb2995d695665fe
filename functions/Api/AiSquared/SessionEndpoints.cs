using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

public sealed class SessionEndpoints(Users users, Rosters rosters, TokenIssuer issuer, Authenticator authenticator)
{
    [Function("Login"), AllowAnonymous, LimitedByAddress]
    [Summary("Sign in with e-mail address and password"), Accepts<LoginRequest>]
    [Returns<LoginToken>(StatusCodes.Status200OK), Fails(ErrorKind.Unauthenticated)]
    [Example("""{"email": "demo@example.com", "password": "Demo-pass-1"}""")]
    public async Task<IActionResult> Login(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/login")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<LoginRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        if (!(await users.SignInAsync(body.Email, body.Password, cancellationToken)).Succeeded(out var user, out var refusal))
            return request.Refuse(refusal.Kind == ErrorKind.Unauthenticated ? WrongCredentials : refusal);
        if ((await rosters.OfUserAsync(user.Id, TeamKind.Workspace, cancellationToken)) is not [var first, ..])
            return request.Refuse(NoWorkspace);
        var issued = await issuer.IssueForUserAsync(user, first, cancellationToken);
        return request.Ok(new LoginToken("token", issued.Token, new LoginAttributes(issued.Token))).WithHeader("Cache-Control", "no-store");
    }

    [Function("Logout"), AllowAnonymous]
    [Summary("Sign out", Details = "Revokes the token of the Authorization header.")]
    [Returns<SignedOut>(StatusCodes.Status200OK, IsBare = true), Fails(ErrorKind.Unauthenticated)]
    public Task<IActionResult> Logout(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/logout")] HttpRequest request, CancellationToken cancellationToken) =>
        SignOutAsync(request, cancellationToken);

    [Function("LogoutPost"), SameAs<SessionEndpoints>(nameof(Logout))]
    public Task<IActionResult> LogoutPost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/logout")] HttpRequest request, CancellationToken cancellationToken) =>
        SignOutAsync(request, cancellationToken);

    private async Task<IActionResult> SignOutAsync(HttpRequest request, CancellationToken cancellationToken) =>
        (await authenticator.SignOutAsync(request.Headers.Authorization, cancellationToken)).Succeeded(out _, out var refusal)
            ? request.Bare(StatusCodes.Status200OK, new SignedOut("Successfully logged out"))
            : request.Refuse(refusal);

    private static ApiError WrongCredentials { get; } = new(
        ErrorKind.Unauthenticated, "credentials_invalid", "Invalid login credentials, please try again");

    private static ApiError NoWorkspace { get; } = new(
        ErrorKind.Forbidden, "workspace_missing", "This user belongs to no workspace; ask an administrator for an invitation.");
}
