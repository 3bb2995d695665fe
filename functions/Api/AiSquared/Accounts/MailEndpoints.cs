using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>What the product does by links in mails. There is no sender of mail here, so each is answered with that.</summary>
public static class MailEndpoints
{
    [Function("SquaredAccounts_Verify"), AllowAnonymous, LimitedByAddress]
    [Summary("Confirm an e-mail address", Details = "Accounts need no confirmation here, so no token is right.")]
    [QueryParameter("confirmation_token", "From the link in a mail.")]
    [Returns<SquaredMessage>(StatusCodes.Status200OK, IsBare = true)]
    [Fails(ErrorKind.Invalid)]
    public static IActionResult Verify([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/verify_user")] HttpRequest request)
    {
        var parameters = request.Parameters();
        parameters.Require("confirmation_token", parameters.Text("confirmation_token"));
        return request.Refuse(parameters.Error ?? SquaredErrors.Unprocessable("confirmation_token", "Confirmation token is invalid"));
    }

    [Function("SquaredAccounts_ResendVerification"), AllowAnonymous, LimitedByAddress]
    [Summary("Ask for the mail of confirmation again", Details = "Accounts need no confirmation here. Says the same of any address, so that nobody learns who has an account.")]
    [Accepts<EmailRequest>]
    [Returns<SquaredMessage>(StatusCodes.Status200OK, IsBare = true)]
    [Example("""{"email": "ada@example.com"}""")]
    public static async Task<IActionResult> ResendVerification(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/resend_verification")] HttpRequest request, CancellationToken cancellationToken) =>
        (await request.ReadJsonAsync<EmailRequest>(cancellationToken)).Succeeded(out _, out var unreadable)
            ? request.Refuse(SquaredErrors.Unprocessable("email", "Account already confirmed"))
            : request.Refuse(unreadable);

    [Function("SquaredAccounts_ForgotPassword"), AllowAnonymous, LimitedByAddress]
    [Summary("Ask for a mail to set a new password with", Details = "Refused: this deployment sends no mail.")]
    [Accepts<EmailRequest>]
    [Returns<SquaredMessage>(StatusCodes.Status200OK, IsBare = true)]
    [Fails(ErrorKind.NotAllowedInState)]
    [Example("""{"email": "ada@example.com"}""")]
    public static async Task<IActionResult> ForgotPassword(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/forgot_password")] HttpRequest request, CancellationToken cancellationToken) =>
        (await request.ReadJsonAsync<EmailRequest>(cancellationToken)).Succeeded(out _, out var unreadable)
            ? request.Refuse(SquaredErrors.NotDone("This deployment sends no mail, so a password cannot be reset by a link; ask an administrator."))
            : request.Refuse(unreadable);

    [Function("SquaredAccounts_ResetPassword"), AllowAnonymous, LimitedByAddress]
    [Summary("Set a new password with the token of a mail", Details = "No such tokens are sent here, so none is right.")]
    [Accepts<ResetPasswordRequest>]
    [Returns<SquaredMessage>(StatusCodes.Status200OK, IsBare = true)]
    [Example("""{"reset_password_token": "from-the-mail", "password": "Correct-horse-2", "password_confirmation": "Correct-horse-2"}""")]
    public static async Task<IActionResult> ResetPassword(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reset_password")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<ResetPasswordRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        return request.Refuse(PasswordRule.Check(body.Password) ?? SquaredErrors.Unprocessable("reset_password_token", "Token has expired."));
    }
}
