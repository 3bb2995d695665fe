using FunctionsPlatform.Translation.Embedded.Language;

namespace FunctionsPlatform.Translation.Embedded.Linking;

/// <summary>Says in full what a question leaves out: <c>first and last names</c> becomes <c>first names and last names</c>.</summary>
internal static class Ellipsis
{
    private const double MinScore = 0.75;

    /// <summary>One word for what schemas call in two.</summary>
    private static readonly Dictionary<string, string[]> NameWords = new(StringComparer.Ordinal)
    {
        ["surname"] = ["last", "name"], ["forename"] = ["first", "name"], ["birthday"] = ["birth", "date"],
        ["birthdate"] = ["birth", "date"], ["birthplace"] = ["birth", "place"],
    };

    public static List<Token> Expand(IReadOnlyList<Token> tokens, NameIndex names)
    {
        var expanded = FullNames(tokens, names);
        for (var at = 1; at + 2 < expanded.Count; at++)
        {
            if (expanded[at].Lower is not ("and" or "or" or ",") || Head(expanded, at) is not { } head)
            {
                continue;
            }

            var first = at - 1;
            if (Gains(expanded[first], head, names))
            {
                expanded.Insert(at, head);
                at++;
            }
        }

        return expanded;
    }

    /// <summary><c>full name</c> where the schema has only first and last names.</summary>
    private static List<Token> FullNames(IReadOnlyList<Token> tokens, NameIndex names)
    {
        var expanded = new List<Token>(tokens.Count);
        foreach (var token in tokens)
        {
            expanded.AddRange(token.Kind is TokenKind.Word && NameWords.TryGetValue(token.Lemma, out var words)
                ? words.Select(Word) : [token]);
        }

        for (var at = 0; at + 1 < expanded.Count; at++)
        {
            if (expanded[at].Lower is "family" && expanded[at + 1].Lemma is "name"
                && names.Find([expanded[at], expanded[at + 1]]).Columns is not [{ Score: > 0.9 }, ..])
            {
                expanded[at] = Word("last");
            }

            if (expanded[at].Lower is "full" && expanded[at + 1].Lemma is "name"
                && names.Find([expanded[at], expanded[at + 1]]).Columns is not [{ Score: > MinScore }, ..]
                && names.Find([Word("last"), Word("name")]).Columns is [{ Score: > MinScore }, ..])
            {
                expanded.RemoveAt(at);
                expanded.InsertRange(at, [Word("first"), expanded[at], Word("and"), Word("last")]);
            }
        }

        return expanded;
    }

    private static Token Word(string word) => new(word, word, word, TokenKind.Word);

    /// <summary>The noun that the next members of the list end with.</summary>
    private static Token? Head(List<Token> tokens, int conjunction)
    {
        var at = conjunction + 1;
        while (at < tokens.Count && tokens[at].Lower is "and" or "or" or "," or "the")
        {
            at++;
        }

        if (at + 1 >= tokens.Count)
        {
            return null;
        }

        if (tokens[at + 1].Lower is "and" or "or" or ",")
        {
            return Head(tokens, at + 1);
        }

        return tokens[at].Kind is TokenKind.Word && tokens[at + 1].Kind is TokenKind.Word && !FunctionWords.Contains(tokens[at + 1].Lower)
            ? tokens[at + 1] : null;
    }

    /// <summary>Whether the word with the noun names a column well, and much better than alone.</summary>
    private static bool Gains(Token word, Token head, NameIndex names)
    {
        if (word.Kind is not TokenKind.Word || FunctionWords.Contains(word.Lower) || word.Lemma == head.Lemma)
        {
            return false;
        }

        var alone = names.Find([word]);
        var together = names.Find([word, head]);
        return together.Columns is [{ Score: > MinScore } best, ..]
            && best.Item.Words.Contains(word.Lemma)
            && alone.Tables is not [{ Score: > 0.8 }, ..]
            && alone.Columns is not [{ Score: > 0.8 }, ..];
    }
}
