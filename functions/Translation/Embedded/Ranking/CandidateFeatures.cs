using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Parsing;
using FunctionsPlatform.Translation.Embedded.Plans;

namespace FunctionsPlatform.Translation.Embedded.Ranking;

/// <summary>What speaks for and against a candidate, in numbers of about one. The order is part of the trained ranking.</summary>
internal sealed class CandidateFeatures
{
    private const int MostCounted = 3;

    /// <summary>Of 255.</summary>
    private const byte MuchTheSame = 90;

    private readonly QuestionView _view;
    private readonly float[] _itemLogits;
    private readonly double? _confidence;
    private readonly QuestionCues _cues;
    private readonly HashSet<string> _said;
    private readonly HashSet<string> _schemaWords;
    private readonly HashSet<IndexedTable> _named;

    /// <param name="itemLogits">Of each position, the network's belief that the query uses it.</param>
    /// <param name="confidence">The rules' own; null where they refused.</param>
    public CandidateFeatures(QuestionView view, ReadOnlySpan<float> itemLogits, double? confidence)
    {
        (_view, _itemLogits, _confidence) = (view, itemLogits.ToArray(), confidence);
        _cues = QuestionCues.Of(view.Tokens);
        _said = [.. view.Tokens.Where(token => token.Kind is not TokenKind.Quoted).Select(token => Lemmas.Stem(token.Lemma))];
        _schemaWords = [.. view.Scope.Tables.SelectMany(table => table.Words).Concat(view.Scope.Columns.SelectMany(column => column.Words)).Select(Lemmas.Stem)];
        _named = [.. NamesAsked()];
    }

    public static IReadOnlyList<string> Names { get; } =
    [
        "log_probability", "behind_best", "probability", "per_symbol", "is_first", "is_ruled", "is_ruled_confidence", "rules_refuse", "has_no_plan", "log_probability_if_rules_refuse",
        "phrase_of_column_unused", "word_of_column_unused", "name_of_table_unused", "tables_unsaid", "schema_words_unused", "plan_words_unsaid",
        "numbers_unused", "quoted_unused", "stored_unused", "names_unused", "values_of_schema_words", "unsaid_values", "words_unexplained",
        "negation_missing", "negation_unasked", "comparison_missing", "average_missing", "average_unasked", "sum_missing", "sum_unasked", "superlative_missing",
        "superlative_unasked", "distinct_missing", "distinct_unasked", "order_missing", "order_unasked", "group_missing", "group_unasked", "count_missing", "list_of_one",
        "branches_differ", "branches_same", "other_name_shown", "items_doubted", "items_missed", "length", "tables", "shown", "nested", "everything_shown", "values_repeated", "match_unasked", "known_shown",
    ];

    /// <summary>Of all candidates of one question, best of the search first.</summary>
    public double[][] Of(IReadOnlyList<Candidate> candidates)
    {
        var best = candidates.Max(candidate => candidate.LogProbability);
        var sum = candidates.Sum(candidate => Math.Exp(candidate.LogProbability - best));
        return [.. candidates.Select(candidate => Of(candidate, best, sum))];
    }

    private double[] Of(Candidate candidate, double best, double sum)
    {
        var plan = candidate.Plan is null ? null : new PlanOutline(_view.Scope, candidate.Plan);
        var behind = best - candidate.LogProbability;
        double[] origin =
        [
            Math.Max(-12, candidate.LogProbability) / 3, Math.Min(12, behind) / 3, Math.Exp(-behind) / sum, plan is null ? 0 : Math.Max(-1, candidate.LogProbability / plan.Length) * 5,
            Bit(behind == 0), Bit(candidate.IsRuled), candidate.IsRuled ? _confidence ?? 0 : 0, Bit(_confidence is null), Bit(plan is null),
            _confidence is null ? Math.Max(-12, candidate.LogProbability) / 3 : 0,
        ];
        return plan is null ? [.. origin, .. new double[Names.Count - origin.Length]] : [.. origin, .. Coverage(plan), .. Operations(plan), .. Shape(candidate.Plan!, plan)];
    }

