using System.Text.RegularExpressions;

namespace FunctionsPlatform.Translation.LanguageModel;

/// <summary>What a database said of a statement, fit to leave for a model.</summary>
internal static partial class DatabaseMessage
{
    private const int MaxLength = 1_000;

    /// <summary>
    /// Databases quote stored values in their messages (<c>invalid input syntax for type integer: "..."</c>). Where samples may not leave, what is quoted
    /// stays only if the statement or the schema holds it already.
    /// </summary>
    public static string ForModel(TranslationRequest request)
    {
        var message = request.Failure!.DatabaseMessage;
        if (!request.AllowSamples) message = Quoted().Replace(message, match => IsKnown(match.Groups["text"].Value, request) ? match.Value : "(a value)");
        return message.Length <= MaxLength ? message : message[..MaxLength];
    }

    private static bool IsKnown(string quoted, TranslationRequest request) =>
        request.Failure!.Sql.Contains(quoted, StringComparison.OrdinalIgnoreCase)
        || request.Schema.Tables.Any(table => Is(table.Name, quoted) || table.Columns.Any(column => Is(column.Name, quoted)));

    private static bool Is(string name, string quoted) => name.Equals(quoted, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""(?<quote>["'`])(?<text>.*?)\k<quote>|“(?<text>.*?)”""", RegexOptions.Singleline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Quoted();
}
