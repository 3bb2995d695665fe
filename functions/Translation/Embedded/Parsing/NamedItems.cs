using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Plans;

namespace FunctionsPlatform.Translation.Embedded.Parsing;

/// <summary>What of the schema the question's words name.</summary>
internal sealed class NamedItems
{
    private const double ExactlyNamed = 0.95;

    public NamedItems(PlanScope scope, IReadOnlyList<NameSpan> spans)
    {
        var longest = spans.Where(span => span.Score >= ExactlyNamed)
            .GroupBy(span => (span.Start, span.Count))
            .Where(group => !spans.Any(other => other.Score >= ExactlyNamed && other.Count > group.Key.Count && other.Start <= group.Key.Start && other.Start + other.Count >= group.Key.Start + group.Key.Count))
            .ToList();
        Columns = [.. longest.Where(group => group.All(span => span.Column is not null))
            .Select(group => (group.Key.Count, group.Select(span => scope.Symbol(span.Column!)).OfType<int>().Select(symbol => symbol - (int)PlanSymbol.Count).ToArray()))
            .Where(phrase => phrase.Item2.Length > 0)];
        TablePhrases = [.. longest.Select(group => (group.Key.Start, group.Key.Count, group.Select(span => span.Table).OfType<IndexedTable>().ToArray())).Where(phrase => phrase.Item3.Length > 0)];
    }

    /// <summary>For each run of words that is the very name of columns and of no table: how many words, and the columns' positions.</summary>
    public IReadOnlyList<(int Words, int[] Positions)> Columns { get; }

    /// <summary>Runs of words that are the very name of tables, and the tables.</summary>
    public IReadOnlyList<(int Start, int Count, IndexedTable[] Tables)> TablePhrases { get; }

    public IEnumerable<IndexedTable[]> Tables => TablePhrases.Select(phrase => phrase.Tables);
}