    private double[] Coverage(PlanOutline plan)
    {
        var words = plan.Tables.SelectMany(table => table.Words).Concat(plan.Used.Where(_view.Scope.IsColumn).SelectMany(at => _view.Scope.ColumnAt(at).Words)).Select(Lemmas.Stem).ToHashSet();
        var values = plan.Used.Where(_view.Scope.IsValue).Select(_view.Scope.ValueAt).ToList();
        var taken = new bool[_view.Tokens.Count];
        foreach (var value in values.Where(value => value.Start >= 0))
        {
            Array.Fill(taken, true, value.Start, value.Count);
        }

        var open = _view.Tokens.Index().Where(token => !taken[token.Index] && token.Item.Kind is TokenKind.Word).ToList();
        return
        [
            Few(_view.Names.Columns.Count(phrase => phrase.Words > 1 && !phrase.Positions.Any(plan.Used.Contains))),
            Few(_view.Names.Columns.Count(phrase => phrase.Words == 1 && !phrase.Positions.Any(plan.Used.Contains))),
            Few(_view.Names.Tables.Count(options => !options.Any(plan.Tables.Contains))),
            Few(plan.Tables.Count(table => !table.Words.Any(word => _said.Contains(Lemmas.Stem(word))))),
            Few(open.Count(token => Lemmas.Stem(token.Item.Lemma) is var stem && _schemaWords.Contains(stem) && !words.Contains(stem) && !FunctionWords.Contains(token.Item.Lower))),
            Few(words.Count(word => !_said.Contains(word)) / 2.0),
            Few(Unused(values, PlanValueKind.Number)),
            Few(Unused(values, PlanValueKind.Quoted)),
            Few(Unused(values, PlanValueKind.Stored)),
            Few(open.Count(token => token.Index > 0 && token.Item.IsCapitalised && !_schemaWords.Contains(Lemmas.Stem(token.Item.Lemma)))),
            Few(values.Count(value => value.Kind is PlanValueKind.Stored or PlanValueKind.Unknown or PlanValueKind.Near
                && Tokenizer.Normalise(value.Text).Split(' ').All(word => _schemaWords.Contains(Lemmas.Stem(Lemmas.Of(word)))))),
            Few(values.Count(value => value.Kind is PlanValueKind.Unsaid)),
            Few(open.Count(token => !StopWords.Contains(token.Item.Lower) && CueWords.TagOf(token.Item.Lower) is null && !Explains(plan, token.Index))),
        ];
    }

    /// <summary>Whether a word names what the plan uses, or means much the same.</summary>
    private bool Explains(PlanOutline plan, int word)
    {
        var scope = _view.Scope;
        var owners = plan.Tables.Select(scope.Symbol).OfType<int>().Select(symbol => symbol - (int)PlanSymbol.Count);
        return plan.Used.Concat(owners).Any(item =>
            _view.Input.Similarities[word * scope.Positions + item] >= MuchTheSame
            || (LinkRelation)_view.Input.Relations[word * scope.Positions + item]
                is >= LinkRelation.WordNamesTable and <= LinkRelation.WordIsTable or >= LinkRelation.WordNamesColumn and <= LinkRelation.WordOfStoredValue or LinkRelation.WordInValue);
    }

    private double[] Operations(PlanOutline plan)
    {
        var negates = plan.Has(PlanSymbol.NotIn) || plan.Has(PlanSymbol.Except) || plan.Has(PlanSymbol.NotEqual) || plan.Has(PlanSymbol.IsNull) || plan.Has(PlanSymbol.NotContains);
        var compares = plan.Count(PlanSymbol.Less, PlanSymbol.GreaterOrEqual) > 0 || plan.Has(PlanSymbol.Between);
        var extreme = plan.Has(PlanSymbol.Limit) || plan.Has(PlanSymbol.Minimum) || plan.Has(PlanSymbol.Maximum);
        var sums = plan.Has(PlanSymbol.Sum) || plan.Has(PlanSymbol.CountOf);
        return
        [
            Bit(_cues.Negates && !negates), Bit(!_cues.Negates && negates),
            Bit(_cues.Compares && !compares && !extreme),
            Bit(_cues.Averages && !plan.Has(PlanSymbol.Average)), Bit(!_cues.Averages && plan.Has(PlanSymbol.Average)),
            Bit(_cues.Adds && !sums), Bit(!_cues.Adds && !_cues.Counts && plan.Has(PlanSymbol.Sum)),
            Bit(_cues.IsSuperlative && !extreme), Bit(!_cues.IsSuperlative && extreme),
            Bit(_cues.IsDistinct && !plan.Has(PlanSymbol.Distinct)), Bit(!_cues.IsDistinct && plan.Has(PlanSymbol.Distinct)),
            Bit(_cues.Orders && !plan.Has(PlanSymbol.Order)), Bit(!_cues.Orders && !_cues.IsSuperlative && plan.Has(PlanSymbol.Order)),
            Bit(_cues.Groups && !plan.Has(PlanSymbol.Group)), Bit(!_cues.Groups && !_cues.Counts && !_cues.IsSuperlative && !_cues.Compares && plan.Has(PlanSymbol.Group)),
            Bit(_cues.Counts && !sums), Bit(_cues.Lists && plan.Branches[0].Count == 1),
        ];
    }

