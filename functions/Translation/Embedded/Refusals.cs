using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation.Embedded.Joins;

namespace FunctionsPlatform.Translation.Embedded;

/// <summary>What the translator says when it would have to guess.</summary>
internal static class Refusals
{
    public static ApiError NotUnderstood(IReadOnlyList<string> words) => Refuse(words.Count switch
    {
        0 => "Nothing in the question names a table, column or value of this database. Use its own words.",
        1 => $"The word '{words[0]}' was not understood: no table, column or value of this database goes by it.",
        _ => $"The words {string.Join(", ", words.Select(word => $"'{word}'"))} were not understood: no table, column or value of this database goes by them.",
    });

    public static ApiError NotOffered(string operation) => Refuse(
        $"'{operation}' asks for an operation that this translator does not offer. Ask for counts, sums, averages, extremes or lists.");

    public static ApiError NotJoined() => Refuse("The tables that the question speaks of are not joined by any key of this database.");

    /// <param name="readings">What the question may ask for, likeliest first.</param>
    public static ApiError NotSure(IReadOnlyList<string> readings) => Refuse(
        $"It is not sure what the question asks for. Ask it in the words of the tables and columns meant. It was read as: {string.Join(" Or: ", readings)}") with
    { Clarify = readings };

    /// <param name="keys">That join the same two tables.</param>
    public static ApiError SeveralKeys(IReadOnlyList<JoinEdge> keys)
    {
        var edges = keys.Select(key => key.From.IsForeignKey ? key : key.Reversed()).ToList();
        var columns = edges.Select(key => string.Join(" with ", key.Keys.Select(pair => pair.From.Name)));
        return Refuse($"'{edges[0].From.Table}' is joined to '{edges[0].To.Table}' in several ways: by {string.Join(" or by ", columns)}. Say which one is meant.");
    }

    public static ApiError CannotRepair() =>
        Refuse("The SQL failed, and this translator has no other reading of the question. Ask it in other words.");

    public static ApiError Length(int words, int limit) =>
        Refuse(words == 0
            ? "The question is empty."
            : $"The question has {words} words; this translator reads up to {limit}. Ask it more briefly.");

    public static ApiError TookTooLong() =>
        Refuse("Too many tables and columns of this database go by the question's words. Ask it more briefly, with the names of the tables meant.");

    private static ApiError Refuse(string message) => new(ErrorKind.Invalid, "question_not_understood", message);
}
