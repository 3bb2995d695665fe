using System.Globalization;
using System.Text;

namespace FunctionsPlatform.Connectors.Http.Client;

/// <summary>Servers' error codes in the form of ours: <c>REQUIRED_FIELD_MISSING</c> and <c>requiredFieldMissing</c> are <c>required_field_missing</c>.</summary>
internal static class ErrorCodes
{
    private const int MaxLength = 60;

    public static string Snake(string? code, int status) => Snake(code) ?? string.Create(CultureInfo.InvariantCulture, $"http_{status}");

    /// <summary>Null when the text is a sentence rather than a code.</summary>
    public static string? Snake(string? code)
    {
        if (string.IsNullOrWhiteSpace(code) || code.Length > MaxLength || code.All(char.IsAsciiDigit))
            return null;
        var snake = new StringBuilder();
        for (var at = 0; at < code.Length; at++)
        {
            var c = code[at];
            if (char.IsAsciiLetterOrDigit(c))
            {
                if (char.IsAsciiLetterUpper(c) && at > 0 && char.IsAsciiLetterLower(code[at - 1]))
                    snake.Append('_');
                snake.Append(char.ToLowerInvariant(c));
            }
            else if (c is '_' or '-' or '.' or ' ' && snake.Length > 0 && snake[^1] != '_')
            {
                snake.Append('_');
            }
        }
        var text = snake.ToString().TrimEnd('_');
        return text.Length == 0 || text.Count(c => c == '_') > 6 ? null : text;
    }
}
