namespace FunctionsPlatform.Translation.LanguageModel;

/// <summary>What a database said of a statement, fit to leave for a model.</summary>
internal static class DatabaseMessage
{
    private const int MaxLength = 1_000;
    private const string Quotes = "\"'`“";
    private const string Instead = "(a value)";

    // Ends a message that was too long to keep whole.
    private const char Cut = '…';

    /// <summary>
    /// Databases quote stored values in their messages (<c>invalid input syntax for type integer: "..."</c>). Where samples may not leave, what is quoted
    /// stays only if the statement or the schema holds it already.
    /// </summary>
    public static string ForModel(TranslationRequest request)
    {
        var message = request.Failure!.DatabaseMessage;
        if (!request.AllowSamples)
            message = WithoutValues(message, request);
        return message.Length <= MaxLength ? message : message[..MaxLength];
    }

    /// <summary>A value may hold quotes itself, so everything goes from the first unknown piece to the last. A message that was cut ends inside one.</summary>
    private static string WithoutValues(string message, TranslationRequest request)
    {
        var (first, last) = (-1, -1);
        var at = 0;
        while (message.AsSpan(at).IndexOfAny(Quotes) is >= 0 and var distance)
        {
            at += distance;
            var end = message.IndexOf(message[at] == '“' ? '”' : message[at], at + 1);
            var isAlone = end < 0;
            if (isAlone ? first >= 0 || message.EndsWith(Cut) : !IsKnown(message[(at + 1)..end], request))
                (first, last) = (first < 0 ? at : first, isAlone ? at : end);
            at = Math.Max(at, end) + 1;
        }

        if (first < 0)
            return message;
        return message[..first] + Instead + (message.EndsWith(Cut) ? "" : message[(last + 1)..]);
    }

    private static bool IsKnown(string quoted, TranslationRequest request) =>
        request.Failure!.Sql.Contains(quoted, StringComparison.OrdinalIgnoreCase)
        || request.Schema.Tables.Any(table => Is(table.Name, quoted) || table.Columns.Any(column => Is(column.Name, quoted)));

    private static bool Is(string name, string quoted) => name.Equals(quoted, StringComparison.OrdinalIgnoreCase);
}
