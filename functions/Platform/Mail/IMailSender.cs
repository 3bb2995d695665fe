namespace FunctionsPlatform.Platform.Mail;

public interface IMailSender
{
    /// <summary>Null when it was sent, or taken over by somebody who sends it.</summary>
    Task<ApiError?> SendAsync(MailMessage message, CancellationToken cancellationToken);
}

public sealed record MailMessage(string To, string Subject, string Text)
{
    // Addresses and links must not come out in a log.
    public override string ToString() => nameof(MailMessage);
}
