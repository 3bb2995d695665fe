using FunctionsPlatform.Translation.Embedded.Language;

namespace FunctionsPlatform.Translation.Embedded.Linking;

/// <summary>Tables and columns by the words of their names, their synonyms and their stems.</summary>
internal sealed class NameIndex
{
    private const double SynonymScore = 0.82;
    private const double StemScore = 0.86;

    /// <summary><c>prereq</c> for prerequisite.</summary>
    private const double PrefixScore = 0.72;
    private const int MinPrefix = 4;

    /// <summary>A name that a person gave goes before what the schema happens to call the same.</summary>
    private const double GivenBonus = 0.03;

    /// <summary>Part of a metric's name is no metric.</summary>
    private const double MinMetricScore = 0.95;

    /// <summary>Words that add little to a name: <c>id</c> alone does not tell which column is meant.</summary>
    private static readonly Dictionary<string, double> LightWords = new(StringComparer.Ordinal)
    {
        ["name"] = 0.7, ["id"] = 0.7, ["code"] = 0.6, ["number"] = 0.6, ["type"] = 0.7, ["date"] = 0.7, ["of"] = 0.05, ["in"] = 0.05,
        ["the"] = 0.05, ["to"] = 0.05,
        ["on"] = 0.1, ["at"] = 0.1, ["and"] = 0.05, ["or"] = 0.05, ["is"] = 0.1, ["for"] = 0.05, ["by"] = 0.05, ["with"] = 0.05,
        ["description"] = 0.7, ["yn"] = 0.1, ["all"] = 0.1, ["count"] = 0.4, ["value"] = 0.6, ["have"] = 0.3,
    };

    private readonly Dictionary<string, List<Posting>> _postings = new(StringComparer.Ordinal);

    public NameIndex(IReadOnlyList<IndexedTable> tables, IReadOnlyList<IndexedMetric> metrics)
    {
        foreach (var table in tables)
        {
            Add(new Entry(table, null, table.Words));
            AddGiven(table, null, table.Aliases);
            foreach (var column in table.Columns)
            {
                Add(new Entry(null, column, column.Words));
                AddGiven(null, column, column.Aliases);
            }
        }

        foreach (var metric in metrics)
        {
            AddGiven(null, metric.Column, [metric.Column.Words, .. metric.Column.Aliases]);
        }
    }

    /// <summary>What the words may name: every word must belong to the name; the score says how much of the name they cover.</summary>
    public (List<Candidate<IndexedTable>> Tables, List<Candidate<IndexedColumn>> Columns) Find(ReadOnlySpan<Token> words)
    {
        var tables = new List<Candidate<IndexedTable>>();
        var columns = new List<Candidate<IndexedColumn>>();
        if (Matches(words) is not { } matches)
        {
            return (tables, columns);
        }

        foreach (var (entry, covered) in matches)
        {
            if (entry.Table is { } table && covered.Score(entry) is var tableScore)
            {
                tables.Add(new(table, tableScore * (tableScore < 0.99 && table.Label is null ? 0.9 : 1)));
            }
            else if (entry.Column is { } column)
            {
                columns.Add(new(column, covered.Score(entry) * (column.IsIdentifier && !covered.CoversLast(entry) ? 0.6 : 1)));
            }
        }

        columns.RemoveAll(candidate => candidate.Item.Metric is not null && candidate.Score < MinMetricScore);
        if (columns.Exists(candidate => candidate.Item.Metric is not null))
        {
            columns.RemoveAll(candidate => candidate.Item.Metric is null);
        }

        tables.Sort(static (left, right) => right.Score.CompareTo(left.Score));
        columns.Sort(static (left, right) => right.Score.CompareTo(left.Score));
        return (tables, columns);
    }

    private Dictionary<Entry, Coverage>? Matches(ReadOnlySpan<Token> words)
    {
        Dictionary<Entry, Coverage>? matches = null;
        foreach (var word in words)
        {
            if (IsSkipped(word.Lower))
            {
                continue;
            }

            var next = new Dictionary<Entry, Coverage>();
            foreach (var posting in PostingsOf(word))
            {
                if (matches is null || matches.ContainsKey(posting.Entry))
                {
                    if ((matches?[posting.Entry] ?? default).With(posting) is { } coverage
                        && (!next.TryGetValue(posting.Entry, out var known) || coverage.Weight > known.Weight))
                    {
                        next[posting.Entry] = coverage;
                    }
                }
            }

            if (next.Count == 0)
            {
                return null;
            }

            matches = next;
        }

        return matches;
    }

    /// <summary>Whether a name is the same without the word.</summary>
    public static bool IsSkipped(string lower) => lower is "of" or "the" or "a" or "an" or "'s" or "and" or "-" or "'";

