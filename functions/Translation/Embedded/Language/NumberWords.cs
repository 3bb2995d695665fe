namespace FunctionsPlatform.Translation.Embedded.Language;

/// <summary>Numbers written as words.</summary>
internal static class NumberWords
{
    private static readonly Dictionary<string, decimal> Values = new(StringComparer.Ordinal)
    {
        ["zero"] = 0, ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8,
        ["nine"] = 9, ["ten"] = 10, ["eleven"] = 11, ["twelve"] = 12, ["twenty"] = 20, ["thirty"] = 30, ["fifty"] = 50, ["hundred"] = 100,
        ["thousand"] = 1_000, ["million"] = 1_000_000, ["dozen"] = 12, ["once"] = 1, ["twice"] = 2,
    };

    public static decimal? Parse(string word) => Values.TryGetValue(word, out var value) ? value : null;
}
