using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsPlatform.Translation.Embedded.Language;

/// <summary>Cuts a question into words, numbers, quoted texts and punctuation.</summary>
internal static partial class Tokenizer
{
    public static List<Token> Tokenize(string question)
    {
        var tokens = new List<Token>();
        foreach (Match match in Pattern().Matches(Straighten(question)))
        {
            tokens.Add(ToToken(match));
        }

        return tokens;
    }

    /// <summary>Words only, in lower case: the form in which stored values are compared.</summary>
    public static string Normalise(string text) =>
        string.Join(' ', Pattern().Matches(Straighten(text)).Where(match => !match.Groups["mark"].Success)
            .Select(match => match.Value.Trim('\'', '"').ToLowerInvariant()));

    private static Token ToToken(Match match)
    {
        var text = match.Value;
        if (match.Groups["quoted"].Success)
        {
            var inner = text[1..^1].Replace("''", "'", StringComparison.Ordinal).Trim().Trim('%').Trim();
            return new Token(inner, inner.ToLowerInvariant(), inner.ToLowerInvariant(), TokenKind.Quoted);
        }

        if (match.Groups["number"].Success)
        {
            var digits = text.Replace(",", "", StringComparison.Ordinal);
            // Beyond what a decimal holds, its largest compares the same.
            var number = decimal.TryParse(digits, CultureInfo.InvariantCulture, out var parsed) ? parsed : decimal.MaxValue;
            return new Token(text, digits, digits, TokenKind.Number, number);
        }

        var lower = text.ToLowerInvariant();
        return match.Groups["mark"].Success
            ? new Token(text, lower, lower, TokenKind.Punctuation)
            : new Token(text, lower, Lemmas.Of(lower), TokenKind.Word, NumberWords.Parse(lower));
    }

    private static string Straighten(string text) =>
        text.Replace('’', '\'').Replace('‘', '\'').Replace('`', '\'').Replace('“', '"').Replace('”', '"');

    [GeneratedRegex("""
        (?<quoted>"[^"]+" | (?<![\p{L}\d])'(?:[^']|''|'(?=\p{L}))+'(?![\p{L}\d]))
        | (?<date>\d{4}-\d{1,2}-\d{1,2}(?:[T\ ]\d{1,2}:\d{2}(?::\d{2})?)? | \d{1,2}/\d{1,2}/\d{4})
        | (?<email>[\p{L}\d._%+-]+@[\p{L}\d.-]+\.\p{L}+)
        | (?<number>(?<![\p{L}\d.])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\p{L}\d]|[.-]\d|-\p{L}))
        | (?<possessive>'s\b)
        | (?<word>[\p{L}\d_]+(?:[.&-][\p{L}\d_]+|'(?!s\b)\p{L}+)*)
        | (?<mark>[^\s\p{L}\d])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