    private IEnumerable<Posting> PostingsOf(Token word)
    {
        foreach (var (text, factor) in Forms(word))
        {
            if (_postings.TryGetValue(text, out var postings))
            {
                // Only its very name says whose a column is.
                foreach (var posting in factor < 1 ? postings.Where(posting => posting.Position >= 0) : postings)
                {
                    yield return posting with { Factor = posting.Factor * factor };
                }
            }
        }
    }

    private static IEnumerable<(string Text, double Factor)> Forms(Token word)
    {
        yield return (word.Lemma, 1);
        if (word.Lemma.Length >= 4)
        {
            yield return ("~" + Lemmas.Stem(word.Lemma), 1);
        }

        for (var length = MinPrefix; length < word.Lemma.Length; length++)
        {
            yield return (word.Lemma[..length], PrefixScore);
        }

        if (word.Lemma is ['i' or 'u', 'n', _, _, _, _, ..])
        {
            yield return (word.Lemma[2..], PrefixScore);
        }

        if (!StopWords.Contains(word.Lemma))
        {
            yield return ("^" + word.Lemma, PrefixScore);
        }

        foreach (var synonym in Synonyms.Of(word.Lemma))
        {
            yield return (synonym.Word, SynonymScore * synonym.Weight);
        }
    }

    private void AddGiven(IndexedTable? table, IndexedColumn? column, IReadOnlyList<IReadOnlyList<string>> names)
    {
        foreach (var words in names.Where(words => words.Count > 0))
        {
            Add(new Entry(table, column, words, IsGiven: true));
        }
    }

    private void Add(Entry entry)
    {
        var owner = entry.Column is { Metric: null, Table: var of } ? of.Words.Concat(of.Aliases.SelectMany(words => words)).Distinct().ToList() : null;
        for (var position = 0; position < entry.Words.Count; position++)
        {
            var word = entry.Words[position];
            Post(word, new Posting(entry, position, 1));
            if (word.Length >= 5)
            {
                Post("~" + Lemmas.Stem(word), new Posting(entry, position, StemScore));
            }

            for (var length = MinPrefix + 1; length < word.Length - 1; length++)
            {
                Post("^" + word[..length], new Posting(entry, position, 1));
            }
        }

        // "customer name" names customers.name as well as customers.customer_name.
        for (var position = 0; owner is not null && position < owner.Count; position++)
        {
            if (!entry.Words.Contains(owner[position]))
            {
                Post(owner[position], new Posting(entry, -1 - position, 1));
            }
        }
    }

    private void Post(string word, Posting posting)
    {
        if (!_postings.TryGetValue(word, out var list))
        {
            _postings[word] = list = [];
        }

        list.Add(posting);
    }

    /// <summary>A name: of a table or of a column.</summary>
    /// <param name="IsGiven">By a person, beside the schema's own.</param>
    private sealed record Entry(IndexedTable? Table, IndexedColumn? Column, IReadOnlyList<string> Words, bool IsGiven = false)
    {
        private readonly double[] _weights = [.. Words
            .Select((word, at) => WeightOf(word) * (at < Words.Count - 1 ? 1 : Table is null ? 1.15 : 1.4))];

        public double Weight(int position) => position < 0 ? 0 : _weights[position];

        /// <summary>Words of a column's name that repeat its table's name need not be said.</summary>
        public double NeededWeight(uint covered)
        {
            var sum = 0.0;
            for (var at = 0; at < _weights.Length; at++)
            {
                var repeatsTable = Words.Count > 1 && Column is { Metric: null } && Column.Table.Words.Contains(Words[at]) && at < Words.Count - 1;
                sum += (covered & (1u << at)) != 0 ? _weights[at] : repeatsTable ? _weights[at] * 0.2 : _weights[at];
            }

            return sum;
        }

        public bool Equals(Entry? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        private static double WeightOf(string word) => LightWords.GetValueOrDefault(word, 1);
    }

    /// <param name="Position">Of the word in the name; negative when the word is of the column's table's name.</param>
    private readonly record struct Posting(Entry Entry, int Position, double Factor);

    /// <summary>Which words of a name were said, and how exactly.</summary>
    private readonly record struct Coverage(uint Covered, double Weight, bool NamesOwner)
    {
        /// <summary>Null when the word of the name was said before.</summary>
        public Coverage? With(Posting posting)
        {
            if (posting.Position < 0)
            {
                return this with { NamesOwner = true };
            }

            var bit = 1u << posting.Position;
            return (Covered & bit) != 0
                ? null : new Coverage(Covered | bit, Weight + posting.Entry.Weight(posting.Position) * posting.Factor, NamesOwner);
        }

        public bool CoversLast(Entry entry) => (Covered & (1u << (entry.Words.Count - 1))) != 0;

        public double Score(Entry entry)
        {
            var score = Covered == 0 ? 0 : Math.Clamp(Weight / entry.NeededWeight(Covered) + (NamesOwner ? 0.02 : 0), 0, 1.02);
            return entry.IsGiven && entry.Column?.Metric is null && score > 0.99 ? score + GivenBonus : score;
        }
    }
}
