using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Dates;
using FunctionsPlatform.Translation.Embedded.Language;

namespace FunctionsPlatform.Translation.Embedded.Linking;

/// <summary>Cuts a question into mentions: of all ways to cut it, the one whose parts fit best.</summary>
/// <param name="looksBack">Whether rows of after <paramref name="now"/> may be there: then no period is left open.</param>
internal sealed class Linker(SchemaIndex index, DateTimeOffset now, CancellationToken stop, bool looksBack = false)
{
    private const int MaxNameWords = 6;
    private const double MinNameScore = 0.24;

    public List<Mention> Link(IReadOnlyList<Token> tokens)
    {
        var best = new double[tokens.Count + 1];
        var choice = new Mention[tokens.Count + 1];
        for (var end = 1; end <= tokens.Count; end++)
        {
            best[end] = double.NegativeInfinity;
        }

        for (var start = 0; start < tokens.Count; start++)
        {
            foreach (var mention in Starting(tokens, start))
            {
                var total = best[start] + Gain(mention, tokens);
                if (total > best[mention.End])
                {
                    (best[mention.End], choice[mention.End]) = (total, mention);
                }
            }
        }

        var mentions = new List<Mention>();
        for (var end = tokens.Count; end > 0; end = choice[end].Start)
        {
            mentions.Add(choice[end]);
        }

        mentions.Reverse();
        return mentions;
    }

    /// <summary>Longer phrases win over the sum of their parts.</summary>
    private static double Gain(Mention mention, IReadOnlyList<Token> tokens) => mention switch
    {
        WordMention => 0,
        CueMention { Cue: LeadCue } =>
            mention.Start == 0 || tokens[mention.Start - 1].Kind is TokenKind.Punctuation ? 1.3 * mention.Count : 0.05 * mention.Count,
        NameMention { Count: 1 } when tokens[mention.Start].Lemma is "number" => 0.5 * mention.Score,
        CueMention => 0.8 * mention.Count + 0.1 * (mention.Count - 1),
        NameMention { Score: < 0.99 } when tokens[mention.Start].Lower is "total" => 0.8 * Math.Pow(mention.Score, 1.5) * mention.Count,
        _ => Math.Pow(mention.Score, 1.5) * (mention.Count + 0.35 * (mention.Count - 1)),
    };

    private IEnumerable<Mention> Starting(IReadOnlyList<Token> tokens, int start)
    {
        yield return new WordMention(start, tokens[start]);
        foreach (var (cue, count) in CueLexicon.At(tokens, start))
        {
            yield return new CueMention(start, count, cue);
        }

        if (DatePhrases.At(tokens, start, now) is var (range, dateCount))
        {
            yield return new DateMention(start, dateCount, looksBack ? range with { ReachesNow = false } : range);
        }

        if (tokens[start].Number is { } number)
        {
            yield return new NumberMention(start, 1, number);
        }

        foreach (var mention in Names(tokens, start))
        {
            yield return mention;
        }

        foreach (var mention in Values(tokens, start))
        {
            yield return mention;
        }
    }

    private IEnumerable<Mention> Names(IReadOnlyList<Token> tokens, int start)
    {
        if (!CanEdgeName(tokens[start]))
        {
            yield break;
        }

        stop.ThrowIfCancellationRequested();
        var words = tokens.Skip(start).Take(MaxNameWords).TakeWhile(token => token.Kind is TokenKind.Word or TokenKind.Number
            || token.Lower is "-").ToArray();
        for (var count = 1; count <= words.Length; count++)
        {
            if (!CanEdgeName(words[count - 1]))
            {
                continue;
            }

            var (tables, columns) = Find(words.AsSpan(0, count));
            tables.RemoveAll(candidate => candidate.Score < MinNameScore || (count > 2 && words[..count].Any(word => word.Lower is "the")));
            columns.RemoveAll(candidate => candidate.Score < MinNameScore
                || ((IsPossessive(words.AsSpan(0, count)) || EndsInVerb(words.AsSpan(0, count)))
                && Names(candidate.Item.Table, words.AsSpan(0, count))));
            if (tables.Count == 0 && columns.Count == 0)
            {
                continue;
            }

            var score = Math.Max(tables.Count > 0 ? tables[0].Score : 0, columns.Count > 0 ? columns[0].Score : 0);
            yield return new NameMention(start, count, score, tables, columns);
        }
    }

