namespace FunctionsPlatform.Platform.Mail;

public interface IMailSender
{
    /// <summary>Null when it was sent, or taken over by somebody who sends it.</summary>
    Task<ApiError?> SendAsync(MailMessage message, CancellationToken cancellationToken);
}
