using FunctionsPlatform.Translation.Embedded.Language;

namespace FunctionsPlatform.Translation.Embedded.Linking;

/// <summary>Stored values by their words.</summary>
internal sealed class ValueIndex
{
    public const int MaxWords = 8;

    /// <summary>Some hundred bytes each: a schema with more keeps those of its first columns.</summary>
    private const int MaxValues = 200_000;

    /// <summary>How people are kept apart in columns of one letter.</summary>
    private static readonly Dictionary<string, string> Genders = new(StringComparer.Ordinal)
    {
        ["female"] = "f", ["woman"] = "f", ["girl"] = "f", ["male"] = "m", ["man"] = "m", ["boy"] = "m",
    };

    private readonly Dictionary<string, List<StoredValue>> _exact = new(StringComparer.Ordinal);
    private const int MinFuzzyLength = 5;

    private readonly Dictionary<(char First, int Length), List<string>> _byShape = [];
    private readonly Dictionary<string, List<StoredValue>> _bySingleWord = new(StringComparer.Ordinal);

    public ValueIndex(IReadOnlyList<IndexedTable> tables)
    {
        var values = tables.SelectMany(table => table.Columns)
            .SelectMany(column => (column.Definition.Values ?? []).Select(value => (Column: column, Value: value)));
        foreach (var (column, value) in values.Take(MaxValues))
        {
            Add(column, value);
        }
    }

    /// <summary>Columns that hold exactly these words, whatever their case.</summary>
    public IReadOnlyList<StoredValue> Exact(string normalised) => _exact.TryGetValue(normalised, out var found) ? found : [];

    /// <summary>What a word for men or women is in columns of one letter.</summary>
    public IReadOnlyList<StoredValue> OfGender(string lemma) =>
        Genders.TryGetValue(lemma, out var letter) ? [.. Exact(letter).Where(value => value.Column.Words.Any(word => word is "sex" or "gender"))] : [];

    /// <summary>Values of several words of which this is one.</summary>
    public IReadOnlyList<StoredValue> WithWord(string lower) => _bySingleWord.TryGetValue(lower, out var found) ? found : [];

    /// <summary>Stored values one slip of the pen away: a letter more, less, other or exchanged with its neighbour.</summary>
    public IReadOnlyList<StoredValue> Near(string normalised)
    {
        if (normalised.Length < MinFuzzyLength)
        {
            return [];
        }

        var near = Enumerable.Range(normalised.Length - 1, 3)
            .SelectMany(length => _byShape.TryGetValue((normalised[0], length), out var keys) ? keys : [])
            .FirstOrDefault(key => IsOneSlipAway(key, normalised));
        return near is null ? [] : _exact[near];
    }

    private static bool IsOneSlipAway(string left, string right)
    {
        var same = 0;
        while (same < left.Length && same < right.Length && left[same] == right[same])
        {
            same++;
        }

        var restOfLeft = left.AsSpan(same);
        var restOfRight = right.AsSpan(same);
        return (restOfLeft.Length - restOfRight.Length) switch
        {
            1 => restOfLeft[1..].SequenceEqual(restOfRight),
            -1 => restOfRight[1..].SequenceEqual(restOfLeft),
            _ => restOfLeft.Length > 0 && (restOfLeft[1..].SequenceEqual(restOfRight[1..])
                || (restOfLeft.Length > 1 && restOfLeft[0] == restOfRight[1] && restOfLeft[1] == restOfRight[0]
                    && restOfLeft[2..].SequenceEqual(restOfRight[2..]))),
        };
    }

    private void Add(IndexedColumn column, string value)
    {
        var normalised = Tokenizer.Normalise(value);
        if (normalised.Length == 0)
        {
            return;
        }

        if (!_exact.ContainsKey(normalised))
        {
            var shape = (normalised[0], normalised.Length);
            if (!_byShape.TryGetValue(shape, out var keys))
            {
                _byShape[shape] = keys = [];
            }

            keys.Add(normalised);
        }

        Post(_exact, normalised, new StoredValue(column, value));
        var words = normalised.Split(' ');
        if (words.Length > 1)
        {
            foreach (var word in words.Where(word => word.Length > 2).Distinct())
            {
                Post(_bySingleWord, word, new StoredValue(column, value));
            }
        }
    }

    private static void Post(Dictionary<string, List<StoredValue>> index, string key, StoredValue value)
    {
        if (!index.TryGetValue(key, out var list))
        {
            index[key] = list = [];
        }

        list.Add(value);
    }
}
