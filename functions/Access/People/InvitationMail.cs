using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Mail;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Access;

/// <summary>Tells the invited where to accept.</summary>
public sealed class InvitationMail(IMailSender mail, Ids ids, IOptions<AccessOptions> options)
{
    /// <summary>The page on which invitations are accepted.</summary>
    public const string Page = "invitation";

    /// <summary>The token is behind the hash: browsers send that part to nobody, so it comes into no log.</summary>
    public string LinkOf(IssuedInvitation issued) => $"{options.Value.Issuer.TrimEnd('/')}/{Page}#{issued.Token}";

    /// <returns>Null when it was sent.</returns>
    public Task<ApiError?> SendAsync(IssuedInvitation issued, string teamName, CancellationToken cancellationToken) => mail.SendAsync(
        new MailMessage(
            ids.New(),
            [issued.Invitation.Email],
            $"You are invited to {teamName}",
            $"""
            You are invited to join {teamName}. Open this link to accept:

            {LinkOf(issued)}

            It is good until {issued.Invitation.ExpiresAt:yyyy-MM-dd HH:mm} UTC, and for you alone. If you did not expect it, do nothing.
            """),
        cancellationToken);
}
