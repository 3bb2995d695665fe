using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Network;
using FunctionsPlatform.Translation.Embedded.Plans;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Parsing;

/// <summary>A question over a schema as the network sees it: words, tables, columns and values, and what each is to each.</summary>
internal sealed class QuestionView
{
    /// <summary>Of a larger schema, the tables that the question seems to speak of.</summary>
    private const int MaxItems = 160;

    /// <summary>More than that are not for the network.</summary>
    public const int MaxPositions = 300;

    private QuestionView(IReadOnlyList<Token> tokens, PlanScope scope, NetworkInput input, NamedItems names, IReadOnlyList<int>? ruledPlan) =>
        (Tokens, Scope, Input, Names, RuledPlan) = (tokens, scope, input, names, ruledPlan);

    public IReadOnlyList<Token> Tokens { get; }

    public PlanScope Scope { get; }

    public NetworkInput Input { get; }

    public NamedItems Names { get; }

    /// <summary>What the rules made of the question; null where they refused it, or no plan says their query.</summary>
    public IReadOnlyList<int>? RuledPlan { get; }

    /// <param name="ruled">What the rules made of the question.</param>
    public static QuestionView Of(SchemaIndex index, IReadOnlyList<Token> tokens, WordVectors vectors, ReadQuery? ruled)
    {
        var names = NameSpans(index, tokens);
        var tables = ViewedTables(index, tokens, names);
        var scope = new PlanScope(tokens.Count, tables, [.. tables.SelectMany(table => table.Columns)], new ValueFinder(index, tokens).Find(tables));
        var plan = ruled is null ? null : new PlanWriter(scope, index.Joins).Write(ruled);
        var hints = new PlanHints(plan, isAnswered: ruled is not null);
        return new QuestionView(tokens, scope, new InputWriter(index, tokens, scope, names, hints, vectors).Write(), new NamedItems(scope, names), plan);
    }

    /// <summary>Every run of words that names something, and how well.</summary>
    private static List<NameSpan> NameSpans(SchemaIndex index, IReadOnlyList<Token> tokens)
    {
        const int maxWords = 4;
        const double minScore = 0.24;
        var spans = new List<NameSpan>();
        for (var start = 0; start < tokens.Count; start++)
        {
            var words = tokens.Skip(start).Take(maxWords).TakeWhile(token => token.Kind is TokenKind.Word or TokenKind.Number).ToArray();
            if (words.Length == 0 || FunctionWords.Contains(words[0].Lower))
            {
                continue;
            }

            for (var count = 1; count <= words.Length; count++)
            {
                if (FunctionWords.Contains(words[count - 1].Lower))
                {
                    continue;
                }

                var (tables, columns) = index.Names.Find(words.AsSpan(0, count));
                spans.AddRange(tables.Where(found => found.Score >= minScore).Select(found => new NameSpan(start, count, found.Item, null, found.Score)));
                spans.AddRange(columns.Where(found => found.Score >= minScore).Select(found => new NameSpan(start, count, null, found.Item, found.Score)));
            }
        }

        return spans;
    }

    private static IReadOnlyList<IndexedTable> ViewedTables(SchemaIndex index, IReadOnlyList<Token> tokens, List<NameSpan> names)
    {
        if (index.Tables.Sum(table => 1 + table.Columns.Count) <= MaxItems)
        {
            return index.Tables;
        }

        var scores = index.Tables.ToDictionary(table => table, _ => 0.0);
        foreach (var best in names.GroupBy(span => (span.Start, Table: span.Table ?? span.Column!.Table)))
        {
            scores[best.Key.Table] += best.Max(span => span.Score);
        }

        foreach (var stored in new ValueFinder(index, tokens).Find([]).SelectMany(value => value.Stored))
        {
            scores[stored.Column.Table] += 0.5;
        }

        var room = MaxItems;
        var chosen = scores.OrderByDescending(pair => pair.Value).Select(pair => pair.Key).TakeWhile(table => (room -= 1 + table.Columns.Count) >= 0).ToHashSet();
        return [.. index.Tables.Where(chosen.Contains)];
    }
}

/// <param name="Table">What the words name: this or <paramref name="Column"/>.</param>
internal sealed record NameSpan(int Start, int Count, IndexedTable? Table, IndexedColumn? Column, double Score);
