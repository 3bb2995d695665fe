namespace FunctionsPlatform.Platform.Mail;

public static class MailErrors
{
    public static ApiError NotConfigured { get; } = new(
        ErrorKind.NotAllowedInState, "mail_not_configured", "This deployment sends no mail: Mail__Endpoint is not set.");

    public static ApiError NotSent(string why) => new(ErrorKind.ConnectionFailed, "mail_not_sent", $"The message could not be sent: {why}");
}
