using System.ComponentModel.DataAnnotations;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Administration;

/// <summary>Where somebody who was invited joins, with or without an account.</summary>
public sealed class InvitationEndpoints(People people, Rosters rosters)
{
    [Function("Invitation_Page"), AllowAnonymous]
    [Summary("Accept an invitation in a browser", Details = "The page that mails link to.")]
    [Returns(StatusCodes.Status200OK, ContentType = "text/html")]
    public static IActionResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = InvitationMail.Page)] HttpRequest request) =>
        InvitationPage.Page.Answer(request).WithHeader("Content-Security-Policy", InvitationPage.ContentSecurityPolicy);

    [Function("Invitation_Script"), AllowAnonymous]
    [Summary("Get the script of the page that accepts invitations"), Returns(StatusCodes.Status200OK, ContentType = "text/javascript")]
    public static IActionResult Script([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = InvitationMail.Page + "/accept.js")] HttpRequest request) =>
        InvitationPage.Script.Answer(request);

    [Function("Invitation_Accept"), AllowAnonymous, LimitedByAddress]
    [Summary("Accept an invitation", Details = """
        With the token of the mail. Makes an account with this password where the invited address has none; where it has one, the password must be its own. Then sign in.
        """)]
    [Accepts<AcceptInvitationRequest>]
    [Returns<JoinedBody>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState, ErrorKind.Unauthenticated, ErrorKind.Conflict)]
    [Example("""{"token": "inv_w-0193_0193_secret", "name": "Ada Example", "password": "Correct-horse-1"}""")]
    public async Task<IActionResult> Accept(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "platform/v1/invitations/accept")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<AcceptInvitationRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await people.AcceptAsync(body.Token, body.Name ?? "", body.Password, cancellationToken)).Succeeded(out var member, out refusal))
            return request.Refuse(refusal);
        var workspaces = await rosters.OfUserAsync(member.UserId, TeamKind.Workspace, cancellationToken);
        return request.Ok(new JoinedBody(member.UserId, member.Team.Kind, member.Team.Id, workspaces.Count));
    }
}

/// <param name="Token">From the mail.</param>
/// <param name="Name">What the person is called; for a new account.</param>
public sealed record AcceptInvitationRequest(
    [property: StringLength(200, MinimumLength = 1)] string Token,
    [property: StringLength(128, MinimumLength = 8)] string Password,
    [property: StringLength(200)] string? Name = null)
{
    public override string ToString() => nameof(AcceptInvitationRequest);
}

/// <param name="Id">Of the workspace or organization.</param>
/// <param name="Workspaces">How many workspaces the person belongs to now.</param>
public sealed record JoinedBody(Guid UserId, TeamKind Joined, Guid Id, int Workspaces);
