using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql.Dialects;

namespace FunctionsPlatform.Sql;

/// <summary>One statement, which reads: it begins as one, its WITH expressions do, and no clause of it writes or locks.</summary>
internal static class StatementCheck
{
    private static readonly HashSet<string> Writers = new(StringComparer.OrdinalIgnoreCase) { "insert", "update", "delete", "merge", "replace", "truncate" };

    private static readonly (string[] Words, string Why)[] RefusedClauses =
    [
        (["into"], "INTO writes what was read."),
        (["for", "update"], "FOR UPDATE locks rows."),
        (["for", "share"], "FOR SHARE locks rows."),
        (["for", "no", "key"], "FOR NO KEY UPDATE locks rows."),
        (["for", "key", "share"], "FOR KEY SHARE locks rows."),
        (["lock", "in", "share"], "LOCK IN SHARE MODE locks rows."),
        (["next", "value", "for"], "NEXT VALUE FOR moves a sequence."),
    ];

    public static ApiError? Check(SqlText text, DialectRules rules, IReadOnlyDictionary<int, int> closings)
    {
        if (CheckOpening(text, rules, 0) is { } refusal)
            return refusal;
        for (var i = 0; i < text.Count; i++)
        {
            var found = text.IsSymbol(i, ';') ? text.Refuse(i, "a second statement begins after ';'. Send one at a time.") : null;
            found ??= CheckClauses(text, rules, i);
            found ??= IsWithClause(text, i) ? CheckWith(text, rules, closings, i) : null;
            if (found is not null)
                return found;
        }

        return null;
    }

    private static ApiError? CheckOpening(SqlText text, DialectRules rules, int index)
    {
        while (text.IsSymbol(index, '('))
            index++;
        if (index >= text.Count)
            return text.Refuse(index, "a SELECT is missing.");
        return text.IsKeyword(index, rules.Openings)
            ? null
            : text.Refuse(index, $"a statement that reads does not begin with {Describe(text.Tokens[index])}.");
    }

    private static ApiError? CheckClauses(SqlText text, DialectRules rules, int index)
    {
        if (text.Tokens[index].Kind != SqlTokenKind.Word)
            return null;
        if (text.IsKeyword(index, rules.RefusedKeywords))
            return text.Refuse(index, $"{Describe(text.Tokens[index])} has no place in a statement that only reads.");
        foreach (var (words, why) in RefusedClauses)
        {
            if (text.IsKeyword(index, words[0]) && words.Skip(1).Select((word, n) => text.IsWord(index + n + 1, word)).All(matches => matches))
            {
                return text.Refuse(index, why);
            }
        }

        return null;
    }

    private static bool IsWithClause(SqlText text, int index) => text.IsKeyword(index, "with") && (index == 0 || text.IsSymbol(index - 1, '('));

    private static ApiError? CheckWith(SqlText text, DialectRules rules, IReadOnlyDictionary<int, int> closings, int with)
    {
        var at = with + 1;
        var isFirst = true;
        while (at < text.Count && !text.IsSymbol(at, ')'))
        {
            if (CteBody(text, at) is { } body)
            {
                if (CheckOpening(text, rules, body + 1) is { } refusal)
                    return refusal;
                at = closings[body] + 1;
                isFirst = false;
                if (!text.IsSymbol(at, ',') && !text.IsKeyword(at, "search") && !text.IsKeyword(at, "cycle"))
                    break;
            }
            else if (text.IsKeyword(at, Writers))
            {
                break;
            }
            else
            {
                at = closings.TryGetValue(at, out var closing) ? closing + 1 : at + 1;
                if (!isFirst && text.IsKeyword(at, rules.Openings))
                    break;
            }
        }

        return at < text.Count ? CheckOpening(text, rules, at) : text.Refuse(with, "WITH is not followed by a query.");
    }

    /// <summary>The bracket that opens the body when <c>AS [[NOT] MATERIALIZED] (</c> stands here.</summary>
    internal static int? CteBody(SqlText text, int index)
    {
        if (!text.IsWord(index, "as"))
            return null;
        index++;
        if (text.IsWord(index, "not"))
            index++;
        if (text.IsWord(index, "materialized"))
            index++;
        return text.IsSymbol(index, '(') ? index : null;
    }

    private static string Describe(SqlToken token) => token.Kind switch
    {
        SqlTokenKind.Word => token.Value.ToUpperInvariant(),
        SqlTokenKind.String or SqlTokenKind.StringOrName => "a string",
        SqlTokenKind.Number => "a number",
        _ => $"'{token.Value}'",
    };
}
