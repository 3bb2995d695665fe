namespace FunctionsPlatform.Connectors.Http.Client;

/// <summary>Takes secrets out of what servers say, and bounds it.</summary>
internal sealed class Redactor
{
    private const int MaxMessage = 500;
    private const int MinSecret = 4;

    private readonly string[] _secrets;

    public Redactor(IEnumerable<string> secrets) => _secrets =
    [
        .. secrets.Where(secret => secret.Length >= MinSecret)
            .SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret) })
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(secret => secret.Length),
    ];

    public string Clean(string message, params IEnumerable<string> more)
    {
        foreach (var secret in _secrets.Concat(more.Where(secret => secret.Length >= MinSecret)))
            message = message.Replace(secret, "***", StringComparison.Ordinal);
        message = string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return message.Length > MaxMessage ? message[..MaxMessage] + "…" : message;
    }
}
