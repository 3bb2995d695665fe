using System.Globalization;

namespace FunctionsPlatform.Platform.Mail;

/// <summary>Writes each message into a file, for machines where no mail leaves.</summary>
public sealed class FileMail(string directory, string sender, Ids ids, TimeProvider clock) : IMailSender
{
    public async Task<ApiError?> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var date = clock.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        var text = $"Date: {date}\nFrom: {sender}\nTo: {OneLine(message.To)}\nSubject: {OneLine(message.Subject)}\n\n{message.Text}\n";
        await File.WriteAllTextAsync(Path.Combine(directory, $"{ids.New():N}.eml"), text, cancellationToken);
        return null;
    }

    // A line break in a header would begin another.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
