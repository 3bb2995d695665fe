using FunctionsPlatform.Translation.Embedded.Language;

namespace FunctionsPlatform.Translation.Embedded.Ranking;

/// <summary>Operations that single words of a question ask for.</summary>
internal sealed record QuestionCues(
    bool Negates, bool Compares, bool IsSuperlative, bool Averages, bool Adds, bool IsDistinct, bool Orders, bool Groups, bool Counts, bool Matches, bool Lists)
{
    private static readonly HashSet<string> Negations = Set(
        "not never without except excluding neither nor other outside don't doesn't didn't isn't aren't wasn't weren't haven't hasn't no none");

    private static readonly HashSet<string> Comparisons = Set(
        """
        more less fewer greater larger bigger higher lower smaller older younger longer shorter heavier lighter before after above below over under
        exceed exceeds exceeding between least beyond later earlier since prior
        """);

    private static readonly HashSet<string> Superlatives = Set("most least fewest top maximum minimum max min first last");
    private static readonly HashSet<string> Means = Set("average mean avg averaged averages");
    private static readonly HashSet<string> Sums = Set("total sum combined overall");
    private static readonly HashSet<string> Distincts = Set("distinct different unique");

    private static readonly HashSet<string> Sortings = Set(
        "sorted ordered order sort ascending descending alphabetical alphabetically lexicographic lexicographical chronological ranked decreasing increasing");

    private static readonly HashSet<string> Groupings = Set("each per every");
    private static readonly HashSet<string> Countings = Set("many number count");
    private static readonly HashSet<string> Matchings = Set(
        "contain contains containing contained include includes including substring letter letters word words prefix suffix like start starts starting begin begins beginning end ends ending");

    private static readonly HashSet<string> EndsOfList = Set("of for that whose who which with where in from by sorted ordered");

    public static QuestionCues Of(IReadOnlyList<Token> tokens)
    {
        return new QuestionCues(
            Any(Negations),
            Any(Comparisons),
            Any(Superlatives) || tokens.Any(token => token is { Kind: TokenKind.Word, IsCapitalised: false, Lower: [_, _, .., 'e', 's', 't'] }),
            Any(Means),
            Any(Sums),
            Any(Distincts),
            Any(Sortings),
            Any(Groupings),
            Any(Countings),
            Any(Matchings),
            tokens.TakeWhile(token => !EndsOfList.Contains(token.Lower)).Any(token => token.Lower is "and" or ","));

        bool Any(HashSet<string> words) => tokens.Any(token => token.Kind is TokenKind.Word && words.Contains(token.Lower));
    }

    private static HashSet<string> Set(string words) => [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}