    private double[] Shape(IReadOnlyList<int> symbols, PlanOutline plan)
    {
        var scope = _view.Scope;
        var columns = plan.Branches[0].Select(scope.Column).OfType<IndexedColumn>().ToList();
        var names = columns.Where(IsName).ToList();
        return
        [
            Bit(plan.Branches.Count > 1 && !plan.Branches[0].SequenceEqual(plan.Branches[1])), Bit(AreSame(symbols)),
            Bit(_named.Count > 0 && names.Count > 0 && !names.Exists(column => _named.Contains(column.Table))),
            Few(plan.Used.Sum(position => Softplus(-_itemLogits[position])) / 2),
            Few(Enumerable.Range(scope.FirstTable, scope.Positions - scope.FirstTable).Where(position => !plan.Used.Contains(position)).Sum(position => Softplus(_itemLogits[position])) / 2),
            plan.Length / 20.0, plan.Tables.Count / 2.0, plan.Branches[0].Count / 3.0, Bit(plan.Has(PlanSymbol.Open)),
            Bit(plan.Branches[0].Exists(symbol => scope.Table(symbol) is not null) && !plan.Has(PlanSymbol.CountOf)),
            Bit(symbols.Where(symbol => scope.Value(symbol) is { Kind: not PlanValueKind.Number }).GroupBy(symbol => symbol).Any(group => group.Count() > 1)),
            Bit(!_cues.Matches && plan.Count(PlanSymbol.Contains, PlanSymbol.NotContains) > 0),
            Bit(Enumerable.Range(1, symbols.Count - 1).Any(at => symbols[at] == (int)PlanSymbol.Equal && plan.Branches[0].Contains(symbols[at - 1]))),
        ];
    }

    private static bool IsName(IndexedColumn column) => column.Words[^1] is "name" or "title";

    /// <summary>Tables whose names are asked for: <c>names of the customers</c>, <c>customer name</c>.</summary>
    private IEnumerable<IndexedTable> NamesAsked()
    {
        foreach (var (start, count, tables) in _view.Names.TablePhrases)
        {
            var before = start - 1;
            while (before >= 0 && _view.Tokens[before].Lower is "the" or "all" or "of" or "each" or "every" or "different")
            {
                before--;
            }

            var after = start + count;
            after += after < _view.Tokens.Count && _view.Tokens[after].Lower is "'s" ? 1 : 0;
            if ((before >= 0 && before < start - 1 && _view.Tokens[before].Lemma is "name") || (after < _view.Tokens.Count && _view.Tokens[after].Lemma is "name"))
            {
                foreach (var table in tables)
                {
                    yield return table;
                }
            }
        }
    }

    /// <summary>Whether both branches of a set operation are the same.</summary>
    private static bool AreSame(IReadOnlyList<int> symbols)
    {
        var at = symbols.TakeWhile(symbol => symbol is < (int)PlanSymbol.Union or > (int)PlanSymbol.Except).Count();
        return at < symbols.Count && symbols.Take(at).SequenceEqual(symbols.Skip(at + 1).SkipLast(1));
    }

    /// <summary>Values said whose words no value of the plan takes up.</summary>
    private int Unused(List<PlanValue> used, PlanValueKind kind) =>
        _view.Scope.Values.Count(value => value.Kind == kind && !used.Exists(other => other.Start < value.Start + value.Count && value.Start < other.Start + other.Count));

    private static double Few(double count) => Math.Min(MostCounted, count);

    private static double Softplus(double value) => value > 30 ? value : Math.Log(1 + Math.Exp(value));

    private static double Bit(bool value) => value ? 1 : 0;
}
