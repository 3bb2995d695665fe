namespace FunctionsPlatform.Platform.Mail;

/// <param name="Id">The same when the same message is sent again: it arrives once.</param>
public sealed record MailMessage(Guid Id, IReadOnlyList<string> To, string Subject, string Body)
{
    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    public override string ToString() => $"MailMessage {{ Id = {Id} }}";
}

public sealed record MailAttachment(string Name, string ContentType, byte[] Content);
