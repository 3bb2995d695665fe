namespace FunctionsPlatform.Translation.Embedded.Language;

/// <summary>Reduces English words to the form in which names of a schema are compared.</summary>
internal static class Lemmas
{
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["people"] = "person", ["persons"] = "person", ["children"] = "child", ["men"] = "man", ["women"] = "woman", ["feet"] = "foot",
        ["mice"] = "mouse", ["data"] = "data", ["series"] = "series", ["species"] = "species", ["status"] = "status",
        ["address"] = "address",
        ["movies"] = "movie", ["cookies"] = "cookie", ["dies"] = "die", ["ties"] = "tie", ["calories"] = "calorie", ["buses"] = "bus",
        ["campuses"] = "campus", ["statuses"] = "status", ["bonuses"] = "bonus", ["viruses"] = "virus", ["criteria"] = "criterion",
        ["wives"] = "wife", ["lives"] = "live", ["leaves"] = "leaf", ["shelves"] = "shelf", ["wolves"] = "wolf", ["knives"] = "knife",
        ["addresses"] = "address", ["taxes"] = "tax", ["aliases"] = "alias", ["canvases"] = "canvas", ["gases"] = "gas", ["lens"] = "lens",
        ["lenses"] = "lens", ["this"] = "this", ["has"] = "have", ["is"] = "be", ["was"] = "be", ["does"] = "do", ["us"] = "us",
        ["its"] = "its", ["his"] = "his", ["news"] = "news", ["always"] = "always", ["bus"] = "bus", ["gas"] = "gas", ["plus"] = "plus",
        ["yes"] = "yes", ["ids"] = "id", ["indices"] = "index", ["matrices"] = "matrix", ["theses"] = "thesis",
        ["analyses"] = "analysis", ["bases"] = "base",
        ["premises"] = "premise", ["heroes"] = "hero", ["photos"] = "photo", ["cities"] = "city", ["as"] = "as", ["physics"] = "physics",
    };

    /// <summary>The singular of a word in lower case.</summary>
    public static string Of(string word)
    {
        if (Irregular.TryGetValue(word, out var lemma))
        {
            return lemma;
        }

        return word switch
        {
            { Length: < 4 } => word,
            _ when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
            _ when word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) => word[..^2],
            _ when word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal) => word[..^2],
            _ when word.EndsWith("zzes", StringComparison.Ordinal) || word.EndsWith("oes", StringComparison.Ordinal) => word[..^2],
            _ when word.EndsWith("ss", StringComparison.Ordinal) || word.EndsWith("us", StringComparison.Ordinal) => word,
            _ when word.EndsWith("is", StringComparison.Ordinal) => word,
            _ when word.EndsWith('s') => word[..^1],
            _ => word,
        };
    }

    /// <summary>What a word shares with its relatives: <c>enrolled</c>, <c>enrolment</c> and <c>enrolling</c> have one stem.</summary>
    public static string Stem(string lemma)
    {
        foreach (var suffix in Suffixes)
        {
            if (lemma.Length - suffix.Length >= 4 && lemma.EndsWith(suffix, StringComparison.Ordinal))
            {
                return Undouble(lemma[..^suffix.Length]);
            }
        }

        return lemma.Length > 4 && lemma[^1] is 'e' or 'y' ? lemma[..^1] : lemma;
    }

    private static readonly string[] Suffixes =
    [
        "ization", "isation", "ational", "ations", "ation", "ition", "ments", "ment", "ships", "ship", "ings", "ance", "ence", "tion",
        "ings", "ing", "ers", "ed", "er", "or", "ion", "ly", "al",
    ];

    private static string Undouble(string stem) =>
        stem.Length > 4 && stem[^1] == stem[^2] && stem[^1] is not ('s' or 'l') ? stem[..^1] : stem[^1] is 'e' or 'y' && stem.Length > 4
            ? stem[..^1] : stem;
}
