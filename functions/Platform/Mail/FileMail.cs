using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Platform.Mail;

/// <summary>Writes each message into a file (RFC 5322), for machines where no mail leaves.</summary>
public sealed class FileMail(string directory, TimeProvider clock, IOptions<MailOptions> options) : IMailSender
{
    private const int LineLength = 76;

    public async Task<ApiError?> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, $"{message.Id:N}.eml"), Text(message), cancellationToken);
        return null;
    }

    private string Text(MailMessage message)
    {
        var boundary = $"part-{message.Id:N}";
        var text = new StringBuilder();
        Line($"Message-ID: <{message.Id:N}@localhost>");
        Line($"Date: {clock.GetUtcNow().ToString("r", CultureInfo.InvariantCulture)}");
        Line($"From: {OneLine(options.Value.Sender)}");
        Line($"To: {string.Join(", ", message.To.Select(OneLine))}");
        Line($"Subject: {(message.Subject.All(char.IsAscii) ? OneLine(message.Subject) : $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(message.Subject))}?=")}");
        Line("MIME-Version: 1.0");
        Line($"Content-Type: multipart/mixed; boundary=\"{boundary}\"");
        Line("");
        // Whoever opens the file reads the text.
        Part("text/plain; charset=utf-8", "inline", "8bit", message.Body.ReplaceLineEndings("\n").Split('\n'));
        foreach (var attachment in message.Attachments)
            Part(attachment.ContentType, $"attachment; filename=\"{OneLine(attachment.Name).Replace('"', '\'')}\"", "base64", Convert.ToBase64String(attachment.Content).Chunk(LineLength).Select(line => new string(line)));
        Line($"--{boundary}--");
        return text.ToString();

        void Line(string line) => text.Append(line).Append("\r\n");

        void Part(string type, string disposition, string encoding, IEnumerable<string> lines)
        {
            Line($"--{boundary}");
            Line($"Content-Type: {type}");
            Line($"Content-Disposition: {disposition}");
            Line($"Content-Transfer-Encoding: {encoding}");
            Line("");
            foreach (var line in lines)
                Line(line);
        }
    }

    // A line break in a header would begin another.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
