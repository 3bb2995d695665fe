using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Plans;

namespace FunctionsPlatform.Translation.Embedded.Parsing;

/// <summary>All that a question's words may mean as values: more than it means, so that the network can choose.</summary>
internal sealed class ValueFinder(SchemaIndex index, IReadOnlyList<Token> tokens)
{
    /// <summary>Values of one column that are told though nobody said them.</summary>
    private const int MaxUnsaidOfColumn = 3;
    private const int MaxUnsaid = 16;
    private const int MaxSaid = 40;
    private const int MaxUnsaidLength = 12;
    private const int MaxPartial = 3;

    /// <summary>A word after one of these may be a piece of text.</summary>
    private static readonly HashSet<string> TextCues = new(StringComparer.Ordinal)
    {
        "word", "letter", "substring", "string", "prefix", "suffix", "phrase", "contain", "contains", "containing", "include", "includes", "including",
        "named", "called", "like", "with", "name", "is", "of", "by", "in", "from", "to",
    };

    private readonly List<PlanValue> _values = [];
    private readonly HashSet<(string Text, PlanValueKind Kind)> _known = [];

    public IReadOnlyList<PlanValue> Find(IEnumerable<IndexedTable> tables)
    {
        for (var start = 0; start < tokens.Count && _values.Count < MaxSaid; start++)
        {
            FindAt(start);
        }

        AddUnsaid(tables);
        return _values;
    }

    private void FindAt(int start)
    {
        var token = tokens[start];
        switch (token.Kind)
        {
            case TokenKind.Number:
                Add(start, 1, PlanValueKind.Number, token.Text, token.Number, index.Values.Exact(token.Lower));
                break;
            case TokenKind.Quoted:
                var stored = index.Values.Exact(Tokenizer.Normalise(token.Text));
                Add(start, 1, PlanValueKind.Quoted, token.Text, AsNumber(token.Text), stored.Count > 0 ? stored : index.Values.Near(Tokenizer.Normalise(token.Text)));
                if (stored.Count == 0)
                {
                    AddParts(start, Tokenizer.Normalise(token.Text).Split(' '));
                }

                break;
            case TokenKind.Word:
                FindWords(start);
                break;
            default:
                break;
        }
    }

    /// <summary>A first and a last name between one pair of quotes.</summary>
    private void AddParts(int start, string[] words)
    {
        for (var from = 0; from < words.Length; from++)
        {
            for (var count = Math.Min(words.Length - from, ValueIndex.MaxWords); count > 0; count--)
            {
                var phrase = string.Join(' ', words, from, count);
                if (index.Values.Exact(phrase) is { Count: > 0 } stored)
                {
                    Add(start, 1, PlanValueKind.Stored, phrase, null, stored);
                    from += count - 1;
                    break;
                }
            }
        }
    }

    private void FindWords(int start)
    {
        var first = tokens[start];
        if ((first.Number ?? Ordinal(first.Lower)) is { } number)
        {
            Add(start, 1, PlanValueKind.Number, first.Text, number, []);
        }

        if (start > 0 && first.Text is [var letter] && char.IsUpper(letter) && tokens[start - 1].Lower is not ("." or "?"))
        {
            Add(start, 1, PlanValueKind.Unknown, first.Text, null, index.Values.Exact(first.Lower));
        }

        var longest = 0;
        var phrase = "";
        for (var count = 1; count <= ValueIndex.MaxWords && start + count <= tokens.Count && tokens[start + count - 1].Kind is not TokenKind.Quoted; count++)
        {
            var token = tokens[start + count - 1];
            if (token.Kind is TokenKind.Punctuation)
            {
                if (count > 1 && token.Lower is "," or "-" or "." or "/" or "&" or "(" or ")" or "#" or "$")
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

            if (Stored(phrase, count, token) is { Count: > 0 } stored)
            {
                longest = count;
                Add(start, count, PlanValueKind.Stored, Said(start, count), null, stored);
            }
        }

        if (FunctionWords.Contains(first.Lower))
        {
            return;
        }

        var capitalised = start > 0 ? tokens.Skip(start).TakeWhile(token => token.Kind is TokenKind.Word && token.IsCapitalised).Count() : 0;
        if (capitalised > 0 && longest < capitalised)
        {
            AddName(start, capitalised);
        }
        else if (longest == 0 && start > 0 && TextCues.Contains(tokens[start - 1].Lower) && !StopWords.Contains(first.Lower))
        {
            Add(start, 1, PlanValueKind.Unknown, first.Text, null, Partial(start));
        }
    }

    private static decimal? Ordinal(string word) => word switch
    {
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        _ when word.Length > 2 && word[^2..] is "st" or "nd" or "rd" or "th" => AsNumber(word[..^2]),
        _ => null,
    };

    private IReadOnlyList<StoredValue> Stored(string phrase, int count, Token token)
    {
        var stored = index.Values.Exact(phrase);
        if (stored.Count == 0 && token.Lemma != token.Lower)
        {
            stored = index.Values.Exact(phrase[..^token.Lower.Length] + token.Lemma);
        }

        return stored.Count == 0 && count == 1 ? index.Values.OfGender(token.Lemma) : stored;
    }

    private void AddName(int start, int count)
    {
        var near = index.Values.Near(string.Join(' ', tokens.Skip(start).Take(count).Select(token => token.Lower)));
        near = near.Count > 0 ? near : count > 1 ? Initials(start, count) : [];
        if (near.Count > 0)
        {
            Add(start, count, PlanValueKind.Near, Said(start, count), null, near);
            return;
        }

        Add(start, count, PlanValueKind.Unknown, Said(start, count), null, count == 1 ? Partial(start) : []);
    }

    /// <summary><c>US</c> or <c>USA</c> for United States.</summary>
    private IReadOnlyList<StoredValue> Initials(int start, int count)
    {
        var initials = string.Concat(tokens.Skip(start).Take(count).Select(token => token.Lower[0]));
        var stored = index.Values.Exact(initials);
        return stored.Count > 0 ? stored : index.Values.Exact(initials + "a");
    }

    private List<StoredValue> Partial(int start)
    {
        var partial = index.Values.WithWord(tokens[start].Lower);
        return partial.Count is > 0 and <= MaxPartial ? [.. partial] : [];
    }

    private string Said(int start, int count) => string.Join(' ', tokens.Skip(start).Take(count).Select(token => token.Text));

    private void AddUnsaid(IEnumerable<IndexedTable> tables)
    {
        var room = MaxUnsaid;
        foreach (var column in tables.SelectMany(table => table.Columns))
        {
            if (column.Definition.Values is not { Count: > 0 and <= MaxUnsaidOfColumn } values || values.Any(value => value.Length > MaxUnsaidLength))
            {
                continue;
            }

            foreach (var value in values)
            {
                if (room-- <= 0)
                {
                    return;
                }

                Add(-1, 0, PlanValueKind.Unsaid, value, AsNumber(value), index.Values.Exact(Tokenizer.Normalise(value)));
            }
        }
    }

    private void Add(int start, int count, PlanValueKind kind, string text, decimal? number, IReadOnlyList<StoredValue> stored)
    {
        if (text.Length > 0 && _known.Add((text.ToLowerInvariant(), kind)))
        {
            _values.Add(new PlanValue(start, count, kind, text, number, stored));
        }
    }

    private static decimal? AsNumber(string text) =>
        decimal.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