    /// <summary>Also finds <c>number of followers</c> in a column of numbers called followers, and <c>phone number</c> in one called
    /// phone.</summary>
    private (List<Candidate<IndexedTable>> Tables, List<Candidate<IndexedColumn>> Columns) Find(ReadOnlySpan<Token> words)
    {
        var found = index.Names.Find(words);
        var isCount = words is [{ Lower: "number" }, { Lower: "of" }, _, ..];
        if (isCount)
        {
            found.Columns.RemoveAll(candidate => !candidate.Item.IsMeasure);
        }

        if (isCount && !found.Columns.Exists(candidate => candidate.Score > 0.9))
        {
            var counted = index.Names.Find(words[2..]);
            counted.Columns.RemoveAll(candidate => !candidate.Item.IsMeasure || candidate.Score < 0.75);
            return counted.Columns.Count > 0 && counted.Tables is not [{ Score: > 0.8 }, ..] ? ([], counted.Columns) : found;
        }

        if (found.Columns.Count == 0 && found.Tables.Count == 0 && words.Length is 2 or 3 && words[1].Lower is not ("and" or "of")
            && words[^2].Lemma != words[^1].Lemma && words[0].Lemma != words[^1].Lemma
            && words[^1].Lemma is "number" or "name" or "address" or "code" or "value")
        {
            var plain = index.Names.Find(words[..^1]);
            plain.Columns.RemoveAll(candidate => candidate.Score < 0.8 || candidate.Item.IsIdentifier);
            return ([], plain.Columns);
        }

        return found;
    }

    /// <summary><c>name of the customer</c> is a column and its table, not one name.</summary>
    private static bool IsPossessive(ReadOnlySpan<Token> words)
    {
        foreach (var word in words)
        {
            if (word.Lower is "of" or "'s")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>users created</c> is a table and what happened to its rows, not one name.</summary>
    private static bool EndsInVerb(ReadOnlySpan<Token> words) =>
        words.Length > 1 && words[^1].Lower.EndsWith("ed", StringComparison.Ordinal);

    private static bool Names(IndexedTable table, ReadOnlySpan<Token> words)
    {
        foreach (var word in words)
        {
            if (table.IsNamedBy(word.Lemma))
            {
                return true;
            }
        }

        return false;
    }

    private static bool CanEdgeName(Token token) => token.Kind is TokenKind.Word && !FunctionWords.Contains(token.Lower);

    private IEnumerable<Mention> Values(IReadOnlyList<Token> tokens, int start)
    {
        var first = tokens[start];
        if (first.Kind is TokenKind.Quoted)
        {
            var stored = index.Values.Exact(Tokenizer.Normalise(first.Text));
            stored = stored.Count > 0 ? stored : index.Values.Near(Tokenizer.Normalise(first.Text));
            yield return stored.Count > 0 ? Value(start, 1, 1.2, first.Text, stored) : new TextMention(start, 1, first.Text);
            yield break;
        }

        if (first.Kind is TokenKind.Punctuation or TokenKind.Number)
        {
            yield break;
        }

        var phrase = "";
        for (var count = 1; count <= ValueIndex.MaxWords && start + count <= tokens.Count
            && tokens[start + count - 1].Kind is not TokenKind.Quoted; count++)
        {
            var token = tokens[start + count - 1];
            if (token.Kind is TokenKind.Punctuation)
            {
                if (token.Lower is "," or "-" or "." or "/" or "&" or "(" or ")" or "#" or "$")
                {
                    continue;
                }

                break;
            }

            phrase = count == 1 ? token.Lower : phrase + " " + token.Lower;
            if (count == 1 && FunctionWords.Contains(token.Lower))
            {
                continue;
            }

            var stored = index.Values.Exact(phrase);
            if (stored.Count == 0 && count == 1 && token.Lemma != token.Lower)
            {
                stored = index.Values.Exact(token.Lemma);
            }

            if (stored.Count == 0 && count == 1)
            {
                stored = index.Values.OfGender(token.Lemma);
            }

            if (stored.Count > 0)
            {
                var capitalised = token.IsCapitalised && start > 0;
                yield return Value(start, count, phrase.Length == 1 ? 0.6 : capitalised || count > 1 ? 1.05 : 0.72, phrase, stored);
            }
        }

        if (first.IsCapitalised && start > 0 && !FunctionWords.Contains(first.Lower))
        {
            yield return Unknown(tokens, start);
        }
    }

    /// <summary>A run of capitalised words that no column is known to hold, or that is part of a stored value.</summary>
    private Mention Unknown(IReadOnlyList<Token> tokens, int start)
    {
        var count = tokens.Skip(start).TakeWhile(token => token.Kind is TokenKind.Word && token.IsCapitalised).Count();
        var near = index.Values.Near(string.Join(' ', tokens.Skip(start).Take(count).Select(token => token.Lower)));
        if (near.Count > 0)
        {
            return Value(start, count, 0.6, tokens[start].Text, near);
        }

        var partial = count == 1 ? index.Values.WithWord(tokens[start].Lower) : [];
        return partial.Count is > 0 and <= 3
            ? new ValueMention(start, 1, 0.45, tokens[start].Text, [.. partial.Select(stored => new Candidate<StoredValue>(stored, 0.45))])
            : new TextMention(start, count,
                string.Join(' ', tokens.Skip(start).Take(count).Select(token => token.Text)))
            { Score = count > 1 ? 0.45 : 0.2 };
    }

    private static ValueMention Value(int start, int count, double score, string text, IReadOnlyList<StoredValue> stored) =>
        new(start, count, score, text, [.. stored.Select(value => new Candidate<StoredValue>(value, score))]);
}
